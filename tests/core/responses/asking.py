"""Questions under a paper, at a moment."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from intranet.core.background import at_moment, now
from intranet.core.discussion.actions import post_comment
from intranet.core.notifications.models import Notice
from intranet.core.responses.models import ResponseRequest

if TYPE_CHECKING:
    from intranet.core.discussion.models import Comment
    from tests.papers.models import Paper


def london(day: str, time: str) -> datetime:
    return datetime.fromisoformat(f"{day}T{time}").replace(tzinfo=ZoneInfo("Europe/London"))


def ask(paper: Paper, asker: Any, moment: datetime | None = None) -> Comment:
    with at_moment(moment or now()):
        return post_comment(paper, author=asker, body="Will night crews have a say?", question=True)


def request_of(question: Comment) -> ResponseRequest:
    return ResponseRequest.objects.get(object_id=question.pk)


def told(kind: str) -> list[str]:
    """Who has a notice of a kind: one name for each."""
    return sorted(Notice.objects.filter(kind=f"responses.{kind}").values_list("recipient__username", flat=True))
