"""What a person owes an answer to, for their calendar; outcomes for feed readers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intranet.core.notifications.feeds import MOST, AtomFeed, CalendarFeed, Entry, Event
from intranet.core.organisation.queries import name_of
from intranet.core.responses.models import Outcome, RequestEvent
from intranet.core.responses.queries import waiting_for, with_things

if TYPE_CHECKING:
    from collections.abc import Iterable

    from intranet.core.kinds import Person
    from intranet.core.organisation.models import Service
    from intranet.core.responses.querysets import OutcomeQuerySet


class AnswersDue(CalendarFeed):
    """Due times are in the working hours of whoever owes the answer: the clock of the request has counted them."""

    name = "answers-due"
    label = gettext_lazy("Questions that I have to answer")
    order = 70

    def url(self, thing: Any) -> str:
        return reverse("responses:waiting")

    def events(self, user: Person, thing: Any) -> Iterable[Event]:
        owed = list(waiting_for(user).select_related("asker__roost_profile")[:MOST])
        changes = dict(RequestEvent.objects.filter(request__in=owed).order_by("pk").values_list("request", "moment"))
        for asked in with_things(owed, "question", user):
            who = name_of(asked.asker) or _("a former colleague")
            title = _("Answer due: a question by %(asker)s to %(addressee)s") % {"asker": who, "addressee": asked.addressee_label}
            question: Any = asked.question
            yield Event(asked, title, question.get_absolute_url(), asked.due_at, changed=changes.get(asked.pk, asked.asked_at))


def _entries(outcomes: OutcomeQuerySet) -> Iterable[Entry]:
    for outcome in outcomes.with_readers().order_by("-published_at", "-pk")[:MOST]:
        yield Entry(
            outcome,
            str(outcome),
            outcome.get_absolute_url(),
            outcome.published_at,
            updated=outcome.changed_at,
            excerpt=f"{outcome.get_status_display()}: {outcome.done or outcome.reason}",
            audience_id=outcome.readers_id,
        )


class Outcomes(AtomFeed):
    name = "outcomes"
    label = gettext_lazy("You said, we did")
    order = 60

    def url(self, thing: Any) -> str:
        return reverse("outcomes:index")

    def entries(self, user: Person, thing: Any) -> Iterable[Entry]:
        return _entries(Outcome.objects.visible_to(user))

    def in_service(self, user: Person, service: Service) -> Iterable[Entry]:
        return _entries(Outcome.objects.visible_to(user).filter(service__path__startswith=service.path))
