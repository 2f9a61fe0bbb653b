"""Telling moderators, after whoever wrote or reported has their answer."""

from __future__ import annotations

from django_tasks import task

from intranet.core.moderation.models import Case
from intranet.core.moderation.notices import CaseWaiting
from intranet.core.moderation.queries import judges_of
from intranet.core.notifications.actions import notify


@task()
def tell_judges(case_id: int) -> None:
    """Those who may decide an open case: each once, also when it is passed to another team."""
    case = Case.objects.open().filter(pk=case_id).first()
    if case is not None:
        notify(CaseWaiting, thing=case, recipients=judges_of(case))
