"""Who will be told, before something is sent: numbers only."""

from __future__ import annotations

from collections import Counter
from copy import copy
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.db.models import Count
from django.utils import timezone

from intranet.core.background import now
from intranet.core.kinds import Discussable, Findable
from intranet.core.notifications.models import Acknowledgeable, Delivery, MustRead, Notice, Tag
from intranet.core.notifications.notices import MustReadAsked, SomethingNew, Typed, all_kinds
from intranet.core.notifications.queries.delivery import default_delivery, deliveries
from intranet.core.notifications.queries.follows import followers_of_any
from intranet.core.notifications.queries.news import sources_of
from intranet.core.organisation.queries import people_in

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from django.db.models import Model, QuerySet

    from intranet.core.kinds import Person
    from intranet.core.notifications.notices import NoticeKind


@dataclass(frozen=True, slots=True)
class Reach:
    """How many people a notice would reach, and what it costs them in attention."""

    people: int = 0
    #: Of these, how many hear because it names or answers them.
    in_person: int = 0
    at_once: int = 0
    on_devices: int = 0
    in_digests: int = 0
    services: int = 0
    #: The name of the service of those people that has had most notices today, and how many those were; empty when none had any.
    busiest: str = ""
    today: int = 0


@dataclass(slots=True)
class _Tally:
    """Who is told, each once, in the order in which the kinds tell: a person's service by their key, and how many by each way."""

    audience: QuerySet[Any]
    actor: Person
    service_id: int | None
    homes: dict[int, int | None] = field(default_factory=dict)
    ways: Counter[str] = field(default_factory=Counter)
    is_social: bool = False

    def in_person(self, kind: type[NoticeKind], people: QuerySet[Any]) -> None:
        """By the usual way of the kind, and whatever they have chosen or silenced: of one who is named, no choice may be read off a number."""
        if default_delivery(kind) != Delivery.OFF:
            found = self._new(people)
            self.homes |= found
            self.ways[default_delivery(kind)] += len(found)

    def following(self, kind: type[NoticeKind], people: QuerySet[Any] | None) -> None:
        found = self._new(people)
        chosen = deliveries(kind, set(found), self.service_id, social=self.is_social) if found else {}
        told = {key: delivery for key, delivery in chosen.items() if delivery != Delivery.OFF}
        self.homes |= {key: found[key] for key in told}
        self.ways.update(told.values())

    def _new(self, people: QuerySet[Any] | None) -> dict[int, int | None]:
        """Those of people, or of everybody, who may see it and were not counted yet."""
        wanted = self.audience if people is None else self.audience.filter(pk__in=people.values("pk"))
        rows = wanted.exclude(pk=self.actor.pk).values_list("pk", "roost_profile__service_id")
        return {key: home for key, home in rows if key not in self.homes}

    def reach(self, in_person: int = 0) -> Reach:
        services = {home for home in self.homes.values() if home is not None}
        ways = self.ways
        return Reach(len(self.homes), in_person, ways[Delivery.MAIL], ways[Delivery.PUSH], ways[Delivery.DIGEST], len(services), *_busiest(services))


def reach_at(place: Model, *, actor: Person, typed: Typed | None = None) -> Reach:
    """Whom it reaches when ``actor`` writes at ``place`` now what was ``typed``."""
    tally = _tally_at(place, actor)
    in_person = 0
    for kind in sorted(all_kinds().values(), key=lambda kind: (not kind.addressed, kind.name)):
        people = kind.addressed_at(place, typed or Typed())
        if people is not None:
            tally.in_person(kind, people)
        in_person = len(tally.homes) if kind.addressed else in_person
    for kind in all_kinds().values():
        sources = [*kind.heard_at(place, actor)]
        if sources:
            tagged = Tag.objects.filter(name__in=typed.tags) if typed and typed.tags and kind.tells_tags_at(place) else []
            tally.following(kind, followers_of_any([*sources, *tagged]))
            break
    return tally.reach(in_person)


def _tally_at(place: Model, actor: Person) -> _Tally:
    return _Tally(readers_of(place), actor, getattr(place, "service_id", None), is_social=getattr(place, "is_social", False))


def reach_of(kind: type[NoticeKind], place: Model, *, of: QuerySet[Any] | None = None, actor: Person) -> Reach:
    """Whom a notice of this kind reaches at ``place``: of the people ``of``, or of everybody, those who may see it.

    The numbers are the same whatever the reader may know besides, and name nobody. Four statements, however many people, and what it
    takes to learn whose the place is.
    """
    tally = _tally_at(place, actor)
    tally.following(kind, of)
    return tally.reach()


def reach_of_publishing(thing: Findable, *, first: bool, actor: Person) -> Reach | None:
    """Whom it reaches when ``thing``, a draft or a change of it, is published as it stands; None when nobody could see it."""
    document = _as_published(thing).to_document()
    if document is None or document.audience_id is None:
        return None
    tally = _Tally(people_in(document.audience_id), actor, document.service_id)
    if isinstance(thing, Acknowledgeable) and thing.must_read_id is not None and _asks_again(thing):
        tally.in_person(MustReadAsked, people_in(thing.must_read_id))
    in_person = len(tally.homes)
    announced: list[Model] = []
    for kind in all_kinds().values():
        sources: Sequence[Model] = kind.announced_at(thing, first=first)
        if sources:
            tally.following(kind, followers_of_any(sources))
            announced += sources
    if first:
        tally.following(SomethingNew, followers_of_any([thing, *announced, *sources_of(document)]))
    return tally.reach(in_person)


def _asks_again(thing: Acknowledgeable) -> bool:
    """Whether its publication would ask everybody to read it: for the first time, or once more."""
    current = MustRead.objects.on(thing).current().first()
    return current is None or thing.must_read_version > current.version


def _as_published(thing: Findable) -> Findable:
    """A draft as search will know it: its readers are known before it has any. A thing for which *live* is not all says ``as_published()``."""
    if hasattr(thing, "as_published"):
        found: Findable = thing.as_published()
        return found
    twin: Any = copy(thing)
    twin.live = True
    return twin  # type: ignore[no-any-return]


def readers_of(place: Model) -> QuerySet[Any]:
    """The active people who may see what is written at ``place``."""
    return people_in(_audience_id(place))


def _audience_id(place: Model) -> int | None:
    if isinstance(place, Discussable):
        return place.discussion_audience_id()
    if isinstance(place, Findable):
        document = place.to_document()
        return document.audience_id if document is not None else None
    audience: int | None = getattr(place, "audience_id", None)
    return audience


def _busiest(services: Collection[int]) -> tuple[str, int]:
    """Of services, the one whose people were told of most events today."""
    if not services:
        return "", 0
    midnight = timezone.localtime(now()).replace(hour=0, minute=0, second=0, microsecond=0)
    home = "recipient__roost_profile__service"
    events = Notice.objects.filter(created__gte=midnight, **{f"{home}__in": services}).order_by()
    most = events.values(f"{home}__name").annotate(number=Count("event", distinct=True)).order_by("-number", f"{home}__name").first()
    return (most[f"{home}__name"], most["number"]) if most else ("", 0)


def left_out(names: Collection[str], place: Model) -> list[Person]:
    """Of people named in words, those who may not see ``place`` and so will not be told: one statement and those of its audience.

    The writer learns from it who is not among the readers of a place that the writer reads. Who has silenced it is not said.
    """
    if not names:
        return []
    active = get_user_model()._default_manager.filter(is_active=True, username__in=names)
    return list(active.exclude(pk__in=readers_of(place).values("pk")).select_related("roost_profile").order_by("username"))
