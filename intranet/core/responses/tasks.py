"""Telling people what came of what they said, after the answer to who wrote it."""

from __future__ import annotations

from django_tasks import task

from intranet.core.notifications.actions import notify
from intranet.core.responses.models import OutcomeStep
from intranet.core.responses.notices import OutcomeChanged, OutcomePublished
from intranet.core.responses.queries.outcomes import who_had_a_say


@task()
def tell_outcome(step_id: int) -> None:
    """Everybody who had their say, once a step: of the first that there is an outcome, of the others how it goes on."""
    step = OutcomeStep.objects.select_related("outcome", "actor").filter(pk=step_id).first()
    if step is None:
        return
    is_first = not OutcomeStep.objects.filter(outcome=step.outcome, pk__lt=step.pk).exists()
    kind = OutcomePublished if is_first else OutcomeChanged
    notify(kind, thing=step.outcome, recipients=who_had_a_say(step.outcome), actor=step.actor, event=f"outcome:{step.outcome_id}:{step.pk}")
