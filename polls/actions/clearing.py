"""Polls before an election: what waits for a monitoring officer, and what becomes of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from intranet.core.background import midnight_of, now
from intranet.core.notifications.actions import notify
from intranet.core.organisation.models import Role
from intranet.core.organisation.queries import holders_of, name_of
from polls.models import Clearance, Poll
from polls.notices import PollDecided, PollToClear, PollWaits
from polls.rules import decides_on, people_of

if TYPE_CHECKING:
    from wagtail.models import Revision

    from intranet.core.kinds import Person
    from intranet.core.organisation.models import ElectionPeriod


class NotYours(Exception):
    """Another officer decides it."""


class AlreadyDecided(Exception):
    """Nobody waits for this decision any more."""


class PollChanged(AlreadyDecided):
    """It has other words than those that were read."""


@transaction.atomic
def hold_poll(poll: Poll, *, revision: Revision, asker: Person | None, period: ElectionPeriod) -> Clearance:
    """Put before the monitoring officers what would open in an election period. Done twice, it waits once.

    Unless they decline, it is published by itself after the period, if it has not closed by then.
    """
    draft = revision.as_object()
    poll.revisions.exclude(pk=revision.pk).update(approved_go_live_at=None)
    _publish_after(revision, period)
    said = {"revision": revision, "owner": draft.owner, "service": draft.service}
    said |= {"asked_by": asker, "asked_at": now()} if asker is not None else {}
    clearance, _is_new = Clearance.objects.update_or_create(poll=poll, decided_at=None, defaults=said)
    key = f"{clearance.pk}:{revision.pk}"
    officers = holders_of(Role.MONITORING_OFFICER, service=draft.service).exclude(pk__in=people_of(clearance))
    notify(PollToClear, thing=clearance, recipients=officers, actor=asker, event=f"{PollToClear.name}:{key}")
    if draft.owner is not None:
        notify(PollWaits, thing=clearance, recipients=[draft.owner], actor=asker, event=f"{PollWaits.name}:{key}")
    return clearance


def _publish_after(revision: Revision, period: ElectionPeriod | None) -> None:
    """Have Wagtail's schedule publish it when the period is over, at once without one, and never if it will have closed by then."""
    draft = revision.as_object()
    after = max(filter(None, [now() if period is None else period.ends, draft.go_live_at]))
    revision.approved_go_live_at = after if draft.closes > after else None
    revision.save(update_fields=["approved_go_live_at"])


@transaction.atomic
def hold_coming(period: ElectionPeriod) -> None:
    """A period was set or changed: polls that were published already, and would open in it, wait for a monitoring officer."""
    first = max(now(), midnight_of(period.first_day))
    coming = Poll.objects.filter(live=True, opens__gt=now(), opens__gte=first, opens__lt=period.ends)
    for poll in coming.exclude(live_revision__in=Clearance.objects.approved().values("revision")):
        revision = poll.live_revision or poll.get_latest_revision()
        poll.unpublish()
        hold_poll(poll, revision=revision, asker=None, period=period)


@transaction.atomic
def look_again() -> None:
    """A period was changed or taken back: what waits for its end waits for the right one."""
    for clearance in Clearance.objects.select_for_update(of=("self",), no_key=True).waiting().select_related("poll", "revision"):
        _publish_after(clearance.revision, clearance.poll.election_of(clearance.revision))


@transaction.atomic
def approve_poll(clearance: Clearance, *, officer: Person, seen: str | None = None) -> Poll:
    """Let it be published now, or at the time it was set for. ``seen`` is the key of the revision that was read; None is for those who decide without a page.

    Raises ``AlreadyDecided``, ``PollChanged``, and ``NotYours`` for who may not.
    """
    current = _decided(clearance, officer, Clearance.Decision.APPROVED, seen=seen)
    current.revision.publish(user=officer, skip_permission_checks=True)
    return Poll.objects.get(pk=current.poll_id)


@transaction.atomic
def decline_poll(clearance: Clearance, *, officer: Person, reason: str, seen: str | None = None) -> None:
    """Do not let it be published, and say why; it stays a draft, after the period too."""
    if not reason.strip():
        raise ValueError("Who asked has to know why.")
    current = _decided(clearance, officer, Clearance.Decision.DECLINED, reason=reason.strip(), seen=seen)
    current.poll.revisions.update(approved_go_live_at=None)


def _decided(clearance: Clearance, officer: Person, decision: Clearance.Decision, *, seen: str | None, reason: str = "") -> Clearance:
    """Write the decision down, once, and tell who asked and the owner."""
    waiting = Clearance.objects.select_for_update(of=("self",), no_key=True).waiting()
    current = waiting.select_related("poll", "service", "owner", "asked_by", "revision").filter(pk=clearance.pk).first()
    if current is None:
        raise AlreadyDecided(_("This was decided already."))
    if seen is not None and seen != str(current.revision_id):
        raise PollChanged(_("The poll was changed after you opened this page. Read it again, then decide."))
    if not decides_on(officer, current):
        raise NotYours
    current.decision, current.reason = decision, reason
    current.decided_by, current.decided_name, current.decided_at = officer, name_of(officer), now()
    current.save()
    log(current.poll, f"polls.{decision.value}", user=officer, data={"reason": reason} if reason else None)
    people = [person for person in (current.asked_by, current.owner) if person is not None]
    notify(PollDecided, thing=current, recipients=people, actor=officer)
    return current
