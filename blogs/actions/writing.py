"""Writing in a leader's name, approving, and telling followers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import TaskState

from blogs import queries, rules, tasks
from blogs.models import PostPage
from blogs.notices import PostForEverybody, PostReturned, PostWaiting, event_of
from intranet.core.background import enqueue
from intranet.core.notifications.actions import broadcast, notify

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wagtail.images.models import AbstractImage

    from blogs.models import LeaderBlogPage, Series
    from intranet.core.kinds import Person


class AlreadyDecided(Exception):
    """Nobody waits for this decision any more."""


@transaction.atomic
def draft_post(  # noqa: PLR0913 -- each is one thing that a post has
    blog: LeaderBlogPage,
    *,
    title: str,
    body: Iterable[Any],
    typed_by: Person,
    summary: str = "",
    slug: str = "",
    tags: Iterable[str] = (),
    comments: str = "",
    cover: AbstractImage | None = None,
    cover_alt: str = "",
    series: Series | None = None,
    related: Iterable[PostPage] = (),
) -> PostPage:
    """A draft in the leader's name. ``body`` is pairs of a block's name and its value, as StreamField takes them."""
    post = PostPage(  # type: ignore[misc]
        title=title, slug=slug or slugify(title), summary=summary, body=list(body), comments_state=comments or blog.comments_default, comments_close_after=blog.comments_close_after,
        cover=cover, cover_alt=cover_alt, cover_decorates=bool(cover) and not cover_alt, series=series,
        related=[("post", page) for page in related], owner=typed_by, live=False, has_unpublished_changes=True,
    )  # fmt: skip
    blog.add_child(instance=post)
    post.tags.add(*tags)
    post.save_revision(user=typed_by)
    return post


def submit_post(post: PostPage, *, actor: Person) -> None:
    """Put a draft before the leader."""
    post.get_workflow().start(post, user=actor)


@transaction.atomic
def approve_post(post: PostPage, *, approver: Person, words: str = "") -> PostPage:
    """Approve what waits; it is published now, or at the time it was set for. Raises ``AlreadyDecided`` when nothing waits."""
    if not rules.can_approve(approver, post):
        raise PermissionDenied
    _waiting_state(post).approve(user=approver, comment=words)
    return PostPage.objects.get(pk=post.pk)  # type: ignore[no-any-return]


@transaction.atomic
def ask_for_changes(post: PostPage, *, approver: Person, reason: str) -> None:
    """Give a draft back with what should change; who typed it is told."""
    if not rules.decides_on(approver, post):
        raise PermissionDenied
    _waiting_state(post).reject(user=approver, comment=reason)
    if post.owner is not None:
        notify(
            PostReturned,
            thing=post.leader.blog,
            recipients=[post.owner],
            actor=approver,
            event=f"{PostReturned.name}:{post.pk}:{post.latest_revision_id}",
        )


def _waiting_state(post: PostPage) -> TaskState:
    """The step that waits, locked, so that two approvers cannot both decide."""
    state = post.current_workflow_task_state
    locked = TaskState.objects.select_for_update(no_key=True).filter(pk=state.pk, status=TaskState.STATUS_IN_PROGRESS).first() if state else None
    if locked is None:
        raise AlreadyDecided(_("This was decided already."))
    return locked.specific  # type: ignore[no-any-return]


@transaction.atomic
def publish_post(post: PostPage, *, actor: Person | None) -> PostPage:
    """Publish the latest words without a workflow: for loading and for tests."""
    post.get_latest_revision().publish(user=actor)
    return PostPage.objects.get(pk=post.pk)  # type: ignore[no-any-return]


def tell_approvers(post: PostPage, *, actor: Person | None) -> None:
    """A draft was put before the leader: those who decide are told."""
    leader = post.leader
    recipients = [person for person in (leader.person, *leader.delegates.all()) if person is not None and rules.is_no_ghost(person, post)]
    notify(PostWaiting, thing=post.leader.blog, recipients=recipients, actor=actor, event=f"{PostWaiting.name}:{post.pk}:{post.latest_revision_id}")


@transaction.atomic
def tell_everybody(post: PostPage, *, actor: Person) -> None:
    """Tell everybody who may read the post; done twice, it is done once."""
    if not rules.can_tell_everybody(actor, post):
        raise PermissionDenied
    if queries.telling_of(post) is None:
        notice = broadcast(PostForEverybody, thing=post, actor=actor, event=event_of(post))
        log(post, "blogs.tell_everybody", user=actor, data={"audience": notice.audience_id})


def announce(post: PostPage) -> None:
    """A post became visible for the first time: the followers of its blog are told, later."""
    enqueue(tasks.tell_followers, post.pk)
