"""The names in a query, and what they stand for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.timezone import make_aware

from intranet.core.kinds import Findable, kinds_of
from intranet.core.organisation.models import Profile, Service
from intranet.core.search.engines import Scope
from intranet.core.search.engines.language import Synonyms, abbreviates, fold, synonyms_of
from intranet.core.search.models import SOCIAL
from intranet.core.search.queries.tags import names_in_use

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from intranet.core.search.engines.language import Query

PEOPLE = 200


@dataclass(frozen=True, slots=True)
class Names:
    """All services, read once for a search: their acronyms, slugs and sub-services."""

    services: tuple[Service, ...]
    synonyms: Synonyms

    @classmethod
    def read(cls) -> Names:
        services = tuple(Service.objects.only("pk", "slug", "name", "acronyms", "path", "depth", "numchild"))
        return cls(services, synonyms_of(_called(service) for service in services if service.acronyms))

    def scope_of(self, query: Query) -> tuple[Scope, tuple[str, ...]]:
        """What the operators demand, and the names among them that nobody and nothing has."""
        unknown: list[str] = []
        scope = Scope(
            authors=_people(query.authors, unknown) if query.authors else None,
            kinds_or_services=self._places(query.places, unknown) if query.places else None,
            tags=tuple(names_in_use(query.tags)),
            start=_midnight(query.after),
            end=_midnight(query.before),
        )
        return scope, tuple(unknown)

    def service_ids(self, slugs: Iterable[str]) -> tuple[int, ...]:
        wanted = set(slugs)
        found = tuple(service.pk for service in self.services if service.slug in wanted)
        return found or ((0,) if wanted else ())

    def slug_of(self, key: str) -> str:
        return next((service.slug for service in self.services if str(service.pk) == key), "")

    def services_called(self, keys: Iterable[str]) -> dict[str, str]:
        wanted = set(keys)
        return {str(service.pk): service.name for service in self.services if str(service.pk) in wanted}

    def people_called(self, keys: Iterable[str]) -> dict[str, str]:
        wanted = [int(key) for key in keys]
        if not wanted:
            return {}
        return {str(key): name for key, name in Profile.objects.filter(user__in=wanted).values_list("user_id", "name")}

    def _places(self, places: tuple[str, ...], unknown: list[str]) -> tuple[tuple[str, ...], tuple[int, ...]]:
        kinds, services = set[str](), set[int]()
        known = {kind.search_kind for kind in kinds_of(Findable)} | {SOCIAL}
        for place in places:
            meant = {kind for kind in known if place in (kind, f"{kind}s")}
            within = self._services_within(place)
            kinds |= meant
            services |= within
            if not (meant or within):
                unknown.append(f"in:{place}")
        return tuple(sorted(kinds)), tuple(sorted(services))

    def _services_within(self, place: str) -> set[int]:
        wanted = fold(place)
        paths = [
            service.path
            for service in self.services
            if wanted in (fold(service.slug), fold(service.name), *(fold(acronym) for acronym in service.acronyms.split(",") if acronym))
        ]
        return {service.pk for service in self.services if service.path.startswith(tuple(paths))} if paths else set()


def _called(service: Service) -> list[str]:
    """A service's name, and of its acronyms those that stand for it; others name what it deals with, and are not the same."""
    return [service.name, *(acronym for acronym in service.acronyms.split(",") if abbreviates(acronym, service.name))]


def _people(names: tuple[str, ...], unknown: list[str]) -> tuple[int, ...]:
    wanted = Q(pk__in=())
    for name in names:
        wanted |= Q(user__username__iexact=name) | Q(user__username__istartswith=f"{name}.") | Q(name__icontains=name)
    people = list(Profile.objects.filter(wanted).values_list("user_id", "user__username", "name")[:PEOPLE])
    called = [(username.lower(), full.lower()) for _, username, full in people]
    unknown += [
        f"from:{name}" for name in names if not any(username == name or username.startswith(f"{name}.") or name in full for username, full in called)
    ]
    return tuple(key for key, _, _ in people)


def _midnight(day: date | None) -> datetime | None:
    return make_aware(datetime.combine(day, time.min)) if day else None
