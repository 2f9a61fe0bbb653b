"""Which polls a person sees, and all that one picture of a poll needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import apps
from django.db.models import Count, Exists, IntegerField, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from intranet.core.background import now
from intranet.core.organisation.models import Role
from intranet.core.organisation.queries import audiences_of, roles_of

if TYPE_CHECKING:
    from intranet.core.kinds import AnyUser
    from polls.models import Ballot, Choice, Clearance, Poll, Voter  # noqa: F401 -- named in quotes below


class PollQuerySet(QuerySet["Poll"]):
    def visible_to(self, user: AnyUser) -> PollQuerySet:
        """Published and opened, and put to the person or owned by them."""
        mine = Q(audience_id__in=audiences_of(user))
        if user.is_authenticated and user.is_active:
            mine |= Q(owner_id=user.pk)
        return self.filter(mine, live=True, opens__lte=now())

    def for_documents(self) -> PollQuerySet:
        """With what its search document and lists ask for."""
        return self.select_related("service")

    def open(self) -> PollQuerySet:
        moment = now()
        return self.filter(live=True, opens__lte=moment, closes__gt=moment)

    def closed(self) -> PollQuerySet:
        return self.filter(closes__lte=now())

    def waiting_for(self, user: AnyUser) -> PollQuerySet:
        """Open polls that are put to the person, who has not voted; the first to close comes first."""
        return self.open().filter(audience_id__in=audiences_of(user)).exclude(_voted(user)).order_by("closes", "pk")

    def with_reader(self, user: AnyUser) -> PollQuerySet:
        """Adds ``has_voted``, and ``my_choice_id`` where the poll is named."""
        ballots: QuerySet[Ballot] = apps.get_model("intranet_polls", "Ballot").objects.filter(poll=OuterRef("pk"), person_id=user.pk)
        return self.annotate(has_voted=_voted(user), my_choice_id=Subquery(ballots.values("choice_id")[:1]))  # type: ignore[no-redef]

    def with_figures(self) -> PollQuerySet:
        """Adds ``options``: the choices in order with what was counted for each, in one further query."""
        return self.prefetch_related(Prefetch("choices", queryset=_counted_choices(), to_attr="options"))  # type: ignore[no-redef]


class ClearanceQuerySet(QuerySet["Clearance"]):
    def visible_to(self, user: AnyUser) -> ClearanceQuerySet:
        """Those of the polls of a monitoring officer's services, and for who asked and the owner theirs."""
        mine = Q(pk__in=[])
        if user.is_authenticated and user.is_active:
            mine |= Q(asked_by_id=user.pk) | Q(owner_id=user.pk) | Q(poll__owner_id=user.pk)
        for held in roles_of(user):
            if held.role == Role.MONITORING_OFFICER and held.area is None:
                mine |= Q(service__path__startswith=held.service_path) if held.service_path is not None else ~Q(pk__in=[])
        return self.filter(mine)

    def waiting(self) -> ClearanceQuerySet:
        return self.filter(decided_at__isnull=True)

    def approved(self) -> ClearanceQuerySet:
        return self.filter(decision="approved")


def _voted(user: AnyUser) -> Exists:
    roll: QuerySet[Voter] = apps.get_model("intranet_polls", "Voter").objects.all()
    return Exists(roll.filter(poll=OuterRef("pk"), person_id=user.pk))


def _counted_choices() -> QuerySet[Choice]:
    ballots: QuerySet[Ballot] = apps.get_model("intranet_polls", "Ballot").objects.all()
    named = ballots.filter(choice=OuterRef("pk")).order_by().values("choice").annotate(cast=Count("pk")).values("cast")
    choices: QuerySet[Choice] = apps.get_model("intranet_polls", "Choice").objects.all()
    return choices.select_related("tally").annotate(ballots_cast=Coalesce(Subquery(named, output_field=IntegerField()), 0))  # type: ignore[no-redef]
