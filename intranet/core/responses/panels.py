"""What of questions waits for a person, on home; what came of what people said, on the page of a service."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from intranet.core.background import now
from intranet.core.responses.models import Outcome
from intranet.core.responses.queries import answered_lately, waiting_for
from intranet.core.ui.moments import humane
from intranet.core.ui.panels import NextStep, NextSteps, Panel

if TYPE_CHECKING:
    from intranet.core.kinds import Person

LATEST = 3


class Questions(NextSteps):
    """Questions that wait for an answer of the person, and answers to questions of theirs: two queries."""

    def steps(self, user: Person) -> list[NextStep]:
        return [*self._to_answer(user), *self._answered(user)]

    def _to_answer(self, user: Person) -> list[NextStep]:
        due = list(waiting_for(user).values_list("due_at", flat=True))
        if not due:
            return []
        late = sum(moment < now() for moment in due)
        title = ngettext("%(count)d question is waiting for an answer", "%(count)d questions are waiting for an answer", len(due)) % {
            "count": len(due)
        }
        detail = _("%(count)d overdue") % {"count": late} if late else _("The first is due %(moment)s") % {"moment": humane(due[0])}
        return [NextStep(title, detail, reverse("responses:waiting"), _("Answer"), "overdue" if late else "clock", 5 if late else 10)]

    def _answered(self, user: Person) -> list[NextStep]:
        return [
            NextStep(
                title=_("%(name)s answered your question") % {"name": request.addressee_label},
                detail=humane(request.closed_at or now()),
                url=request.answer.get_absolute_url(),
                action=_("Read the answer"),
                icon="official",
                urgency=40,
            )
            for request in answered_lately(user)
            if request.answer is not None
        ]


class OutcomesOfService(Panel):
    """The latest outcomes of a service."""

    place = "service"
    template = "responses/panels/outcomes.html"
    order = 60

    def context(self, user: Person, subject: Any = None) -> dict[str, Any] | None:
        of_service = Outcome.objects.visible_to(user).filter(service=subject).select_related("service")
        outcomes = list(of_service.order_by("-published_at", "-pk")[:LATEST])
        return {"outcomes": outcomes, "service": subject} if outcomes else None
