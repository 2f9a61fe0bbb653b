"""What a leader and the delegates begin the day with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from blogs import actions, queries, rules
from intranet.core.ui.http import rendered_panels

if TYPE_CHECKING:
    from django.http import HttpResponse

    from intranet.core.ui.http import SignedInRequest


@require_safe
def morning(request: SignedInRequest) -> HttpResponse:
    """What waits, what was said, what the week is about, what is to be approved; for whom nobody waits as a leader it does not exist."""
    leaders = queries.answers_for(request.user)
    actions.note_answering(request.session, request.user, answers=bool(leaders))
    if not leaders:
        raise Http404
    number, waiting = queries.waiting_in(request.user, leaders)
    drafts = queries.drafts_waiting_for(request.user)
    context = {
        "leaders": leaders,
        "number": number,
        "waiting": waiting,
        "comments": queries.not_replied_to(request.user, leaders),
        "themes": queries.themes_of_the_week(request.user),
        "drafts": [draft for draft in drafts if rules.is_no_ghost(request.user, draft)],
        "panels": rendered_panels("morning", request),
    }
    return render(request, "blogs/morning.html", context)
