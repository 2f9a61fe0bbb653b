"""Home: what waits for the person, and what is new where they may look."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import render
from django.utils.timezone import localtime
from django.views.decorators.http import require_safe

from intranet.core.background import now
from intranet.core.organisation.models import Profile
from intranet.core.ui.http import rendered_panels
from intranet.core.ui.panels import NextSteps, all_of
from intranet.home.queries import roles_in_words

if TYPE_CHECKING:
    from django.http import HttpResponse

    from intranet.core.ui.http import SignedInRequest

MOST_STEPS = 4


@require_safe
def home(request: SignedInRequest) -> HttpResponse:
    steps = sorted((step for source in all_of(NextSteps) for step in source.steps(request.user)), key=lambda step: step.urgency)
    moment = localtime(now())
    context: dict[str, Any] = {
        "moment": moment,
        "part_of_day": _part_of_day(moment.hour),
        "steps": steps[:MOST_STEPS],
        "waiting": len(steps),
        "panels": rendered_panels("home", request),
        "side_panels": rendered_panels("home-side", request),
    }
    return render(request, "home/home.html", context)


@require_safe
def me(request: SignedInRequest) -> HttpResponse:
    """What is one's own: where each thing about oneself is seen and changed."""
    profile = Profile.objects.select_related("service").filter(user=request.user).first()
    return render(request, "home/me.html", {"profile": profile, "roles": roles_in_words(request.user)})


def _part_of_day(hour: int) -> str:
    return "morning" if hour < 12 else "afternoon" if hour < 18 else "evening"
