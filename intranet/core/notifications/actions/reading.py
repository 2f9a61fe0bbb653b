"""Asking people to read something, and their having read it."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils import timezone
from wagtail.log_actions import log

from intranet.core.background import enqueue, now
from intranet.core.notifications.actions.telling import mark_read
from intranet.core.notifications.models import Acknowledgement, MustRead, Notice
from intranet.core.notifications.notices import reading_event
from intranet.core.notifications.tasks.reading import remind_readers, tell_readers
from intranet.core.organisation.queries import audiences_of, name_of

if TYPE_CHECKING:
    from intranet.core.kinds import Person
    from intranet.core.notifications.models import Acknowledgeable

#: When who has not read it is reminded: by the day when it is due, else from the asking.
BY_THE_DAY = (timedelta(days=-3), timedelta(0), timedelta(days=7))
FROM_ASKING = (timedelta(days=7), timedelta(days=21))
#: Nobody is reminded of a step that passed so long ago: of what was found late, for instance.
STALE = timedelta(days=30)


class NotAsked(Exception):
    """The person is not asked to read this, or not any more in this version."""


@transaction.atomic
def ask_to_read(thing: Acknowledgeable, *, actor: Person | None, revision_id: int | None = None) -> MustRead | None:
    """Hold to what a published page says of who must read it: ask, ask again after a material change, or ask nobody any more.

    Who has read an earlier version is asked again only when the page says so. May be called twice. None: nobody must read it.
    """
    rows = list(MustRead.objects.on(thing).select_for_update().order_by("-version"))
    current = next((row for row in rows if row.is_current), None)
    if thing.must_read_id is None:
        if current is not None:
            _end(current)
            log(thing, "roost.must_read.end", user=actor, data={"version": current.version})
        return None
    if current is None or thing.must_read_version > current.version:
        if current is not None:
            _end(current)
        version = max(thing.must_read_version, rows[0].version + 1 if rows else 1)
        current = _ask(thing, thing.must_read_id, version=version, actor=actor, revision_id=revision_id)
        log(thing, "roost.must_read.ask", user=actor, data={"version": version})
    else:
        current.audience_id, current.due = thing.must_read_id, thing.must_read_by
        current.save(update_fields=["audience", "due"])
    enqueue(tell_readers, current.pk)
    return current


def _ask(thing: Acknowledgeable, audience_id: int, *, version: int, actor: Person | None, revision_id: int | None) -> MustRead:
    asked: MustRead = MustRead.objects.create(
        thing=thing,
        version=version,
        audience_id=audience_id,
        change=thing.must_read_change if version > 1 else "",
        due=thing.must_read_by,
        asked_by=actor,
        revision_id=revision_id,
    )
    return asked


def _end(row: MustRead) -> None:
    row.is_current = False
    row.save(update_fields=["is_current"])


@transaction.atomic
def acknowledge(must_read: MustRead, *, person: Person) -> Acknowledgement:
    """The person has read this version: a record with the first moment, whoever asks again. Raises ``NotAsked``."""
    if not must_read.is_current or must_read.audience_id not in audiences_of(person):
        raise NotAsked
    record = Acknowledgement.objects.filter(must_read=must_read, person=person).first()
    if record is None:
        try:
            with transaction.atomic():
                record = Acknowledgement.objects.create(must_read=must_read, person=person, person_name=name_of(person))
        except IntegrityError:
            record = Acknowledgement.objects.get(must_read=must_read, person=person)
    mark_read(person, notices=Notice.objects.of(person).unread().filter(event__startswith=reading_event(must_read)))
    return record


def remind_of_reading() -> None:
    """Remind, in a task each, who has not read what must be read: each step once, however often and however late this is called."""
    for must_read in MustRead.objects.current():
        gone = [moment for moment in _steps(must_read) if moment <= now()]
        if len(gone) > must_read.reminders:
            _remind(must_read, step=len(gone), stale=gone[-1] < now() - STALE)


@transaction.atomic
def _remind(must_read: MustRead, *, step: int, stale: bool) -> None:
    is_ours = MustRead.objects.filter(pk=must_read.pk, reminders__lt=step).update(reminders=step)
    if is_ours and not stale:
        enqueue(remind_readers, must_read.pk, step)


def _steps(must_read: MustRead) -> list[datetime]:
    """The moments of the reminders, those before the asking left out."""
    if must_read.due is None:
        return [must_read.asked_at + after for after in FROM_ASKING]
    day = datetime.combine(must_read.due, time(8), timezone.get_default_timezone())
    return [day + after for after in BY_THE_DAY if day + after > must_read.asked_at]
