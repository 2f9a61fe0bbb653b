"""Who follows a thing, and what a person follows."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.db.models import Case, IntegerField, Min, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils.text import capfirst

from intranet.core.background.statements import filled_up
from intranet.core.kinds import Followable
from intranet.core.notifications.models import Follow, Tag
from intranet.core.notifications.queries.visible import visible_keys, visible_things
from intranet.core.organisation.models import Service
from intranet.core.organisation.queries import prepared_for

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import Model, QuerySet

    from intranet.core.kinds import AnyUser, Person
    from intranet.core.notifications.querysets import FollowQuerySet

_LEVELS = {
    Follow.Level.EVERYTHING: [Follow.Level.EVERYTHING],
    Follow.Level.MENTIONS: [Follow.Level.EVERYTHING, Follow.Level.MENTIONS],
    Follow.Level.NOTHING: [Follow.Level.EVERYTHING, Follow.Level.MENTIONS, Follow.Level.NOTHING],
}


def followers_of(thing: Model, level: str = Follow.Level.EVERYTHING) -> QuerySet[Person]:
    """Active people who want to hear of what happens at ``level``: who follows everything hears of mentions too."""
    follows = Follow.objects.on(thing).filter(level__in=_LEVELS[Follow.Level(level)])
    return get_user_model()._default_manager.filter(is_active=True, pk__in=follows.values("person"))


def followers_of_any(things: Sequence[Model], level: str = Follow.Level.EVERYTHING) -> QuerySet[Person]:
    """Active people who want to hear at ``level`` of what happens in all of ``things`` at once: a topic, its area, its service.

    The things come nearest first. Of one person a choice counts before what came of itself, and of choices the nearest counts:
    who has silenced the topic hears nothing of it, however much they follow the area. One statement, however many things.
    """
    return get_user_model()._default_manager.filter(is_active=True, pk__in=_claims(things, _LEVELS[Follow.Level(level)]))


def silenced_by_any(things: Sequence[Model], level: str = Follow.Level.MENTIONS) -> QuerySet[Person]:
    """Active people who follow one of ``things``, but want to hear nothing at ``level``, by the same precedence."""
    deaf = [other for other in Follow.Level.values if other not in _LEVELS[Follow.Level(level)]]
    return get_user_model()._default_manager.filter(is_active=True, pk__in=_claims(things, deaf))


def _claims(things: Sequence[Model], levels: Sequence[str]) -> FollowQuerySet:
    """The keys of the people whose first claim on ``things`` is of one of ``levels``: the rank of a claim and its level make one number."""
    order = Follow.Level.values
    ranks: list[When] = []
    told = Q(pk__in=[])
    for distance, thing in enumerate(things):
        on = Q(content_type=ContentType.objects.get_for_model(thing), object_id=thing.pk)
        told |= on
        ranks += [
            When(on, automatic=automatic, level=level, then=Value(((automatic * len(things)) + distance) * len(order) + order.index(level)))
            for automatic in (False, True)
            for level in order
        ]
    wanted = [rank * len(order) + order.index(level) for rank in range(2 * len(things)) for level in levels]
    first = Min(Case(*ranks, output_field=IntegerField()))
    claims: FollowQuerySet = Follow.objects.filter(told).order_by().values("person").annotate(first=first).filter(first__in=wanted).values("person")
    return claims


def follows_of(user: AnyUser, things: Sequence[Model]) -> dict[int, str]:
    """How the person follows things of one model, by the things' keys."""
    if not things or not user.is_authenticated:
        return {}
    return dict(_levels(user, ContentType.objects.get_for_model(things[0]).pk, filled_up([thing.pk for thing in things])))


@prepared_for
def _levels(user: AnyUser, kind: int, keys: tuple[int, ...]) -> QuerySet[Any, tuple[int, str]]:
    return Follow.objects.of(user).filter(content_type=kind, object_id__in=keys).values_list("object_id", "level")


def level_for(user: AnyUser, model: type[Model]) -> Coalesce:
    """How the person follows each thing of a queryset, to annotate it as ``follow_level``: the page of the thing asks no query of its own."""
    own = Follow.objects.of(user).filter(content_type=ContentType.objects.get_for_model(model), object_id=OuterRef("pk"))
    return Coalesce(Subquery(own.values("level")), Value(""))


def tag_followed_by(user: AnyUser, name: str) -> Tag | None:
    """The hashtag with how the person follows it; None when they never said."""
    tag: Tag | None = Tag.objects.visible_to(user).filter(name=name).annotate(follow_level=level_for(user, Tag)).first()
    return tag


@dataclass(frozen=True, slots=True)
class FollowLine:
    """Something that a person follows, as their list shows it."""

    follow: Follow
    thing: Followable
    kind: str
    #: Where it is, in words; and its name, unlike every other on the page.
    place: str
    name: str

    @property
    def url(self) -> str:
        return self.thing.get_absolute_url()

    @property
    def is_service(self) -> bool:
        return isinstance(self.thing, Service)


def followed_by(user: AnyUser) -> list[Follow]:
    """What a person follows, or has silenced, and may see now, by kind and the latest first: two queries."""
    rows = list(Follow.objects.of(user).order_by("-since", "-pk"))
    seen = visible_keys(((row.content_type_id, row.object_id) for row in rows), user)
    labels = {kind: kind_label(kind) for kind in {row.content_type_id for row in rows}}
    return sorted((row for row in rows if (row.content_type_id, row.object_id) in seen), key=lambda row: labels[row.content_type_id])


def kind_label(content_type_id: int) -> str:
    """What things of the kind are called, among search results too; empty when their app is gone."""
    model = ContentType.objects.get_for_id(content_type_id).model_class()
    return capfirst(str(getattr(model, "search_label", "") or model._meta.verbose_name_plural)) if model is not None else ""


def lines_of(follows: Sequence[Follow], user: AnyUser) -> list[FollowLine]:
    """A page of follows with their things, in their order: a query for each kind."""
    things = visible_things(follows, user)
    lines: list[FollowLine] = []
    met: Counter[tuple[str, str]] = Counter()
    for row in follows:
        thing = things.get((row.content_type_id, row.object_id))
        if isinstance(thing, Followable):
            kind, place = kind_label(row.content_type_id), str(thing.place_words())
            name = f"{thing}, {place}" if place else str(thing)
            met[kind, name] += 1
            often = met[kind, name]
            lines.append(FollowLine(row, thing, kind, place, f"{name} ({often})" if often > 1 else name))
    return lines
