"""Outcomes by source, service and year; what they came of; who is told of them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.db.models.functions import ExtractYear
from django.utils.translation import gettext as _

from intranet.core.background.statements import filled_up
from intranet.core.kinds import Followable, Heard
from intranet.core.notifications.queries import followers_of
from intranet.core.organisation.models import Audience, Service
from intranet.core.organisation.queries import audiences_of, prepared_for
from intranet.core.responses.models import Outcome, ResponseRequest
from intranet.core.responses.queries.requests import who_wants_to_know

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import Model, QuerySet

    from intranet.core.kinds import AnyUser, Person


@dataclass(frozen=True, slots=True)
class OutcomeFilter:
    """What a reader of outcomes wants to see; what is empty narrows nothing."""

    service: Service | None = None
    year: int | None = None
    status: str = ""

    def of(self, outcomes: QuerySet[Outcome]) -> QuerySet[Outcome]:
        wanted: dict[str, Any] = {}
        if self.service is not None:
            wanted["service__path__startswith"] = self.service.path
        if self.year is not None:
            wanted["published_at__year"] = self.year
        if self.status:
            wanted["status"] = self.status
        return outcomes.filter(**wanted).order_by("-published_at", "-pk")


def kind_and_key(thing: Model) -> tuple[int, int]:
    """By what outcomes point at a thing."""
    return ContentType.objects.get_for_model(thing).pk, thing.pk


def outcomes_of(thing: Model, user: AnyUser) -> list[Outcome]:
    """What came of one thing that the person was found to see: one query."""
    return outcomes_at([thing], user)[kind_and_key(thing)]


def outcomes_at(things: Iterable[Model], user: AnyUser) -> dict[tuple[int, int], list[Outcome]]:
    """What came of things that the person was found to see, by content type and key: one query."""
    keys: dict[int, list[int]] = defaultdict(list)
    for thing in things:
        keys[ContentType.objects.get_for_model(thing).pk].append(thing.pk)
    outcomes: dict[tuple[int, int], list[Outcome]] = defaultdict(list)
    for outcome in _came_of(user, *(value for kind, found in keys.items() for value in (kind, filled_up(found)))):
        outcomes[outcome.content_type_id, outcome.object_id].append(outcome)
    return outcomes


@prepared_for
def _came_of(user: AnyUser, *kinds_and_keys: Any) -> QuerySet[Outcome]:
    at = Q(pk__in=[])
    for kind, keys in zip(kinds_and_keys[::2], kinds_and_keys[1::2], strict=True):
        at |= Q(content_type=kind, object_id__in=keys)
    open_to_them = Q(audience__isnull=True) | Q(audience_id__in=audiences_of(user))
    return Outcome.objects.filter(at, open_to_them).order_by("published_at", "pk")


def years_and_services(user: AnyUser) -> tuple[list[int], list[Service]]:
    """By what the outcomes that a person may see can be narrowed: two queries."""
    seen = Outcome.objects.visible_to(user).order_by()
    years = seen.annotate(year=ExtractYear("published_at")).values_list("year", flat=True).distinct()
    services = Service.objects.filter(pk__in=seen.exclude(service=None).values("service")).order_by("name")
    return sorted(years, reverse=True), list(services)


def source_of(outcome: Outcome, user: AnyUser) -> Heard | None:
    """Where it was said, if the person may see that."""
    model = outcome.content_type.model_class()
    if model is None or not issubclass(model, Heard):
        return None
    things: Any = model._default_manager.all()
    things = things.for_documents() if hasattr(things, "for_documents") else things
    found: Heard | None = things.visible_to(user).filter(pk=outcome.object_id).first()
    return found


def who_had_a_say(outcome: Outcome) -> QuerySet[Person]:
    """Who took part where it was said, asked it, wanted to know too, or follows that or the outcome."""
    source = outcome.source
    told = Q(pk__in=followers_of(outcome).values("pk"))
    if source is not None:
        told |= Q(pk__in=source.took_part())
        if isinstance(source, Followable):
            told |= Q(pk__in=followers_of(source).values("pk"))
        request = ResponseRequest.objects.of(source).first()
        if request is not None:
            told |= Q(pk__in=who_wants_to_know(request).values("pk"))
    return get_user_model()._default_manager.filter(told, is_active=True)


def why_not_public(source: Heard | None, *, for_all_staff: bool) -> str:
    """In words, why what came of ``source`` cannot be made public; empty when it can."""
    if for_all_staff:
        return ""
    document = source.to_document() if source is not None else None
    if document is not None and document.audience_id == Audience.objects.all_staff_id():
        return ""
    return _("Not all colleagues can read where it was said. Let all staff read the outcome first.")
