"""Whom words name: people, the duty officer of a service, and everybody who can read the place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.db.models import Q
from django.utils.translation import gettext as _

from intranet.core.notifications.queries.reach import left_out, readers_of
from intranet.core.notifications.rules import can_mention_everybody
from intranet.core.organisation.models import Service
from intranet.core.text import MAX_SOURCE, render

if TYPE_CHECKING:
    from collections.abc import Collection

    from django.db.models import Model, QuerySet

    from intranet.core.kinds import Person

#: ``@everyone``: all who can read the place.
EVERYONE = "everyone"
#: ``@service:housing``: whoever has the duty there.
SERVICE = "service:"


def known_names(names: Collection[str]) -> set[str]:
    """Which of the names that were typed are somebody's here: what ``core.text.render`` asks."""
    slugs = {name.removeprefix(SERVICE) for name in names if name.startswith(SERVICE)}
    known = {EVERYONE} & set(names)
    people = set(names) - {EVERYONE} - {f"{SERVICE}{slug}" for slug in slugs}
    if people:
        active = get_user_model()._default_manager.filter(is_active=True, username__in=people)
        known |= set(active.values_list("username", flat=True))
    if slugs:
        known |= {f"{SERVICE}{slug}" for slug in Service.objects.filter(slug__in=slugs).values_list("slug", flat=True)}
    return known


def names_in(words: str) -> tuple[str, ...]:
    """The names in words that are somebody's; it asks nothing of words without any."""
    return render(words[:MAX_SOURCE], known_names=known_names).mentions if "@" in words else ()


def newly_named(words: str, *, before: str) -> list[str]:
    """The names in words that are not in those before. ``@everyone`` is none: whoever calls everybody confirms it, and a change asks nothing."""
    names = names_in(words)
    known = {EVERYONE, *names_in(before)} if names else set()
    return [name for name in names if name not in known]


def people_named(words: str) -> QuerySet[Any]:
    """Those to be told that words name them. Who may see the place is asked later."""
    return people_of(names_in(words))


def people_of(names: Collection[str]) -> QuerySet[Any]:
    """Whose names they are: their own, or that of a service whose duty officer they are."""
    people = get_user_model()._default_manager.filter(is_active=True)
    slugs = [name.removeprefix(SERVICE) for name in names if name.startswith(SERVICE)]
    if not names:
        return people.none()
    named = Q(username__in=set(names) - {EVERYONE})
    return (
        people.filter(named | Q(pk__in=Service.objects.filter(slug__in=slugs).order_by().values("duty_officer"))) if slugs else people.filter(named)
    )


def everybody_at(place: Model, *, actor: Person) -> int:
    """How many people ``@everyone`` tells there."""
    number: int = readers_of(place).exclude(pk=actor.pk).count()
    return number


def called_by(words: str, place: Model, *, actor: Person) -> int:
    """How many people ``@everyone`` in words tells at ``place``: none when it is not there, or not theirs to use."""
    return everybody_at(place, actor=actor) if EVERYONE in names_in(words) and can_mention_everybody(actor, place) else 0


def not_reached(words: str, place: Model, *, actor: Person, before: str | None = None) -> list[str]:
    """For the writer, in words: which of those that are named, and were not ``before``, are not told, and why. Who has silenced the place is not said."""
    names = names_in(words) if before is None else newly_named(words, before=before)
    said = [
        _("@%(name)s cannot open this page, so nothing is sent to them.") % {"name": person.get_username()}
        for person in left_out([name for name in names if not name.startswith(SERVICE)], place)
    ]
    slugs = [name.removeprefix(SERVICE) for name in names if name.startswith(SERVICE)]
    if slugs:
        said += _services_not_reached(slugs, place)
    if EVERYONE in names and not can_mention_everybody(actor, place):
        said.append(_("@everyone is not yours to use here, so nobody is told by it."))
    return said


def _services_not_reached(slugs: list[str], place: Model) -> list[str]:
    services = list(Service.objects.filter(slug__in=slugs).select_related("duty_officer"))
    readers = set(readers_of(place).filter(pk__in=[service.duty_officer_id for service in services]).values_list("pk", flat=True))
    said = []
    for service in services:
        if service.duty_officer is None or not service.duty_officer.is_active:
            said.append(_("%(service)s has no duty officer now, so nobody there is told.") % {"service": service})
        elif service.duty_officer_id not in readers:
            said.append(_("The duty officer of %(service)s cannot open this page, so nothing is sent to them.") % {"service": service})
    return said
