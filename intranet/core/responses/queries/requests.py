"""Who owes what, until when, and how well promises were kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from statistics import median
from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Exists, F, OuterRef, Q
from django.utils.translation import gettext as _

from intranet.core.background import now
from intranet.core.background.statements import filled_up
from intranet.core.kinds import Addressee, Office, kinds_of
from intranet.core.organisation.models import Role, Service
from intranet.core.organisation.queries import calendar_of, holders_of, name_of, prepared_for, promise_minutes_of
from intranet.core.responses.conf import STEPS
from intranet.core.responses.models import AlsoWants, Reminder, RequestEvent, ResponseRequest
from intranet.core.responses.rules import ANSWERING

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from django.db.models import Model, QuerySet

    from intranet.core.kinds import AnyUser, Person
    from intranet.core.responses.querysets import ResponseRequestQuerySet


@dataclass(frozen=True, slots=True)
class Record:
    """The public record of who answers, over a period. Times are in working minutes."""

    answered: int
    in_time: int
    median_minutes: int | None
    declined: int
    waiting: int
    overdue: int
    put_off: int = 0
    passed_on: int = 0


def waiting_for(user: AnyUser) -> QuerySet[ResponseRequest]:
    """What waits for an answer of the person, as addressee or as a delegate: what is due first comes first."""
    return ResponseRequest.objects.owed_by(user).open().order_by("due_at", "pk")


def late_for(user: AnyUser) -> QuerySet[ResponseRequest]:
    """What others owe, of which the person was told that it is nearly due or overdue."""
    told = Reminder.objects.filter(person_id=user.pk, step__gt=STEPS[0]).values("request")
    return ResponseRequest.objects.open().filter(pk__in=told).exclude(pk__in=waiting_for(user).order_by().values("pk")).order_by("due_at", "pk")


def answered_lately(user: AnyUser, *, limit: int = 2) -> list[ResponseRequest]:
    """The person's own questions that were answered in the last two days, with the answers the person may see."""
    since = now() - timedelta(days=2)
    answered = ResponseRequest.objects.filter(asker_id=user.pk, state=ResponseRequest.State.ANSWERED, closed_at__gte=since)
    return with_things(list(answered.order_by("-closed_at")[:limit]), "answer", user)


def with_things(requests: Sequence[ResponseRequest], name: str, user: AnyUser) -> list[ResponseRequest]:
    """Those of ``requests`` whose question or answer (``name``) the person may see, with it: one query for each kind of thing."""
    kind_of, key_of = ("content_type_id", "object_id") if name == "question" else ("answer_type_id", "answer_id")
    wanted: dict[int, set[int]] = {}
    for request in requests:
        wanted.setdefault(getattr(request, kind_of), set()).add(getattr(request, key_of))
    things: dict[tuple[int, int], Model] = {}
    for kind, keys in wanted.items():
        model = ContentType.objects.get_for_id(kind).model_class()
        if model is not None:
            things |= {(kind, thing.pk): thing for thing in model._default_manager.visible_to(user).filter(pk__in=keys)}  # type: ignore[attr-defined]
    found = []
    for request in requests:
        thing = things.get((getattr(request, kind_of), getattr(request, key_of)))
        if thing is not None:
            setattr(request, name, thing)
            found.append(request)
    return found


def requests_at(model: type[Model], keys: Collection[int], user: AnyUser) -> dict[int, ResponseRequest]:
    """The records of the questions and of the answers among things of a model, with how many want to know too, and what concerns the reader.

    A question has its own record, ``i_answer`` says whether the reader may answer it; an answer has that of its question. One query.
    """
    requests = {}
    for request in _requests_at(user, filled_up(keys) or (0,), model=model):
        requests[request.object_id] = request
        if request.answer_id is not None:
            requests[request.answer_id] = request
    return requests


@prepared_for
def _requests_at(user: AnyUser, keys: tuple[int, ...], *, model: type[Model]) -> QuerySet[ResponseRequest]:
    wanting = AlsoWants.objects.filter(request=OuterRef("pk"), person_id=user.pk)
    mine = ResponseRequest.objects.owed_by(user).filter(pk=OuterRef("pk"))
    return (  # type: ignore[no-any-return]
        ResponseRequest.objects.about(model)
        .filter(Q(object_id__in=keys) | Q(answer_type=F("content_type"), answer_id__in=keys))
        .select_related("closed_by__roost_profile")
        .annotate(also=Count("also_wanted_by"), i_want=Exists(wanting), i_answer=Exists(mine))
    )


def requests_put_to(user: Person, *, reader: AnyUser | None = None) -> list[ResponseRequest]:
    """The questions put to ``user``, or passed on by them: those that ``reader`` may see, all by default; what is due first comes first. One query."""
    return _put_to(reader, user.pk) if reader is not None else list(_asked_of(user.pk))


@prepared_for
def _put_to(reader: AnyUser, addressee: int) -> ResponseRequestQuerySet:
    return _asked_of(addressee).visible_to(reader)


def _asked_of(addressee: int) -> ResponseRequestQuerySet:
    moved = RequestEvent.objects.filter(former=addressee)
    passed = moved.filter(verb=RequestEvent.Verb.PASSED).values("request")
    put_off = Exists(moved.filter(request=OuterRef("pk"), verb=RequestEvent.Verb.HELD))
    asked = ResponseRequest.objects.filter(Q(addressee=addressee) | Q(pk__in=passed))
    return asked.defer("reason").annotate(put_off=put_off).order_by("due_at", "pk")  # type: ignore[no-any-return]


def record_of(user: Person, *, reader: AnyUser | None = None, since: datetime | None = None) -> Record:
    """What became of the questions put to ``user``, or passed on by them: those that ``reader`` may see, asked ``since`` then; all by default. One query."""
    return record_from(requests_put_to(user, reader=reader), user, since=since)


def record_from(rows: Sequence[ResponseRequest], user: Person, *, since: datetime | None = None) -> Record:
    """The record that ``rows``, from ``requests_put_to``, make: of those asked ``since`` then."""
    rows = [request for request in rows if since is None or request.asked_at >= since]
    requests = [request for request in rows if request.addressee_id == user.pk]
    answered = [request for request in requests if request.state == ResponseRequest.State.ANSWERED]
    minutes = [request.answer_minutes for request in answered if request.answer_minutes is not None]
    return Record(
        answered=len(answered),
        in_time=sum(request.was_in_time for request in answered),
        median_minutes=round(median(minutes)) if minutes else None,
        declined=sum(request.state == ResponseRequest.State.DECLINED for request in requests),
        waiting=sum(request.is_open for request in requests),
        overdue=sum(request.is_overdue for request in requests),
        put_off=sum(request.put_off for request in rows),  # type: ignore[attr-defined]
        passed_on=len(rows) - len(requests),
    )


def service_of(addressee: Addressee) -> Service | None:
    """The service in whose hours ``addressee`` answers."""
    if isinstance(addressee.service, Service):
        return addressee.service
    return Service.objects.filter(pk=addressee.service_id).first() if addressee.service_id else None


def due_if_asked_now(addressee: Addressee) -> datetime:
    """By when a question put to ``addressee`` now would be due."""
    service = service_of(addressee)
    return calendar_of(service).add_minutes(now(), promise_minutes_of(service))


def who_answers(request: ResponseRequest) -> list[Person]:
    """Those who are told that they owe an answer: the addressee with the delegates; of what a service was asked, its people."""
    if request.addressee is not None:
        return [request.addressee, *request.delegates.all()]
    return [*people_of(request.service), *request.delegates.all()] if request.service else list(request.delegates.all())


def people_of(service: Service) -> QuerySet[Person]:
    """Those who answer what is asked of a service: by role, and by their post in it."""
    posts = [pk for pk in (service.lead_id, service.deputy_id, service.duty_officer_id) if pk is not None]
    roles = holders_of(*ANSWERING, service=service).values("pk")
    return get_user_model()._default_manager.filter(Q(pk__in=posts) | Q(pk__in=roles), is_active=True)


def who_wants_to_know(request: ResponseRequest) -> QuerySet[Person]:
    """Who asked, and everybody who wants to know too."""
    also = AlsoWants.objects.filter(request=request).values("person")
    return get_user_model()._default_manager.filter(Q(pk=request.asker_id) | Q(pk__in=also), is_active=True)


def told_at(request: ResponseRequest, step: int) -> list[Person]:
    """Who is told when a step of the clock is reached: who owes the answer, then those beside them, then those above."""
    service = request.service
    if step == STEPS[0]:
        return [request.addressee] if request.addressee is not None else who_answers(request)
    if step == STEPS[1]:
        deputy = [service.deputy] if service is not None and service.deputy is not None else []
        return [*request.delegates.all(), *deputy, *holders_of(Role.CHAMPION, service=service)]
    lead = [service.lead] if service is not None and service.lead is not None else []
    return [*lead, *holders_of(Role.CENTRAL_COORDINATOR, service=service)]


def addressee_of(target: Person | Service) -> Addressee:
    """Who owes an answer: a service, or a person, with the post they hold and those who answer for them in it, in the hours of their service."""
    if isinstance(target, Service):
        return Addressee(user=None, service_id=target.pk, label=target.name, service=target)
    held = (office.addressee_for(target) for office in kinds_of(Office))
    if in_office := next(filter(None, held), None):
        return in_office
    profile = getattr(target, "roost_profile", None)
    label = ", ".join(filter(None, [name_of(target), profile.post if profile else ""]))
    return Addressee(user=target, service_id=profile.service_id if profile else None, label=label)


def cannot_take(request: ResponseRequest, to: Addressee) -> str:
    """Why a question cannot be passed on to somebody, in words for who tries; empty when it can."""
    if to.user is not None:
        takers = [to.user] if to.user.is_active else []
        is_same = request.addressee_id == to.user.pk
    else:
        service = service_of(to)
        takers = list(people_of(service)) if service is not None else []
        is_same = request.addressee_id is None and request.service_id == to.service_id
    if is_same:
        return _("They are asked already.")
    if to.user is not None and to.user.pk == request.asker_id:
        return _("Nobody answers a question of their own.")
    if not takers:
        return _("Nobody answers there.")
    if not any(with_things([request], "question", person) for person in takers if person.pk != request.asker_id):
        return _("They cannot see this question, so they could not answer it.")
    return ""
