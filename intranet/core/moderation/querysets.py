"""Which cases and reports a person may see."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Exists, OuterRef, Q

from intranet.core.background import now
from intranet.core.kinds import Moderated, Reportable, kinds_of
from intranet.core.organisation.models import Role
from intranet.core.organisation.queries import roles_of

if TYPE_CHECKING:
    from intranet.core.kinds import AnyUser


MODERATING = (Role.MODERATOR, Role.SENIOR_MODERATOR)
#: The decisions that authors hear of.
TOLD_TO_AUTHORS = ("approved", "declined", "hidden")


class CaseQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: AnyUser) -> CaseQuerySet:
        """The cases of a moderator's teams, and of a person's own those whose decision they are told of.

        Of a report that changed nothing for them, nobody need know that it was made.
        """
        told = Q(author_id=user.pk, author__isnull=False, decision__in=TOLD_TO_AUTHORS)
        return self.filter(self._of_teams(user) | told)

    def for_teams_of(self, user: AnyUser) -> CaseQuerySet:
        """The cases of the services, with their sub-services, and the areas that the person moderates."""
        return self.filter(self._of_teams(user))

    @staticmethod
    def _of_teams(user: AnyUser) -> Q:
        mine = Q(pk__in=[])
        for held in roles_of(user):
            if held.role == Role.CENTRAL_COORDINATOR and held.service_path is None and held.area is None:
                mine |= Q(team="centre")
            elif held.role not in MODERATING:
                continue
            elif held.area is not None:
                mine |= Q(team="area", area_type_id=held.area[0], area_id=held.area[1])
            elif held.service_path is not None:
                mine |= Q(team="service", service__path__startswith=held.service_path)
            else:
                mine |= Q(team__in=["area", "service", "centre"])
        return mine

    def open(self) -> CaseQuerySet:
        return self.filter(decided_at__isnull=True)

    def decided(self) -> CaseQuerySet:
        return self.filter(decided_at__isnull=False)

    def without_part_of(self, user: AnyUser) -> CaseQuerySet:
        """Without those that the person wrote or reported, and so may not decide."""
        return self.exclude(author_id=user.pk, author__isnull=False).exclude(self._reported_by(user)).exclude(self._of_own_pages(user))

    @staticmethod
    def _of_own_pages(user: AnyUser) -> Q:
        """About pages that the person typed in whosever name, or answers for."""
        kinds: list[Any] = [model for model in kinds_of(Reportable) if not issubclass(model, Moderated)]
        mine = Q(pk__in=[])
        for kind in kinds:
            mine |= Q(content_type=ContentType.objects.get_for_model(kind).pk, object_id__in=kind.work_of(user).values("pk"))
        return mine

    def claimed_by(self, user: AnyUser) -> CaseQuerySet:
        return self.filter(claimed_by_id=user.pk, claimed_until__gt=now())

    def to_do_for(self, user: AnyUser) -> CaseQuerySet:
        """Open, theirs to decide, and not in somebody else's hands."""
        elsewhere = Q(claimed_by__isnull=False, claimed_until__gt=now()) & ~Q(claimed_by_id=user.pk)
        return self.for_teams_of(user).open().without_part_of(user).exclude(elsewhere)

    def _reported_by(self, user: AnyUser) -> Exists:
        reports = self.model._meta.get_field("reports").related_model
        return Exists(reports._base_manager.filter(case=OuterRef("pk"), reporter_id=user.pk))


class ReportQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: AnyUser) -> ReportQuerySet:
        """A person's own, with what became of them. Moderators read reports on the case, never here."""
        return self.filter(reporter_id=user.pk, reporter__isnull=False).select_related("case")


class AppendOnlyQuerySet(models.QuerySet[Any]):
    """Rows are only ever added."""

    def update(self, **kwargs: object) -> NoReturn:
        raise TypeError("These rows are only ever added.")

    def delete(self) -> NoReturn:
        raise TypeError("These rows are only ever added.")


class OpeningQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: AnyUser) -> OpeningQuerySet:
        """What was asked about names in the places of a senior moderator."""
        mine = Q(pk__in=[])
        for held in roles_of(user):
            if held.role != Role.SENIOR_MODERATOR:
                continue
            if held.area is not None:
                mine |= Q(area_type_id=held.area[0], area_id=held.area[1])
            elif held.service_path is not None:
                mine |= Q(service__path__startswith=held.service_path)
            else:
                return self.all()
        return self.filter(mine)
