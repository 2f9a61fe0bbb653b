"""What the organisation keeps in step when accounts, roles, services, pages and privacy change."""

from __future__ import annotations

from typing import Any

import swapper
from django.conf import settings
from django.contrib.auth.models import Group
from django.db.models.signals import m2m_changed, post_delete, post_migrate, post_save
from django.dispatch import receiver
from wagtail.models import PageViewRestriction

from intranet.core.organisation import actions, queries
from intranet.core.organisation.models import Closure, OrganisationSettings, RoleAssignment, RoleGroup, Service

Page = swapper.load_model("wagtailcore", "Page")


@receiver(post_save, sender=settings.AUTH_USER_MODEL)
def keep_profile(instance: Any, created: bool, raw: bool = False, update_fields: Any = None, **kwargs: Any) -> None:
    # Signing in is no change of the person.
    if not raw and update_fields != {"last_login"}:
        (actions.make_profile if created else actions.activity_changed)(instance)


@receiver(post_save)
def place_page(sender: type, instance: Any, created: bool, raw: bool = False, **kwargs: Any) -> None:
    # A plain Page that is saved again is one that Wagtail has just moved, inside the move's transaction.
    if issubclass(sender, Page) and (created or sender is Page) and not raw:
        actions.sync_page_audiences(instance.path)


@receiver([post_save, post_delete], sender=PageViewRestriction)
def narrow_page(instance: PageViewRestriction, raw: bool = False, **kwargs: Any) -> None:
    if not raw:
        actions.sync_page_audiences(instance.page.path)


@receiver(m2m_changed, sender=PageViewRestriction.groups.through)
def narrow_page_to_groups(instance: Any, action: str, **kwargs: Any) -> None:
    if action in {"post_add", "post_remove", "post_clear"}:
        actions.sync_page_audiences(instance.page.path if isinstance(instance, PageViewRestriction) else "")


@receiver([post_save, post_delete], sender=RoleAssignment)
def follow_assignment(instance: RoleAssignment, raw: bool = False, **kwargs: Any) -> None:
    if not raw:
        actions.keep_group(instance)


@receiver(post_delete, sender=RoleGroup)
def drop_group(instance: RoleGroup, **kwargs: Any) -> None:
    Group.objects.filter(pk=instance.group_id).delete()


@receiver(post_save, sender=Service)
def follow_name(instance: Service, created: bool, **kwargs: Any) -> None:
    if not created:
        actions.rename_groups(instance)


@receiver([post_save, post_delete], sender=OrganisationSettings)
@receiver([post_save, post_delete], sender=Closure)
def forget_hours(**kwargs: Any) -> None:
    queries.forget_organisation()


@receiver(post_migrate)
def complete_site(app_config: Any, apps: Any = None, **kwargs: Any) -> None:
    if app_config.label == "intranet_organisation":
        actions.complete_site(apps)
