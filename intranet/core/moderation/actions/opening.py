"""How a case comes to be, and whose it is. Used by the acts beside it only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.contenttypes.models import ContentType

from intranet.core.background import enqueue, now
from intranet.core.kinds import State
from intranet.core.moderation import conf
from intranet.core.moderation.models import Case, CaseEvent
from intranet.core.moderation.queries import team_for
from intranet.core.moderation.tasks import tell_judges
from intranet.core.organisation import queries as organisation
from intranet.core.organisation.models import Service
from intranet.core.organisation.queries import name_of
from intranet.core.ui.actions import log_act

if TYPE_CHECKING:
    from intranet.core.kinds import Person, Reportable


def open_case_of(thing: Reportable) -> Case | None:
    """The open case of a thing, locked; the thing is locked already."""
    cases = Case.objects.select_for_update(of=("self",), no_key=True).open()
    return cases.filter(content_type=ContentType.objects.get_for_model(thing), object_id=thing.pk).first()


def open_case(thing: Reportable, *, kind: Case.Kind, why: str, involved: set[int]) -> Case:
    """A new case, for the nearest team with somebody who is not ``involved``, due in one working day.

    ``involved`` are the ids of those who wrote or reported it.
    """
    context = thing.case_context()
    service = Service.objects.filter(pk=context.service_id).first() if context.service_id else None
    team = team_for(service, context.area, involved=involved)
    opened = now()
    case = Case.objects.create(
        content_type=ContentType.objects.get_for_model(thing),
        object_id=thing.pk,
        kind=kind,
        state_before=State.DRAFT if thing.state == State.HELD else thing.state,  # held as it was written: nobody has seen it
        title=context.title[:200],
        team=team,
        service=service,
        area=context.area if team == Case.Team.AREA else None,
        author_id=thing.author_id,
        author_name=thing.author_name,
        why=why[:300],
        opened_at=opened,
        due_at=organisation.calendar_of(service).add_minutes(opened, conf.case_minutes()),
    )
    enqueue(tell_judges, case.pk)
    return case


def record(case: Case, verb: CaseEvent.Verb, *, actor: Person | None, text: str = "") -> CaseEvent:
    """Add to the case's own log and to Wagtail's. Without an actor it was done by a rule."""
    name = name_of(actor)
    log_act(case, f"roost.moderation.{verb}", person=actor, data={"text": text} if text else None)
    return CaseEvent.objects.create(case=case, actor_id=actor.pk if actor else None, actor_name=name, verb=verb, text=text)
