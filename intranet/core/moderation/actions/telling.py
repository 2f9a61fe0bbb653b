"""Who hears of a decision. Used by the acts beside it only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from intranet.core.moderation.actions.seals import note_news
from intranet.core.moderation.models import Seal
from intranet.core.moderation.notices import CaseDecided, ReportDecided
from intranet.core.moderation.querysets import TOLD_TO_AUTHORS
from intranet.core.notifications.actions import notify

if TYPE_CHECKING:
    from intranet.core.moderation.models import Case


def tell(case: Case) -> None:
    """Tell the author and each reporter once.

    Authors hear of what changed for them: a dismissed report changed nothing, and nobody need know that it was made.
    """
    if case.author is not None and case.decision in TOLD_TO_AUTHORS:
        notify(CaseDecided, thing=case, recipients=[case.author])
    seal = getattr(case.thing, "seal", None) if case.author_id is None else None
    if seal is not None and case.decision in TOLD_TO_AUTHORS:
        note_news(Seal.objects.filter(pk=seal.pk))
    for report in case.reports.select_related("reporter"):
        if report.reporter is not None:
            notify(ReportDecided, thing=report, recipients=[report.reporter])
