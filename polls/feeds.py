"""Polls for feed readers and calendars."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intranet.core.notifications.feeds import MOST, AtomFeed, CalendarFeed, Entry, Event
from polls.models import Poll

if TYPE_CHECKING:
    from collections.abc import Iterable

    from intranet.core.kinds import Person
    from intranet.core.organisation.models import Service
    from polls.querysets import PollQuerySet


def _entries(polls: PollQuerySet) -> Iterable[Entry]:
    for poll in polls.open().order_by("-opens", "-pk")[:MOST]:
        yield Entry(
            poll,
            poll.question,
            poll.get_absolute_url(),
            poll.opens,
            updated=poll.last_published_at,
            excerpt=poll.description,
            audience_id=poll.audience_id,
        )


class OpenPolls(AtomFeed):
    name = "polls"
    label = gettext_lazy("Open polls")
    order = 40

    def url(self, thing: Any) -> str:
        return reverse("polls:index")

    def entries(self, user: Person, thing: Any) -> Iterable[Entry]:
        return _entries(Poll.objects.visible_to(user))

    def in_service(self, user: Person, service: Service) -> Iterable[Entry]:
        return _entries(Poll.objects.visible_to(user).filter(service__path__startswith=service.path))


class PollsClosing(CalendarFeed):
    name = "polls-closing"
    label = gettext_lazy("When polls close")
    order = 80

    def url(self, thing: Any) -> str:
        return reverse("polls:index")

    def events(self, user: Person, thing: Any) -> Iterable[Event]:
        for poll in Poll.objects.visible_to(user).open().order_by("closes", "pk")[:MOST]:
            title = _("Poll closes: %(question)s") % {"question": poll.question}
            yield Event(poll, title, poll.get_absolute_url(), poll.closes, changed=max(poll.opens, poll.last_published_at or poll.opens))
