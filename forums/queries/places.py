"""A person's places in the forums, which stand beside every page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, Q

from forums.models import Area
from forums.queries.areas import with_unread
from intranet.core.background import counted
from intranet.core.notifications.models import Follow, Preference
from intranet.core.organisation.queries import audiences_of, prepared_for

if TYPE_CHECKING:
    from forums.querysets import AreaQuerySet
    from intranet.core.kinds import Person


def places_of(user: Person, *, limit: int = 6) -> list[Area]:
    """The areas that the person watches and those of their service, with what is unread, which may be some seconds old (decision 155): one query.

    Nothing is unread in social ones for who has chosen when to hear of them: a number would tell at any time.
    """
    profile = getattr(user, "roost_profile", None)
    service = [] if profile is None or profile.service_id is None else [profile.service_id]
    key, audiences = places_key(user), audiences_of(user)
    numbers: dict[int, int] | None = counted.recall(key, stamp=audiences)
    areas = [] if numbers is None else _places(user, *service, limit=limit)
    if numbers is None or any(area.pk not in numbers for area in areas):
        areas = _counted_places(user, *service, limit=limit)
        numbers = {area.pk: 0 if area.is_quiet else area.unread for area in areas}  # type: ignore[attr-defined]
        counted.keep(key, numbers, stamp=audiences)
    for area in areas:
        area.unread = numbers[area.pk]
    return areas


@prepared_for
def _places(user: Person, service: int = 0, *, limit: int) -> AreaQuerySet:
    return _near(user, service)[:limit]


@prepared_for
def _counted_places(user: Person, service: int = 0, *, limit: int) -> AreaQuerySet:
    chosen = Exists(Preference.objects.filter(person=user.pk).exclude(social=""))
    return with_unread(_near(user, service), user).annotate(is_quiet=Q(kind=Area.Kind.SOCIAL) & chosen)[:limit]


def _near(user: Person, service: int) -> AreaQuerySet:
    """Those that are not archived; without a service those that the person watches."""
    watched = Follow.objects.of(user).filter(content_type=ContentType.objects.get_for_model(Area), level=Follow.Level.EVERYTHING)
    near = Q(pk__in=watched.values("object_id")) | Q(service_id=service) if service else Q(pk__in=watched.values("object_id"))
    return Area.objects.visible_to(user).filter(near).exclude(state=Area.AreaState.ARCHIVED)


def places_key(user: Person) -> str:
    """Under which the numbers of a person's places are kept."""
    return f"places:{user.pk}"
