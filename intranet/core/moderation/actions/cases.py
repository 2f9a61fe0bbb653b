"""Claiming, releasing and deciding a case."""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F, Q
from django.utils.formats import date_format
from django.utils.translation import gettext

from intranet.core.background import now
from intranet.core.kinds import Findable, Moderated, State
from intranet.core.moderation import conf
from intranet.core.moderation.actions.opening import record
from intranet.core.moderation.actions.states import hide, locked, set_state, show
from intranet.core.moderation.actions.telling import tell
from intranet.core.moderation.models import Case, CaseEvent, Standing
from intranet.core.moderation.queries import trial_of
from intranet.core.moderation.rules import can_moderate, is_of_a_page
from intranet.core.moderation.signals import words_approved
from intranet.core.organisation.models import Profile
from intranet.core.search.actions import refresh

if TYPE_CHECKING:
    from datetime import date

    from intranet.core.kinds import Person, Reportable


NEEDING_A_REASON = (Case.Decision.DECLINED, Case.Decision.HIDDEN)


class NotYours(Exception):
    """The person may not act on this case, or somebody else has it in hand."""


class CaseClosed(Exception):
    """Somebody was quicker; ``case`` says who."""

    def __init__(self, case: Case) -> None:
        super().__init__(f"Case {case.pk} is decided.")
        self.case = case


class WordsChanged(Exception):
    """The author changed the words after the moderator read them."""


def claim(case: Case, *, moderator: Person) -> Case:
    """Have the case to oneself for a while; claiming again renews. Of two at once one wins, the other gets ``NotYours``."""
    with transaction.atomic():
        if not can_moderate(moderator, case):
            raise NotYours
        free = Q(claimed_by__isnull=True) | Q(claimed_until__lte=now()) | Q(claimed_by=moderator)
        until = now() + timedelta(minutes=conf.claim_minutes())
        won = Case.objects.open().filter(free, pk=case.pk).update(claimed_by=moderator, claimed_until=until)
        was_mine = case.is_claimed and case.claimed_by_id == moderator.pk
        case = _reread(case)
        if not won and not case.is_open:
            raise CaseClosed(case)
        if not won:
            raise NotYours
        if not was_mine:
            record(case, CaseEvent.Verb.CLAIMED, actor=moderator)
    return case


def release(case: Case, *, moderator: Person) -> Case:
    """Give the case back to the team; without effect on a claim that is not theirs."""
    with transaction.atomic():
        if Case.objects.open().filter(pk=case.pk, claimed_by=moderator).update(claimed_by=None, claimed_until=None):
            record(case, CaseEvent.Verb.RELEASED, actor=moderator)
    return _reread(case)


@transaction.atomic
def decide(case: Case, *, moderator: Person, decision: str, reason: str = "", rule: str = "", seen: str | None = None, trial: bool = False) -> Case:
    """Approve or hide what is held; hide or dismiss what was reported; of a change that waits, approve or decline it, or hide the whole.

    Hiding and declining need a reason; ``rule`` is what readers are told where the words stood. The state of the thing changes here,
    ``published``, ``withdrawn`` or ``words_approved`` is sent, and author and reporters are told once. ``seen`` is the ``fingerprint`` of the words as the moderator read them: other words are not judged
    unread; None is for those who decide without reading a page. ``trial``: what is hidden puts its author on trial again.
    Raises ``NotYours``, ``CaseClosed``, ``WordsChanged``, and ``ValueError`` for a decision that the case does not take.
    """
    thing = locked(case.thing) if case.thing is not None else None
    case = Case.objects.select_for_update(of=("self",), no_key=True).select_related("service", "decided_by").get(pk=case.pk)
    if not can_moderate(moderator, case):
        raise NotYours
    if not case.is_open:
        raise CaseClosed(case)
    if case.is_claimed and case.claimed_by_id != moderator.pk:
        raise NotYours
    if decision not in decisions_of(case) or (decision in NEEDING_A_REASON and not reason.strip()):
        raise ValueError(f"{decision!r} does not decide a case of kind {case.kind!r}, or lacks its reason.")
    if seen is not None and thing is not None and seen != fingerprint(thing, case.words):
        raise WordsChanged
    if trial and decision == Case.Decision.HIDDEN and case.author is not None and can_put_on_trial(case):
        case.trial_until = _put_on_trial(case.author)
    _close(case, moderator=moderator, decision=Case.Decision(decision), reason=reason.strip(), rule=rule if decision == Case.Decision.HIDDEN else "")
    if thing is not None:
        _apply(case, thing, moderator)
    tell(case)
    return case


def can_put_on_trial(case: Case) -> bool:
    """Whether its author can be, where newcomers are read first: one who is known, works here, and is not on trial yet.

    An alias has none that may be known; of a page, who typed it and who answers for it may be two, and what they publish next goes through its workflow.
    """
    author = case.author
    if author is None or case.seal_id is not None or is_of_a_page(case) or not (conf.newcomer_approvals() > 0 and conf.newcomer_days() > 0):
        return False
    return author.is_active and hasattr(author, "roost_profile") and trial_of(author) is None


def _put_on_trial(person: Person) -> date:
    """As if they had joined today: what they write is read first until enough of it was approved. Says on which day that ends in any case."""
    today = now().date()
    Profile.objects.filter(user_id=person.pk).update(trial_since=today)
    Standing.objects.filter(person_id=person.pk).update(approved=0)
    return today + timedelta(days=conf.newcomer_days())


def decisions_of(case: Case) -> tuple[Case.Decision, ...]:
    """What may be decided of it."""
    if case.words:
        return (Case.Decision.APPROVED, Case.Decision.DECLINED, Case.Decision.HIDDEN)
    if case.kind == Case.Kind.HELD:
        return (Case.Decision.APPROVED, Case.Decision.HIDDEN)
    return (Case.Decision.DISMISSED, Case.Decision.HIDDEN)


def fingerprint(thing: Reportable, waiting: str = "") -> str:
    """Changes when the words do: those that stand, and those that wait to stand instead."""
    return sha256(f"{thing.case_context().text}\0{waiting}".encode()).hexdigest()[:32]


def _close(case: Case, *, moderator: Person, decision: Case.Decision, reason: str, rule: str) -> None:
    case.decision, case.reason, case.decided_by_id, case.decided_at = decision, reason, moderator.pk, now()
    case.rule = rule
    case.claimed_by = case.claimed_until = None
    case.save(update_fields=["decision", "reason", "rule", "trial_until", "decided_by", "decided_at", "claimed_by", "claimed_until"])
    text = f"{decision.label}: {reason}" if reason else str(decision.label)
    if case.trial_until is not None:
        text += " " + gettext("What its author writes is read first, until %(day)s at the latest.") % {"day": date_format(case.trial_until, "j F Y")}
    record(case, CaseEvent.Verb.DECIDED, actor=moderator, text=text)


def _apply(case: Case, thing: Reportable, moderator: Person) -> None:
    if case.decision == Case.Decision.APPROVED and case.words:
        words_approved.send(sender=type(thing), thing=thing, words=case.words, editor=case.author)
        _count_approval(thing)
        if isinstance(thing, Findable):
            refresh(thing)
    elif case.decision == Case.Decision.APPROVED and isinstance(thing, Moderated):
        set_state(thing, State.PUBLISHED)
        _count_approval(thing)
        show(thing, first=case.state_before == State.DRAFT)
    elif case.decision == Case.Decision.HIDDEN:
        hide(thing, actor=moderator)


def _count_approval(thing: Reportable) -> None:
    if thing.author_id is not None:
        standing, _created = Standing.objects.get_or_create(person_id=thing.author_id)
        Standing.objects.filter(pk=standing.pk).update(approved=F("approved") + 1)


def _reread(case: Case) -> Case:
    found: Case = Case.objects.select_related("service", "claimed_by", "decided_by").get(pk=case.pk)
    return found
