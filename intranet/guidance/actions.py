"""Founding the guidance, and giving sections to their services."""

from __future__ import annotations

from django.contrib.auth.models import Permission
from django.db import transaction
from wagtail.models import GroupPagePermission, Page, Site

from intranet.core.notifications.actions import notify_followers, tell_of_new
from intranet.core.organisation.actions import group_of_role
from intranet.core.organisation.models import Role
from intranet.core.organisation.queries import published_before
from intranet.guidance.models import GuidanceIndexPage, GuidancePage, GuidanceSectionPage
from intranet.guidance.notices import GuidanceChanged

RIGHTS = ("add_page", "change_page", "publish_page")


@transaction.atomic
def found_guidance(*, title: str = "Guidance") -> GuidanceIndexPage:
    """The index page under the site's home, made once."""
    found = GuidanceIndexPage.objects.first()
    if found is not None:
        return found  # type: ignore[no-any-return]
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    above = Page.objects.get(pk=site.root_page_id) if site else Page.get_first_root_node()
    made: GuidanceIndexPage = above.add_child(instance=GuidanceIndexPage(title=title, slug="guidance"))
    return made


def announce(page: GuidancePage, *, first: bool) -> None:
    """A page is published: the first time who follows its author or service hears of it, then of each new version who follows the page."""
    if first:
        tell_of_new(page)
        return
    before = published_before(page)
    newest = max((version.number for version in page.versions.all()), default=0)
    if before is not None and newest > max((version["number"] for version in before.get("versions", [])), default=0):
        notify_followers(GuidanceChanged, thing=page, of=[page], event=f"{GuidanceChanged.name}:{page.pk}:{newest}")


@transaction.atomic
def share_section(section: GuidanceSectionPage) -> None:
    """Let the editors of the section's service, and of those above it, write and publish there, and nobody else."""
    services = [*section.service.get_ancestors(), section.service, None]
    groups = [group_of_role(Role.EDITOR, service=service) for service in services]
    rights = Permission.objects.filter(content_type__app_label="wagtailcore", content_type__model="page", codename__in=RIGHTS)
    GroupPagePermission.objects.filter(page=section.pk, group__roost_role__role=Role.EDITOR).exclude(group__in=groups).delete()
    for group in groups:
        for right in rights:
            GroupPagePermission.objects.get_or_create(page_id=section.pk, group=group, permission=right)
