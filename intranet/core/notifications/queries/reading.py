"""What a person is asked to read, and who has read something."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Exists, OuterRef, Q, Subquery

from intranet.core.kinds import Findable
from intranet.core.notifications import conf
from intranet.core.notifications.models import Acknowledgement, MustRead
from intranet.core.notifications.queries.visible import visible_things
from intranet.core.organisation.models import Service
from intranet.core.organisation.queries import audiences_of, people_in

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from django.db.models import Model, QuerySet

    from intranet.core.kinds import AnyUser, DocumentFields, Person
    from intranet.core.notifications.models import Acknowledgeable


@dataclass(frozen=True, slots=True)
class ToRead:
    """A thing that must be read, for one reader who may see it."""

    must_read: MustRead
    thing: Model
    is_asked: bool
    read_at: datetime | None


def to_read_of(thing: Acknowledgeable, user: AnyUser) -> ToRead | None:
    """What the page of a thing says of it: one query, and none where nobody must read it."""
    if thing.must_read_id is None or not thing.live:  # type: ignore[attr-defined]
        return None
    current = MustRead.objects.on(thing).current().with_reading_of(user).first()
    return ToRead(current, thing, current.audience_id in audiences_of(user), current.read_at) if current is not None else None


def waiting_for(user: AnyUser, *, limit: int = 100) -> list[ToRead]:
    """What waits to be read by a person, the first to be due first: one query, and when something waits one for each kind of thing."""
    asked = MustRead.objects.current().asked_of(user).unread_by(user).order_by("due", "asked_at", "pk")
    return _seen(list(asked[:limit]), user)


def read_by(user: AnyUser, *, limit: int = 100) -> list[ToRead]:
    """What a person has confirmed, and may still see; the latest first."""
    own = Acknowledgement.objects.filter(person_id=user.pk).select_related("must_read").order_by("-moment", "-pk")[:limit]
    moments = {row.must_read_id: row.moment for row in own}
    return _seen([row.must_read for row in own], user, moments)


def _seen(rows: Sequence[MustRead], user: AnyUser, moments: dict[int, datetime] | None = None) -> list[ToRead]:
    things = visible_things(rows, user)
    return [
        ToRead(row, thing, True, (moments or {}).get(row.pk))
        for row in rows
        if (thing := things.get((row.content_type_id, row.object_id))) is not None
    ]


def document_of(thing: Model) -> DocumentFields | None:
    return thing.to_document() if isinstance(thing, Findable) else None


def people_asked(must_read: MustRead, document: DocumentFields | None) -> QuerySet[Any]:
    """Who is asked to read it: of the audience, those who may see the thing."""
    readers = people_in(document.audience_id if document is not None else None)
    return people_in(must_read.audience_id).filter(pk__in=readers.values("pk"))


def people_to_remind(must_read: MustRead, thing: Model) -> QuerySet[Any]:
    return people_asked(must_read, document_of(thing)).exclude(pk__in=_readers(must_read))


def _readers(must_read: MustRead) -> QuerySet[Any]:
    return Acknowledgement.objects.filter(must_read=must_read, person__isnull=False).values("person")


@dataclass(frozen=True, slots=True)
class ServiceLine:
    """Of one service, or of several small ones together (``name`` empty), how many were asked and have read it."""

    name: str
    asked: int
    read: int

    @property
    def waiting(self) -> int:
        return self.asked - self.read


def lines_by_service(must_read: MustRead, asked: QuerySet[Any], *, all_of_them: bool) -> list[ServiceLine]:
    """The numbers by service. For who may not see every name, services of few people are counted together, and too few in all are not shown."""
    home = "roost_profile__service__name"
    read = Count("pk", filter=Q(pk__in=_readers(must_read)))
    rows = asked.order_by().values(home).annotate(asked=Count("pk"), read=read).order_by(home)
    lines = [ServiceLine(row[home] or "", row["asked"], row["read"]) for row in rows]
    return lines if all_of_them else _floored(lines, conf.smallest_group())


def _floored(lines: Sequence[ServiceLine], least: int) -> list[ServiceLine]:
    shown = sorted((line for line in lines if line.asked >= least and line.name), key=lambda line: line.asked)
    small = [line for line in lines if line not in shown]
    while shown and 0 < sum(line.asked for line in small) < least:
        small.append(shown.pop(0))
    together = ServiceLine("", sum(line.asked for line in small), sum(line.read for line in small))
    return sorted(shown, key=lambda line: line.name) + ([together] if together.asked >= least else [])


def named_to(user: Person, must_read: MustRead, asked: QuerySet[Any], *, all_of_them: bool) -> QuerySet[Any]:
    """The people asked whose names this reader sees, with ``read_at``, the unread first: own reports, own services, or all."""
    if not all_of_them:
        mine = Q(roost_profile__manager=user.pk)
        for path in Service.objects.filter(Q(lead=user.pk) | Q(deputy=user.pk)).values_list("path", flat=True):
            mine |= Q(roost_profile__service__path__startswith=path)
        asked = asked.filter(mine)
    own = Acknowledgement.objects.filter(must_read=must_read, person=OuterRef("pk"))
    found = asked.annotate(read_at=Subquery(own.values("moment")[:1]), has_read=Exists(own)).select_related("roost_profile__service")
    ordered: QuerySet[Any] = found.order_by("has_read", "roost_profile__service__name", "roost_profile__name", "pk")
    return ordered
