"""What the polls show elsewhere."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.template.defaultfilters import date as format_date
from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from intranet.core.background import now
from intranet.core.ui.panels import NavigationItem, NextStep, NextSteps, Panel
from polls import rules
from polls.models import Clearance, Poll

if TYPE_CHECKING:
    from intranet.core.kinds import Person

CLOSING_SOON = timedelta(days=2)
STEPS = 3
ON_A_MORNING = 5


class Polls(NavigationItem):
    label = _("Polls")
    icon = "poll"
    url = "/polls/"
    order = 30


class WaitingPoll(Panel):
    """The open poll that waits for the person and closes first."""

    place = "home-side"
    template = "polls/home_poll.html"
    order = 20

    def context(self, user: Person, subject: Any = None) -> dict[str, Any] | None:
        poll = Poll.objects.waiting_for(user).first()
        return {"poll": poll} if poll else None


class PollsOfTheWeek(Panel):
    """For the morning of those in charge: open polls that they may see and that close within a week. One query."""

    place = "morning"
    template = "polls/closing.html"

    def context(self, user: Person, subject: Any = None) -> dict[str, Any] | None:
        polls = list(Poll.objects.visible_to(user).open().filter(closes__lte=now() + timedelta(days=7)).order_by("closes", "pk")[:ON_A_MORNING])
        return {"polls": polls} if polls else None


class ClosingPolls(NextSteps):
    """Polls that wait for the person and close within two days."""

    def steps(self, user: Person) -> list[NextStep]:
        soon = Poll.objects.waiting_for(user).filter(closes__lte=now() + CLOSING_SOON)[:STEPS]
        return [
            NextStep(
                title=poll.question,
                detail=gettext("Poll, closes %(moment)s") % {"moment": format_date(localtime(poll.closes), "l H:i")},
                url=poll.get_absolute_url(),
                action=gettext("Vote"),
                icon="poll",
                urgency=60,
            )
            for poll in soon
        ]


class PollsToApprove(NextSteps):
    """Before an election: polls that wait for a monitoring officer. One query, for these alone."""

    def steps(self, user: Person) -> list[NextStep]:
        if not rules.decides_somewhere(user):
            return []
        waiting = Clearance.objects.visible_to(user).waiting().select_related("poll", "service", "revision").order_by("asked_at", "pk")
        return [
            NextStep(
                title=gettext("Approve “%(title)s”") % {"title": clearance},
                detail=gettext("A poll that opens before the election"),
                url=clearance.get_absolute_url(),
                action=gettext("Read and approve"),
                icon="official",
                urgency=20,
            )
            for clearance in waiting
            if rules.decides_on(user, clearance) and not clearance.is_past
        ]
