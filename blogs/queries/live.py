"""What the page of a live hour shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef

from blogs import rules
from blogs.models import LiveHour, LiveQuestion, PostPage
from intranet.core.background.statements import prepared
from intranet.core.responses.models import ResponseRequest

if TYPE_CHECKING:
    from django.core.paginator import Page
    from django.db.models import QuerySet

    from intranet.core.kinds import AnyUser, Person

QUESTIONS_A_PAGE = 50
#: More questions than this one hour does not show.
MOST_QUESTIONS = 1000


@dataclass(frozen=True, slots=True)
class LiveLine:
    """A question as the page shows it."""

    question: LiveQuestion
    may_vote: bool
    request: ResponseRequest | None = None


@dataclass(frozen=True, slots=True)
class LivePage:
    """What is being answered, what comes soon, what was asked (a page of it), and what was answered."""

    now: list[LiveLine]
    soon: list[LiveLine]
    asked: list[LiveLine]
    page: Page[LiveQuestion]
    answered: list[LiveLine]


def live_page(hour: LiveHour, user: Person, number: str | None = None) -> LivePage:
    """The order of what was asked goes by votes until the hour begins, and then stays: who works through it does not lose the place. Two queries at most."""
    wanted = "-wanted_before" if hour.has_begun else "-wanted"
    questions = LiveQuestion.objects.filter(hour=hour).standing_for(user).with_votes(user).order_by(wanted, "created", "pk")[:MOST_QUESTIONS]
    by_stage: dict[str, list[LiveQuestion]] = {stage: [] for stage in LiveQuestion.Stage.values}
    for question in questions:
        question.hour = hour
        by_stage[question.stage].append(question)
    page = Paginator(by_stage["new"], QUESTIONS_A_PAGE).get_page(number)
    requests, is_silent = _requests(hour, user), hour.leader.election_now() is not None

    def lines(stage: list[LiveQuestion]) -> list[LiveLine]:
        return [LiveLine(question, rules.can_vote_live(user, question, is_silent=is_silent), requests.get(question.pk)) for question in stage]

    return LivePage(
        now=lines(by_stage["live"]),
        soon=lines(sorted(by_stage["shortlisted"], key=lambda question: (question.shortlisted_at, question.pk))),
        asked=lines(list(page)),
        page=page,
        answered=lines(sorted(by_stage["answered"], key=lambda question: (question.answered_at, question.pk), reverse=True)),
    )


def _requests(hour: LiveHour, user: AnyUser) -> dict[int, ResponseRequest]:
    """The clocks of what the hour left open: none before it is closed."""
    if hour.closed_at is None:
        return {}
    mine = ResponseRequest.objects.owed_by(user).filter(pk=OuterRef("pk"))
    about = ResponseRequest.objects.about(LiveQuestion).filter(object_id__in=hour.questions.values("pk")).select_related("closed_by__roost_profile")
    return {request.object_id: request for request in about.annotate(i_answer=Exists(mine))}


def request_of_live(question: LiveQuestion, user: AnyUser) -> ResponseRequest | None:
    """The clock of a question that was left open, with whether the reader answers it."""
    return _requests(question.hour, user).get(question.pk)


def transcript_of(hour: LiveHour, user: AnyUser) -> PostPage | None:
    """The post with the answers, once the reader may see it."""
    post: PostPage | None = PostPage.objects.visible_to(user).filter(pk=hour.transcript_id).first() if hour.transcript_id else None
    return post


def coming_live(leader_id: int) -> LiveHour | None:
    """The next hour of a leader, or the one that is on. One query."""
    return next(iter(_coming(leader_id)), None)


@prepared
def _coming(leader: int) -> QuerySet[LiveHour]:
    return LiveHour.objects.coming().filter(leader=leader)[:1]
