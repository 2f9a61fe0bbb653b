"""What the pages of the polls show."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.timezone import localdate

from intranet.core.background import now
from intranet.core.organisation.actions import grant_role, intern_audience
from intranet.core.organisation.models import ElectionPeriod, Role
from polls.actions import import_counts, vote
from polls.models import Choice, Clearance, Poll
from tests.factories.polls import make_poll

if TYPE_CHECKING:
    from tests.a11y.town import Town

ANSWERS = ("Tuesday", "Wednesday", "No fixed day: let each team choose, and choose again when the team has changed")


def _poll(town: Town, question: str, **fields: object) -> Poll:
    poll = make_poll(
        question, choices=ANSWERS, service=town.service(), description="The fixed days end in January.\n\nThe result will be followed.", **fields
    )
    Choice.objects.filter(poll=poll, text="Tuesday").update(hint="Meeting rooms are free all day")
    return poll


def _counted(poll: Poll, *votes: int) -> Poll:
    import_counts(poll, dict(zip(poll.choices.values_list("pk", flat=True), votes, strict=True)))
    return poll


def to_approve(town: Town, question: str = "Should the library open on Sundays?") -> str:
    """Before an election, for a monitoring officer."""
    grant_role(town.person("monitoring", name="Sunita Rao"), role=Role.MONITORING_OFFICER, actor=None)
    today = localdate(now())
    period = ElectionPeriod(name="Local", first_day=today, last_day=today, words="The law asks for care.")
    ElectionPeriod.objects.bulk_create([period])  # not announced: the other polls here are as they were
    poll = _poll(town, question)
    period.delete()
    return Clearance.objects.get(poll=poll).get_absolute_url()


def to_decline(town: Town) -> str:
    return to_approve(town, "Should the pool open earlier?")


def before_vote(town: Town) -> str:
    return _poll(town, "Which day should Housing keep for team time?").get_absolute_url()


def named_and_changing(town: Town) -> str:
    poll = _poll(town, "What shall we call the new gritter?", promise="named", results="always", change_vote=True)
    vote(poll, voter=town.person("staff"), choice_id=poll.choices.first().pk)
    return poll.get_absolute_url()


def voted(town: Town) -> str:
    poll = _counted(_poll(town, "Should the canteen open at seven?"), 30, 12, 4)
    vote(poll, voter=town.person("staff"), choice_id=poll.choices.first().pk)
    return poll.get_absolute_url()


def _closed(town: Town, question: str, *votes: int) -> str:
    return _counted(_poll(town, question, opens=now() - timedelta(days=9), closes=now() - timedelta(days=2)), *votes).get_absolute_url()


def closed(town: Town) -> str:
    return _closed(town, "What should the buildings budget do first?", 331, 214, 153)


def tied(town: Town) -> str:
    return _closed(town, "What shall we call the sweeper?", 8, 8, 3)


def withheld(town: Town) -> str:
    return _closed(town, "Should we close the month on day three or four?", 2, 1, 0)


def not_asked(town: Town) -> str:
    other = town.person("tomasz", name="Tomasz Wilk")
    return _poll(town, "A poll for somebody else", owner=town.person("staff"), audience=intern_audience([[f"user:{other.pk}"]])).get_absolute_url()


def open_polls(town: Town) -> str:
    before_vote(town)
    voted(town)
    return reverse("polls:index")


def closed_polls(town: Town) -> str:
    closed(town)
    return f"{reverse('polls:index')}?show=closed"


def to_vote(town: Town) -> str:
    return _poll(town, "Where should the drying room be?").get_absolute_url()
