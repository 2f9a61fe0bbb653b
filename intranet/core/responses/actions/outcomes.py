"""Saying what came of what people said, and how it goes on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F, Q
from django.utils.timezone import localdate
from wagtail.log_actions import log

from intranet.core.background import enqueue, now
from intranet.core.notifications.actions import notify
from intranet.core.organisation.actions import all_staff
from intranet.core.organisation.queries import name_of
from intranet.core.responses.models import Outcome, OutcomeStep
from intranet.core.responses.notices import OutcomeToReview
from intranet.core.responses.tasks import tell_outcome
from intranet.core.search.actions import refresh, refresh_many

if TYPE_CHECKING:
    from datetime import date

    from intranet.core.kinds import Heard, Person


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody says of an outcome."""

    said: str
    status: str
    done: str = ""
    reason: str = ""
    owner: Person | None = None
    review_on: date | None = None
    evidence: str = ""
    evidence_url: str = ""
    for_all_staff: bool = False
    public: bool = False


@transaction.atomic
def record_outcome(source: Heard, what: Said, *, by: Person, note: str = "") -> Outcome:
    """Say what came of ``source``: all who had their say are told."""
    owner, service = what.owner or by, source.heard_service()
    outcome = Outcome(source=source, owner=owner, owner_name=name_of(owner), published_at=now(), changed_at=now())
    outcome.service_id = service.pk if service is not None else None
    _write(outcome, what)
    _step(outcome, by=by, note=note)
    log(outcome, "roost.outcomes.record", user=by, timestamp=now(), data={"status": outcome.status, "public": outcome.public})
    return outcome


@transaction.atomic
def change_outcome(outcome: Outcome, what: Said, *, by: Person, note: str = "") -> Outcome:
    """Amend it. Those who had their say are told of a new status, or of a note; other words alone are written without a word to them."""
    current = _locked(outcome)
    before = current.status
    if what.owner is not None:
        current.owner, current.owner_name = what.owner, name_of(what.owner)
    _write(current, what)
    if current.status != before or note.strip():
        _step(current, by=by, note=note)
    log(current, "roost.outcomes.change", user=by, timestamp=now(), data={"status": current.status, "public": current.public})
    return current


@transaction.atomic
def confirm_outcome(outcome: Outcome, *, by: Person, review_on: date | None, note: str = "") -> Outcome:
    """It was looked at again and stands as it is, until ``review_on``. Nobody is told."""
    current = _locked(outcome)
    current.review_on = review_on
    current.save(update_fields=["review_on"])
    OutcomeStep.objects.create(
        outcome=current, status=current.status, note=note.strip(), is_review=True, moment=now(), actor=by, actor_name=name_of(by)
    )
    log(current, "roost.outcomes.confirm", user=by, timestamp=now(), data={"review_on": str(review_on or "")})
    return current


def remind_of_reviews() -> int:
    """Tell those who look after outcomes, else the lead of the service, that these are to be looked at again: once a day of review."""
    due = Outcome.objects.filter(Q(reminded_for__isnull=True) | ~Q(reminded_for=F("review_on")), review_on__lte=localdate(now()))
    return sum(_remind(outcome) for outcome in due.select_related("owner", "service__lead").order_by("pk"))


@transaction.atomic
def _remind(outcome: Outcome) -> bool:
    waiting = Outcome.objects.filter(Q(reminded_for__isnull=True) | ~Q(reminded_for=F("review_on")), pk=outcome.pk, review_on=outcome.review_on)
    if not waiting.update(reminded_for=outcome.review_on):
        return False
    owner = outcome.owner if outcome.owner is not None and outcome.owner.is_active else None
    lead = outcome.service.lead if outcome.service is not None else None
    people = [person for person in (owner or lead,) if person is not None]
    notify(OutcomeToReview, thing=outcome, recipients=people, event=f"{OutcomeToReview.name}:{outcome.pk}:{outcome.review_on}")
    return True


@transaction.atomic
def follow_source(source: Heard) -> None:
    """Where it was said came into view, or went out of it: search finds its outcomes accordingly."""
    refresh_many(Outcome.objects.filter(audience__isnull=True).at(source))


def _locked(outcome: Outcome) -> Outcome:
    found: Outcome = Outcome.objects.select_for_update(of=("self",), no_key=True).get(pk=outcome.pk)
    return found


def _write(outcome: Outcome, what: Said) -> None:
    outcome.said, outcome.done, outcome.status = what.said.strip(), what.done.strip(), what.status
    outcome.reason = what.reason.strip() if what.status == Outcome.Status.NOT_DOING else ""
    outcome.review_on, outcome.evidence, outcome.evidence_url = what.review_on, what.evidence.strip(), what.evidence_url
    outcome.audience = all_staff() if what.for_all_staff else None
    outcome.public, outcome.changed_at = what.public, now()
    outcome.save()
    refresh(outcome)


def _step(outcome: Outcome, *, by: Person, note: str) -> None:
    step = OutcomeStep.objects.create(outcome=outcome, status=outcome.status, note=note.strip(), moment=now(), actor=by, actor_name=name_of(by))
    enqueue(tell_outcome, step.pk)
