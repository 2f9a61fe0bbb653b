"""What people are told of polls. Who follows one hears of its end; a vote is no follow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from intranet.core.notifications.models import Delivery
from intranet.core.notifications.notices import NoticeKind

if TYPE_CHECKING:
    from polls.models import Poll


class PollHasClosed(NoticeKind):
    """To who follows it: the poll has closed, and where its rule shows results to all, they are there."""

    name = "polls.closed"
    template = "polls/notices/closed.html"
    label = _("A poll I follow has closed")
    delivery = Delivery.DIGEST
    icon = "poll"


class ElectionNotice(NoticeKind):
    """A poll and the monitoring officers."""

    addressed = required = True
    icon = "poll"


class PollToClear(ElectionNotice):
    """To monitoring officers: a poll would open in an election period, and waits for them."""

    name = "polls.to_approve"
    template = "polls/notices/to_approve.html"
    label = _("A poll that waits for my approval before an election")
    delivery = Delivery.MAIL


class PollWaits(ElectionNotice):
    """To its owner, unless they asked for it themselves: the poll waits for a monitoring officer."""

    name = "polls.waits"
    template = "polls/notices/waits.html"
    label = _("A poll of mine that waits for a monitoring officer")


class PollDecided(ElectionNotice):
    """To who asked and the owner: what a monitoring officer decided."""

    name = "polls.decided"
    template = "polls/notices/decided.html"
    label = _("What a monitoring officer decided on a poll of mine")


def event_of(poll: Poll) -> str:
    """One closing: a poll that was given more time closes once more."""
    return f"{PollHasClosed.name}:{poll.pk}:{poll.closes:%Y%m%d%H%M}"
