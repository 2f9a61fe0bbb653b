"""Reporting what should be looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils.translation import gettext as _

from intranet.core.background import enqueue
from intranet.core.moderation.actions.opening import open_case, open_case_of, record
from intranet.core.moderation.actions.states import locked
from intranet.core.moderation.models import Case, CaseEvent, Report
from intranet.core.moderation.queries import team_for
from intranet.core.moderation.rules import can_report
from intranet.core.moderation.tasks import tell_judges
from intranet.core.organisation.queries import name_of

if TYPE_CHECKING:
    from intranet.core.kinds import Person, Reportable


class NothingToReport(Exception):
    """It is the person's own, or nothing that they can see."""


class AlreadyReported(Exception):
    """Once a person and thing."""


@transaction.atomic
def report(thing: Reportable, *, reporter: Person, reason: str, words: str = "") -> Case:
    """Put ``thing`` in front of its moderators, together with what others reported of it."""
    current = locked(thing)
    if current is None or not can_report(reporter, current):
        raise NothingToReport
    if not type(thing)._default_manager.visible_to(reporter).filter(pk=thing.pk).exists():  # type: ignore[attr-defined]
        raise NothingToReport
    kind = ContentType.objects.get_for_model(thing)
    if Report.objects.filter(content_type=kind, object_id=thing.pk, reporter_id=reporter.pk).exists():
        raise AlreadyReported
    involved = {reporter.pk, *current.case_people()}
    case = open_case_of(current) or open_case(current, kind=Case.Kind.REPORT, why=_("Reported by a colleague."), involved=involved)
    Report.objects.create(
        case=case,
        content_type=kind,
        object_id=thing.pk,
        reporter_id=reporter.pk,
        reporter_name=name_of(reporter),
        reason=Report.Reason(reason),
        words=words[:2000],
    )
    record(case, CaseEvent.Verb.REPORTED, actor=reporter, text=str(Report.Reason(reason).label))
    _pass_up(case, current)
    return case


def _pass_up(case: Case, thing: Reportable) -> None:
    """When the last free moderator of a team reports, the case goes one level up."""
    involved = {*case.reports.filter(reporter__isnull=False).values_list("reporter_id", flat=True), *thing.case_people()}
    team = team_for(case.service, thing.case_context().area, involved=involved)
    if team != case.team:
        Case.objects.filter(pk=case.pk).update(team=team)
        case.team = team
        record(case, CaseEvent.Verb.PASSED_UP, actor=None, text=str(Case.Team(team).label))
        enqueue(tell_judges, case.pk)
