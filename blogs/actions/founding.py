"""Founding a leader's blog, and keeping its office."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Q
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Site, Workflow, WorkflowPage, WorkflowTask

from blogs.models import BlogIndexPage, Leader, LeaderApproval, LeaderBlogPage
from intranet.core.kinds import CommentsState
from intranet.core.responses.actions import redelegate

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from intranet.core.kinds import Person

_WRITING = ("add_page", "change_page")
_FILES = ("add_image", "choose_image", "add_document", "choose_document")


def ensure_index() -> BlogIndexPage:
    """The page at ``/blogs/``, made below the site's first page when it is not there."""
    index = BlogIndexPage.objects.first()
    if index is None:
        root = Site.objects.get(is_default_site=True).root_page
        index = root.add_child(instance=BlogIndexPage(title=_("Blogs"), slug="blogs"))
    return index  # type: ignore[no-any-return]


@transaction.atomic
def found_blog(
    leader: Leader, *, actor: Person | None, title: str = "", slug: str = "", tagline: str = "", comments: str = CommentsState.OPEN
) -> LeaderBlogPage:
    """Open a leader's blog with all it needs: the page, the office's group with its permissions, and the approval of posts."""
    index = ensure_index()
    brought = leader.slug
    _give_addresses(leader, slug)
    taken = brought or index.get_children().filter(slug=leader.address).exists()
    blog = LeaderBlogPage(
        title=title or leader.name,
        slug=(leader.slug or "") if taken else leader.address,
        leader=leader,
        tagline=tagline,
        comments_default=comments,
        owner=actor,
    )
    index.add_child(instance=blog)
    blog.save_revision(user=actor).publish(user=actor, skip_permission_checks=True)
    blog.refresh_from_db()
    blog.leader = leader
    _open_office(blog)
    return blog


def _give_addresses(leader: Leader, slug: str) -> None:
    """The address of the post leads here when it leads nowhere yet; the leader's own stays for ever."""
    leader.post_slug = leader.post_slug or slug or slugify(leader.post_held)
    others = Leader.objects.exclude(pk=leader.pk)
    leader.leads = not others.filter(Q(post_slug=leader.post_slug, leads=True) | Q(slug=leader.post_slug)).exists()
    leader.slug = leader.slug or _free_slug(slugify(f"{leader.post_held} {leader.name}")[:150], others)
    leader.save(update_fields=["post_slug", "leads", "slug"])


def _free_slug(wanted: str, others: QuerySet[Leader]) -> str:
    """``wanted``, or with the first number that makes it nobody's address."""
    taken = set(others.filter(Q(slug__startswith=wanted) | Q(post_slug__startswith=wanted)).values_list("slug", "post_slug"))
    taken_names = {name for pair in taken for name in pair} | set(ensure_index().get_children().values_list("slug", flat=True))
    return next(name for number in count(1) if (name := wanted if number == 1 else f"{wanted}-{number}") not in taken_names)


def _open_office(blog: LeaderBlogPage) -> None:
    name = _("Office: %(leader)s") % {"leader": str(blog.leader)}
    office = Group.objects.create(name=name[:150] if not Group.objects.filter(name=name[:150]).exists() else f"{name[:130]} ({blog.pk})")
    blog.leader.office = office
    blog.leader.save(update_fields=["office"])
    office.permissions.add(Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin"))
    for permission in Permission.objects.filter(content_type__app_label="wagtailcore", codename__in=_WRITING):
        GroupPagePermission.objects.create(group=office, page=blog, permission=permission)
    for permission in Permission.objects.filter(content_type__app_label__in=("wagtailimages", "wagtaildocs"), codename__in=_FILES):
        GroupCollectionPermission.objects.create(group=office, collection=Collection.get_first_root_node(), permission=permission)
    task = LeaderApproval.objects.create(name=_("Approval: %(leader)s") % {"leader": str(blog.leader)}, leader=blog.leader)
    workflow = Workflow.objects.create(name=_("Posts of %(leader)s") % {"leader": str(blog.leader)})
    WorkflowTask.objects.create(workflow=workflow, task=task)
    WorkflowPage.objects.create(workflow=workflow, page=blog)
    keep_office(blog.leader)


def keep_office(leader: Leader) -> None:
    """The office's group holds the leader and the delegates, while the term lasts; these answer what waits for the leader."""
    if leader.office is not None:
        people = [leader.person, *leader.delegates.all()] if leader.is_in_office and leader.person else []
        leader.office.user_set.set(people)
    addressee = leader.addressee()
    if addressee is not None:
        redelegate(addressee)
