"""The one queue: cases and drafts, as a moderator's list shows them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib.contenttypes.models import ContentType
from django.contrib.contenttypes.prefetch import GenericPrefetch
from django.db.models import Case as Choice
from django.db.models import CharField, Exists, F, OuterRef, Prefetch, Subquery, When
from django.utils.crypto import constant_time_compare

from intranet.core.kinds import Moderated, kinds_of
from intranet.core.moderation.models import Case, Report, ReportedPage, Sealable, mark_of
from intranet.core.moderation.rules import wrote
from intranet.core.organisation.models import Service

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from intranet.core.kinds import AnyUser
    from intranet.core.moderation.querysets import CaseQuerySet


QUOTE = 200


@dataclass(frozen=True, slots=True)
class Entry:
    """A case as a line of the queue. ``part``: wrote or reported, when the reader may not decide it."""

    case: Case
    quote: str
    reasons: str
    part: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """How much waits for a moderator, and the nearest due time."""

    number: int
    due_at: datetime | None


def queue_of(user: AnyUser, *, show: str = "mine", kind: str = "", service: Service | None = None) -> CaseQuerySet:
    """The cases of a moderator's teams. ``show``: mine (to do), all (open), claimed (by me), decided. Oldest due first."""
    if show == "mine":
        cases = Case.objects.to_do_for(user)
    else:
        cases = Case.objects.for_teams_of(user)
        cases = cases.decided() if show == "decided" else cases.open()
        cases = cases.claimed_by(user) if show == "claimed" else cases
    if kind:
        cases = cases.filter(kind=kind)
    if service is not None:
        cases = cases.filter(service__path__startswith=service.path)
    return cases.order_by("-decided_at", "-pk") if show == "decided" else cases.order_by(F("due_at").asc(nulls_last=True), "pk")


def with_words(cases: CaseQuerySet) -> CaseQuerySet:
    """Cases with their words, claims and reports: one query for each kind of thing, whatever their number."""
    full = cases.select_related("service", "claimed_by__roost_profile", "decided_by__roost_profile")
    pages = [kind.for_cases() for kind in kinds_of(ReportedPage)]
    sealed = [kind._base_manager.select_related("seal") for kind in kinds_of(Sealable) if issubclass(kind, Moderated)]
    return full.prefetch_related(GenericPrefetch("thing", [*pages, *sealed]), Prefetch("reports", Report.objects.order_by("pk")))


def entry_of(case: Case, user: AnyUser) -> Entry:
    """A case of ``with_words`` as the person's list shows it."""
    own = wrote(user, case)
    reports = list(case.reports.all())
    part = "wrote" if own else "reported" if any(report.reporter_id == user.pk for report in reports) else ""
    words = " ".join((case.words or case.thing.case_words()).split()) if case.thing is not None else ""
    quote = words if len(words) <= QUOTE else f"{words[: QUOTE - 1].rsplit(' ', 1)[0]}…"
    reasons = "" if own else ", ".join(dict.fromkeys(str(report.get_reason_display()) for report in reports))
    return Entry(case, quote, reasons, part)


def not_sealed_by(user: AnyUser, cases: CaseQuerySet) -> list[Case]:
    """Without those about what the person wrote under an alias. No row says whose that is, so each seal is compared here. One query."""
    kinds = {ContentType.objects.get_for_model(kind): kind for kind in kinds_of(Sealable) if issubclass(kind, Moderated)}

    def of_seal(field: str) -> Choice:
        things = {key: kind._base_manager.filter(pk=OuterRef("object_id")).values(f"seal__{field}") for key, kind in kinds.items()}
        return Choice(*(When(content_type=key, then=Subquery(thing)) for key, thing in things.items()), output_field=CharField())

    found = cases.annotate(sealed_in=of_seal("place"), sealed_by=of_seal("mark"))
    return [case for case in found if not case.sealed_by or not constant_time_compare(case.sealed_by, mark_of(case.sealed_in, user))]


def next_case_for(user: AnyUser) -> Case | None:
    """What is due first of what is theirs to do."""
    return next(iter(not_sealed_by(user, queue_of(user).only("due_at"))), None)


def waiting_for(user: AnyUser) -> Waiting:
    """How many cases are theirs to do: one query."""
    found = not_sealed_by(user, Case.objects.to_do_for(user).only("due_at"))
    return Waiting(len(found), min((case.due_at for case in found if case.due_at), default=None))


def services_in_queue(user: AnyUser) -> QuerySet[Service]:
    """The services of which the person's teams have cases."""
    cases = Case.objects.for_teams_of(user).filter(service=OuterRef("pk"))
    services: QuerySet[Service] = Service.objects.filter(Exists(cases)).order_by("name")
    return services
