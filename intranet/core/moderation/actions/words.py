"""What people write: shown at once, held for a moderator, edited, taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from intranet.core.background import now
from intranet.core.kinds import Findable, State
from intranet.core.moderation.actions.opening import open_case, open_case_of, record
from intranet.core.moderation.actions.states import conceal, locked, set_state, show
from intranet.core.moderation.actions.telling import tell
from intranet.core.moderation.models import Case, CaseEvent
from intranet.core.moderation.queries import is_on_second_trial, moderates_place, moderates_somewhere, trial_of
from intranet.core.organisation.models import Service
from intranet.core.search.actions import refresh

if TYPE_CHECKING:
    from intranet.core.kinds import Moderated, Person


def first_state(thing: Moderated, *, actor: Person | None) -> State:
    """The state in which ``thing`` is written just before it is submitted: the one that it will have, so that it is written once.

    A draft only where that hangs on its place, because the actor moderates somewhere.
    """
    if not _may_be_held(thing, actor):
        return State.PUBLISHED
    return State.DRAFT if actor is not None and moderates_somewhere(actor) else State.HELD


@transaction.atomic
def submit(thing: Moderated, *, actor: Person | None) -> State:
    """Publish what was written in its ``first_state`` in this transaction, or hold it for a moderator, and say which.

    Without an actor, whose name is sealed, it is always held.

    Sends ``published`` and refreshes search in this transaction when it is shown at once.
    """
    why = _why_held(thing, actor)
    if why:
        case = open_case(thing, kind=Case.Kind.HELD, why=why, involved=_involved(actor))
        record(case, CaseEvent.Verb.HELD, actor=None, text=why)
        if thing.state != State.HELD:
            set_state(thing, State.HELD)
        return State.HELD
    if thing.state != State.PUBLISHED:
        set_state(thing, State.PUBLISHED)
    show(thing, first=True)
    return State.PUBLISHED


@transaction.atomic
def hold(thing: Moderated, *, why: str) -> None:
    """Have a moderator look at what was brought in from elsewhere, and waited there; its author, if any, is told nothing."""
    case = open_case(thing, kind=Case.Kind.HELD, why=why, involved={thing.author_id} if thing.author_id is not None else set())
    record(case, CaseEvent.Verb.HELD, actor=None, text=why)
    set_state(thing, State.HELD)


@transaction.atomic
def propose(thing: Moderated, *, words: str, actor: Person | None) -> bool:
    """Ask, before ``thing`` takes other words, whether a moderator reads them first. True: they wait in its case, and those that stand stay.

    Only what is published can wait like this, and only where its author's first words would be held. ``words_approved`` is sent when a
    moderator approves them: write them then. An author who changes them again changes what waits.
    """
    current = locked(thing)
    if current is None or current.state != State.PUBLISHED or current.author_id != _key_of(actor):
        return False
    case = open_case_of(current)
    waits = case is not None and case.words != ""
    if not waits and words == current.case_words():
        return False
    why = case.why if case is not None and waits else _why_held(current, actor)
    if not why:
        return False
    case = case or open_case(current, kind=Case.Kind.HELD, why=why, involved=_involved(actor))
    case.kind, case.why, case.words = Case.Kind.HELD, why, words
    case.save(update_fields=["kind", "why", "words"])
    record(case, CaseEvent.Verb.EDITED, actor=actor)
    if not waits:
        record(case, CaseEvent.Verb.HELD, actor=None, text=why)
    return True


@transaction.atomic
def edited(thing: Moderated, *, actor: Person | None) -> State:
    """After the words of ``thing`` changed: search reads them again, and its open case says so.

    What an author changes is held again where their first words would have been, so that nobody slips past by an edit: the whole thing,
    unless ``propose`` was asked before.
    """
    current = locked(thing)
    case = open_case_of(thing)
    if current is not None:
        thing.state = current.state
    if case is not None:
        record(case, CaseEvent.Verb.EDITED, actor=actor)
    if thing.state != State.PUBLISHED:
        return State(thing.state)
    why = _why_held(thing, actor) if _key_of(actor) == thing.author_id else ""
    if not why:
        if isinstance(thing, Findable):
            refresh(thing)
        return State.PUBLISHED
    if case is None:
        case = open_case(thing, kind=Case.Kind.HELD, why=why, involved=_involved(actor))
    else:
        case.kind, case.why = Case.Kind.HELD, why
        case.save(update_fields=["kind", "why"])
    record(case, CaseEvent.Verb.HELD, actor=None, text=why)
    set_state(thing, State.HELD)
    conceal(thing)
    return State.HELD


@transaction.atomic
def withdraw(thing: Moderated, *, actor: Person | None, state: State = State.REMOVED, reason: str = "") -> None:
    """Take ``thing`` away from everybody, and close its open case. Sends ``withdrawn`` if it was to be seen."""
    current = locked(thing)
    if current is None or current.state == state:
        return
    case = open_case_of(thing)
    if case is not None:
        _close(case, actor=actor, reason=reason)
    was_visible = current.state == State.PUBLISHED
    set_state(thing, state)
    if was_visible:
        conceal(thing)


def _close(case: Case, *, actor: Person | None, reason: str) -> None:
    case.decision = Case.Decision.WITHDRAWN
    case.decided_at, case.decided_by_id, case.reason = now(), _key_of(actor), reason
    case.claimed_by = case.claimed_until = None
    case.save(update_fields=["decision", "decided_at", "decided_by", "reason", "claimed_by", "claimed_until"])
    record(case, CaseEvent.Verb.WITHDRAWN, actor=actor, text=reason)
    tell(case)


def _key_of(actor: Person | None) -> int | None:
    return actor.pk if actor is not None else None


def _involved(actor: Person | None) -> set[int]:
    return {actor.pk} if actor is not None else set()


def _why_held(thing: Moderated, actor: Person | None) -> str:
    """In plain words, why a moderator reads it first; empty when nobody need."""
    known = thing.state == State.HELD  # ``first_state`` said so, a moment ago
    if not known and (not _may_be_held(thing, actor) or _moderates_there(thing, actor)):
        return ""
    if actor is None:
        return _("Written without a name: a moderator reads it first.")
    if thing.always_held():
        return _("Here a moderator reads everything before it appears.")
    if is_on_second_trial(actor):
        return _("A moderator reads first what this author writes for now.")
    return _("A moderator reads the first contributions of new colleagues.")


def _may_be_held(thing: Moderated, actor: Person | None) -> bool:
    """Unless its actor moderates its place."""
    return actor is None or thing.always_held() or trial_of(actor) is not None


def _moderates_there(thing: Moderated, actor: Person | None) -> bool:
    if actor is None or not moderates_somewhere(actor):
        return False
    context = thing.case_context()
    service = Service.objects.filter(pk=context.service_id).first() if context.service_id else None
    return moderates_place(actor, service, context.area)
