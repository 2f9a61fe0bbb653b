"""Blogs, how the answers of their leaders stand, and what waits for these."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.contrib.contenttypes.models import ContentType
from django.db.models import Subquery
from django.utils.timezone import localtime
from django.utils.translation import gettext, ngettext

from blogs.models import Leader, LeaderBlogPage
from intranet.core.background import now
from intranet.core.background.statements import filled_up
from intranet.core.discussion.models import Comment
from intranet.core.notifications.queries import level_for
from intranet.core.organisation.queries import prepared_for, promise_minutes_of
from intranet.core.responses.models import ResponseRequest
from intranet.core.responses.queries import record_from, requests_put_to

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from blogs.querysets import BlogQuerySet
    from intranet.core.kinds import AnyUser
    from intranet.core.responses.queries import Record

WAITING_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Standing:
    """How the answers of a leader stand now."""

    waiting: int = 0
    overdue: int = 0
    due: datetime | None = None

    @property
    def kind(self) -> str:
        if self.overdue:
            return "overdue"
        return "" if self.waiting else "met"

    @property
    def words(self) -> str:
        if self.overdue:
            return ngettext("%(number)d answer overdue", "%(number)d answers overdue", self.overdue) % {"number": self.overdue}
        if self.waiting:
            return ngettext("%(number)d answer due by", "%(number)d answers due, the first by", self.waiting) % {"number": self.waiting}
        return gettext("All questions answered")

    @property
    def moment(self) -> datetime | None:
        return None if self.overdue else self.due


@dataclass(frozen=True, slots=True)
class BlogLine:
    blog: LeaderBlogPage
    standing: Standing


@dataclass(frozen=True, slots=True)
class WaitingQuestion:
    """An open question that the reader may see, with the comment that asks it."""

    request: ResponseRequest
    comment: Comment


def blog_lines(user: AnyUser) -> list[BlogLine]:
    """The blogs of leaders in office, with how their answers stand. Two queries."""
    return _lines(*_blogs_and_requests(user))


def blogs_and_questions(user: AnyUser) -> tuple[list[BlogLine], list[WaitingQuestion]]:
    """The same, and the open questions that the reader may see. Three queries."""
    blogs, requests = _blogs_and_requests(user)
    return _lines(blogs, requests), _questions(user, requests)


def live_blogs(user: AnyUser) -> list[LeaderBlogPage]:
    """The blogs whose leader answers live now, with the hour."""
    return _live(user)


@prepared_for
def _live(user: AnyUser) -> BlogQuerySet:
    return _blogs(user).filter(live_key__isnull=False).order_by("title")


def _blogs(user: AnyUser) -> BlogQuerySet:
    return LeaderBlogPage.objects.visible_to(user).with_leader().with_live()


def _blogs_and_requests(user: AnyUser) -> tuple[list[LeaderBlogPage], list[ResponseRequest]]:
    return _in_office(user), _asked_of_leaders(user)


def blog_at(user: AnyUser, name: str) -> LeaderBlogPage | None:
    """The blog at an address below the index, where the reader may see it: a leader's own, or that of a post, which leads to who holds it now. One query."""
    return next(iter(_blogs_at(user, name)), None)


@prepared_for
def _blogs_at(user: AnyUser, name: str) -> BlogQuerySet:
    at = LeaderBlogPage.objects.order_by().at(name).values("pk")[:1]
    blogs = LeaderBlogPage.objects.with_leader().annotate(follow_level=level_for(user, LeaderBlogPage))
    return blogs.visible_to(user).filter(pk=Subquery(at))  # type: ignore[no-any-return]


@prepared_for
def _in_office(user: AnyUser) -> BlogQuerySet:
    return _blogs(user).filter(leader__in=Leader.objects.in_office()).order_by("leader__kind", "title")


@prepared_for
def _asked_of_leaders(user: AnyUser) -> QuerySet[ResponseRequest]:
    people = Leader.objects.in_office().values("person")
    return ResponseRequest.objects.open().filter(addressee__in=people).visible_to(user).order_by("due_at", "pk")


def _lines(blogs: list[LeaderBlogPage], requests: list[ResponseRequest]) -> list[BlogLine]:
    owed: dict[int | None, list[ResponseRequest]] = {}
    for request in requests:
        owed.setdefault(request.addressee_id, []).append(request)
    return [BlogLine(blog, _standing(owed.get(blog.leader.person_id, []))) for blog in blogs]


def _standing(owed: list[ResponseRequest]) -> Standing:
    return Standing(len(owed), sum(request.is_overdue for request in owed), owed[0].due_at if owed else None)


def _questions(user: AnyUser, requests: list[ResponseRequest]) -> list[WaitingQuestion]:
    kind = ContentType.objects.get_for_model(Comment).pk
    asked = {request.object_id: request for request in requests if request.content_type_id == kind}
    seen = {comment.pk: comment for comment in _comments(user, filled_up([0, *asked]))}
    return [WaitingQuestion(request, seen[key]) for key, request in asked.items() if key in seen][:WAITING_SHOWN]


@prepared_for
def _comments(user: AnyUser, keys: tuple[int, ...]) -> QuerySet[Comment]:
    return Comment.objects.visible_to(user).filter(pk__in=keys).select_related("author__roost_profile")  # type: ignore[no-any-return]


@dataclass(frozen=True, slots=True)
class Month:
    """How a leader answered what was asked this month, and within what promise."""

    record: Record
    promise_minutes: int

    @property
    def due(self) -> int:
        return self.record.answered + self.record.declined + self.record.overdue


@dataclass(frozen=True, slots=True)
class Answers:
    """How a leader answers, of what the reader may see: all, this month, and what waits."""

    record: Record | None = None
    month: Month | None = None
    waiting: list[WaitingQuestion] = field(default_factory=list)


def answers_of(user: AnyUser, leader: Leader) -> Answers:
    """The record of a leader; this month's, when something was answered in it and the term lasts; the open questions. Two queries."""
    if leader.person is None:
        return Answers()
    requests = requests_put_to(leader.person, reader=user)
    waiting = [request for request in requests if request.is_open and request.addressee_id == leader.person_id]
    return Answers(record_from(requests, leader.person), _month_of(leader, requests), _questions(user, waiting))


def _month_of(leader: Leader, requests: list[ResponseRequest]) -> Month | None:
    if leader.person is None or not leader.is_in_office:
        return None
    record = record_from(requests, leader.person, since=localtime(now()).replace(day=1, hour=0, minute=0, second=0, microsecond=0))
    return Month(record, promise_minutes_of(leader.service)) if record.answered else None
