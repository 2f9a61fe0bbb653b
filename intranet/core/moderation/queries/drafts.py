"""Drafts in Wagtail's workflow that wait for a person's approval."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import swapper
from django.urls import reverse
from wagtail.models import GroupApprovalTask, TaskState

from intranet.core.moderation import conf
from intranet.core.organisation.queries import calendar_of

if TYPE_CHECKING:
    from datetime import datetime

    from intranet.core.kinds import AnyUser


#: More drafts than these nobody reads in one list.
LIMIT = 50


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft to approve, in Wagtail's own review."""

    number: int
    title: str
    url: str
    due_at: datetime
    requested_by: str


def drafts_for(user: AnyUser) -> list[Draft]:
    """Page drafts at a step of approval by a group of the person, oldest due first: one query.

    A superuser is a person like others here: what Wagtail lets them approve besides, they find in Wagtail.
    """
    page = swapper.load_model("wagtailcore", "Page")
    tasks = GroupApprovalTask.objects.filter(active=True, groups__user=user.pk)
    states = TaskState.objects.filter(
        status=TaskState.STATUS_IN_PROGRESS, task__in=tasks.values("task_ptr"), revision__base_content_type__model="page"
    )
    rows = states.select_related("revision", "workflow_state__requested_by__roost_profile").order_by("started_at", "pk")[:LIMIT]
    calendar = calendar_of(None)
    return [
        Draft(
            number=state.pk,
            title=state.revision.object_str or str(page._meta.verbose_name),
            url=reverse("wagtailadmin_pages:edit", args=[state.revision.object_id]),
            due_at=calendar.add_minutes(state.started_at, conf.case_minutes()),
            requested_by=_name(state),
        )
        for state in rows
    ]


def _name(state: TaskState) -> str:
    person = state.workflow_state.requested_by
    profile = getattr(person, "roost_profile", None)
    return profile.name if profile else str(person or "")
