"""Drafts that wait, and how everybody is told of a post."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import BigIntegerField
from django.db.models.functions import Cast
from wagtail.models import TaskState

from blogs.models import Leader, LeaderApproval, PostPage
from blogs.notices import event_of
from intranet.core.notifications.models import Notice
from intranet.core.organisation.queries import people_in

if TYPE_CHECKING:
    from intranet.core.kinds import Person


def drafts_waiting_for(user: Person) -> list[PostPage]:
    """Drafts that wait for approval, of the leaders on whose posts the person decides. One query."""
    approvals = LeaderApproval.objects.filter(leader__in=Leader.objects.in_office().approved_by(user))
    steps = TaskState.objects.filter(status=TaskState.STATUS_IN_PROGRESS, task__in=approvals.values("pk"))
    keys = steps.annotate(key=Cast("workflow_state__object_id", BigIntegerField())).values("key")
    return list(PostPage.objects.filter(pk__in=keys).defer_streamfields().order_by("latest_revision_created_at"))


def telling_of(post: PostPage) -> Notice | None:
    """How everybody was told of the post, if they were."""
    return Notice.objects.filter(recipient__isnull=True, event=event_of(post)).first()


def people_to_tell(post: PostPage, *, actor: Person) -> int:
    """How many would be told: all who may read it now, but the one who tells."""
    return people_in(post.discussion_audience_id()).exclude(pk=actor.pk).count()
