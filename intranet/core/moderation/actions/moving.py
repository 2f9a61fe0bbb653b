"""Things that lie elsewhere now: their cases go to the team of the new place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from wagtail.log_actions import log

from intranet.core.moderation.models import Case
from intranet.core.moderation.queries import team_for
from intranet.core.organisation.models import Service

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from intranet.core.kinds import Moderated, Person


def with_open_cases(things: QuerySet[Moderated]) -> QuerySet[Moderated]:
    """Those of ``things`` that are in front of moderators."""
    cases = Case.objects.open().filter(content_type=ContentType.objects.get_for_model(things.model))
    return things.filter(pk__in=cases.values("object_id"))


@transaction.atomic
def hand_over(things: QuerySet[Moderated], *, actor: Person | None) -> None:
    """The open cases of ``things``, which lie elsewhere now, go to the nearest team there, and to nobody's hands.

    Whoever moves things locks those of ``with_open_cases`` before anything else, because things are locked before their cases.
    """
    moved = {thing.pk: thing for thing in with_open_cases(things)}
    cases = Case.objects.select_for_update(of=("self",), no_key=True).open()
    for case in cases.filter(content_type=ContentType.objects.get_for_model(things.model), object_id__in=moved).order_by("pk"):
        context = moved[case.object_id].case_context()
        service = Service.objects.filter(pk=context.service_id).first() if context.service_id else None
        involved = {case.author_id, *case.reports.values_list("reporter_id", flat=True)} - {None}
        case.team, case.service = team_for(service, context.area, involved=involved), service
        case.area = context.area if case.team == Case.Team.AREA else None
        case.claimed_by = case.claimed_until = None
        case.save(update_fields=["team", "service", "area_type", "area_id", "claimed_by", "claimed_until"])
        log(case, "roost.moderation.handed_over", user=actor)
