"""How, and when, what people are told reaches them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from django.contrib.auth import get_user_model
from django.db.models import Q
from django.utils import timezone

from intranet.core.background import now
from intranet.core.notifications import conf
from intranet.core.notifications.models import Choice, Delivery, Preference
from intranet.core.notifications.notices import push_service
from intranet.core.organisation.models import Service
from intranet.core.organisation.models.hours import parse_week
from intranet.core.organisation.queries import calendar_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import time

    from django.db.models import QuerySet

    from intranet.core.kinds import Person
    from intranet.core.notifications.conf import QuietHours
    from intranet.core.notifications.notices import NoticeKind
    from intranet.core.organisation.queries import WorkingCalendar

#: The name of a kind and the path of a service.
_Key: TypeAlias = tuple[str, str]
#: More people than this are not named in a statement, since databases have a limit: all rows are read, and the others left aside.
_NAMED = 30_000
#: Whose quiet hours leave none of their working hours free is mailed when the quiet ones end.
_ROUNDS = 14


def offered_deliveries() -> list[Delivery]:
    """The ways in which a notice can come on this site."""
    return [delivery for delivery in Delivery if delivery != Delivery.PUSH or push_service() is not None]


def deliveries(kind: type[NoticeKind], people: set[int], service_id: int | None, *, social: bool = False) -> dict[int, Delivery]:
    """How a notice of this kind and service reaches each of the people, in two queries at most.

    The most particular choice holds: kind and service, then kind, then service; a nearer service goes before one above it. What happens in a
    ``social`` area is in no digest, and is not told to whom it shall leave alone now, unless it is addressed to them; that may cost two queries more.
    """
    path = Service.objects.filter(pk=service_id).values_list("path", flat=True).first() if service_id is not None else None
    told = Q(service__isnull=True, kind=kind.name) | Q(service__path__in=_paths(path), kind__in=["", kind.name])
    chosen: dict[int, dict[_Key, str]] = defaultdict(dict)
    rows = _among(Choice.objects.filter(told), "person_id", people).values_list("person_id", "kind", "service__path", "delivery")
    for person, name, where, delivery in rows:
        chosen[person][(name, where or "")] = delivery
    found = {person: Choices(chosen.get(person, {})).delivery_of(kind, path) for person in people}
    return found if not social or kind.addressed or kind.required else _beside_the_work(found)


def _beside_the_work(found: dict[int, Delivery]) -> dict[int, Delivery]:
    left_alone = left_alone_by_social(found.keys(), at=now())
    kept: dict[int, Delivery] = {person: Delivery.APP if delivery == Delivery.DIGEST else delivery for person, delivery in found.items()}
    return kept | dict.fromkeys(left_alone, Delivery.OFF)


def left_alone_by_social(people: Collection[int], *, at: datetime) -> set[int]:
    """Of the people, those who want nothing of social areas at that moment: never, or not while they work."""
    rows = _among(Preference.objects.exclude(social=""), "person_id", people)
    chosen = [row for row in rows.values_list("person_id", "social", "hours", "person__roost_profile__service_id") if row[0] in people]
    calendars = _calendars(service for _person, social, _hours, service in chosen if social == Preference.Social.FREE_TIME)
    return {
        person for person, social, hours, service in chosen if social == Preference.Social.NEVER or _own(calendars[service], hours).is_working(at)
    }


def is_left_alone_by_social(person: Person) -> bool:
    """Whether the person wants nothing of social areas now: asked once for a request."""
    kept: bool | None = getattr(person, "_roost_left_alone", None)
    if kept is None:
        kept = bool(left_alone_by_social({person.pk}, at=now()))
        person._roost_left_alone = kept  # type: ignore[attr-defined]
    return kept


def choices_of(person: Person) -> Choices:
    """All that one person has chosen, in one query."""
    rows = Choice.objects.filter(person_id=person.pk).values_list("kind", "service__path", "delivery")
    return Choices({(kind, path or ""): delivery for kind, path, delivery in rows})


@dataclass(frozen=True, slots=True)
class Choices:
    """What a person has chosen, by the name of a kind and the path of a service; one of them may be empty."""

    rows: Mapping[_Key, str]

    def delivery_of(self, kind: type[NoticeKind], path: str | None) -> Delivery:
        """How a notice of this kind and of the service at ``path`` reaches the person."""
        above = _paths(path)
        for key in (*((kind.name, where) for where in above), (kind.name, ""), *(("", where) for where in above)):
            chosen = self.rows.get(key)
            if chosen is not None and _is_possible(kind, chosen):
                return Delivery(chosen)
        return default_delivery(kind)


def _paths(path: str | None) -> list[str]:
    """The path of a service and of those above it, the nearest first."""
    return [path[:end] for end in range(len(path), 0, -Service.steplen)] if path else []


def default_delivery(kind: type[NoticeKind]) -> Delivery:
    """How notices of the kind reach who has not chosen: as the site says, else as the kind does."""
    said = Delivery(conf.site_deliveries().get(kind.name, kind.delivery))
    return said if _is_possible(kind, said) else kind.delivery


def _is_possible(kind: type[NoticeKind], delivery: str) -> bool:
    """Nobody turns off what is required, and a choice of messages to devices rests while the site has no push service."""
    if delivery == Delivery.OFF:
        return not kind.required
    return delivery != Delivery.PUSH or push_service() is not None


class _Addressee(NamedTuple):
    """What decides when a person may be mailed."""

    pk: int
    email: str
    service_id: int | None
    wants_mail: bool | None
    quiet_from: time | None
    quiet_until: time | None
    only_in_working_hours: bool | None
    hours: dict[str, str] | None
    bounces: int | None
    bounced_address: str | None

    @property
    def is_reached(self) -> bool:
        bounced = (self.bounces or 0) >= conf.bounce_limit() and (self.bounced_address or "").lower() == self.email.lower()
        return self.wants_mail is not False and not bounced


def mail_due(people: Collection[int], *, urgent: bool, at: datetime) -> dict[int, datetime]:
    """The first moment from ``at`` on at which each may be mailed; what is ``urgent`` waits for no hours.

    Missing are those who want no mail, have no address or one that mail comes back from, or have left.
    """
    if not people or not conf.mail_is_sent():
        return {}
    return _moments([person for person in _addressees(people) if person.email and person.is_reached], urgent=urgent, at=at)


def push_due(people: Collection[int], *, urgent: bool, at: datetime) -> dict[int, datetime]:
    """The first moment from ``at`` on at which the devices of each may ring, by the same hours; missing are those who have left."""
    return _moments(list(_addressees(people)), urgent=urgent, at=at) if people else {}


def _moments(reached: Collection[_Addressee], *, urgent: bool, at: datetime) -> dict[int, datetime]:
    if urgent:
        return {person.pk: at for person in reached}
    calendars = _calendars(person.service_id for person in reached if person.only_in_working_hours)
    site = conf.quiet_hours()
    return {
        person.pk: first_free(
            at, quiet_hours_of(person, site), _own(calendars[person.service_id], person.hours) if person.only_in_working_hours else None
        )
        for person in reached
    }


def _own(calendar: WorkingCalendar, hours: Mapping[str, str] | None) -> WorkingCalendar:
    """The calendar of a person's service with their own hours, if they have said which."""
    return replace(calendar, week=parse_week(hours)) if hours else calendar


def _addressees(people: Collection[int]) -> Iterable[_Addressee]:
    preference = ("wants_mail", "quiet_from", "quiet_until", "only_in_working_hours", "hours", "bounces", "bounced_address")
    rows = _among(get_user_model()._default_manager.filter(is_active=True), "pk", people).order_by()
    values = rows.values_list("pk", "email", "roost_profile__service_id", *(f"roost_preference__{name}" for name in preference))
    return (_Addressee(*row) for row in values if row[0] in people)


def quiet_hours_of(person: Any, site: QuietHours | None) -> QuietHours | None:
    """A person's own, else the site's. From and until at the same time is a choice of none."""
    if person is None or person.quiet_from is None:
        return site
    return None if person.quiet_from == person.quiet_until else (person.quiet_from, person.quiet_until)


def _calendars(services: Iterable[int | None]) -> dict[int | None, WorkingCalendar]:
    wanted = set(services)
    known = Service.objects.in_bulk([pk for pk in wanted if pk is not None]) if wanted - {None} else {}
    return {pk: calendar_of(known.get(pk)) for pk in wanted}


def first_free(at: datetime, quiet: QuietHours | None, calendar: WorkingCalendar | None) -> datetime:
    """The first moment from ``at`` on that lies in nobody's quiet hours and, with a calendar, in working time."""
    moment = at
    for _round in range(_ROUNDS):
        free = _after_quiet(moment, quiet)
        working = calendar.next_opening(free) if calendar else free
        if working == moment:
            return moment
        moment = working
    return _after_quiet(at, quiet)


def _after_quiet(moment: datetime, quiet: QuietHours | None) -> datetime:
    """The moment itself, or the end of the quiet hours in which it lies: by the clock on the wall, also on the days when it is changed."""
    if quiet is None:
        return moment
    since, until = quiet
    here = timezone.localtime(moment, timezone.get_default_timezone())
    clock = here.time()
    if not (since <= clock < until if since < until else clock >= since or clock < until):
        return moment
    days = (here.date(), here.date() + timedelta(days=1))
    ends = (datetime.combine(day, until.replace(fold=fold), here.tzinfo).astimezone(UTC) for day in days for fold in (0, 1))
    return min(end for end in ends if end > moment)


def _among(rows: QuerySet[Any], field: str, people: Collection[int]) -> QuerySet[Any]:
    return rows.filter(**{f"{field}__in": people}) if len(people) <= _NAMED else rows
