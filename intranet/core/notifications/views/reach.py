"""Who will be told, asked before something is sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.contenttypes.models import ContentType
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods

from intranet.core.kinds import Discussable, Followable
from intranet.core.notifications.notices import Typed
from intranet.core.notifications.queries.mentions import called_by, not_reached, people_named
from intranet.core.notifications.queries.reach import reach_at
from intranet.core.text import MAX_SOURCE
from intranet.core.text import render as rendered
from intranet.core.ui.http import get_visible_or_404, is_partial

if TYPE_CHECKING:
    from django.http import HttpResponse

    from intranet.core.ui.http import SignedInRequest


@require_http_methods(["GET", "HEAD", "POST"])
def reach(request: SignedInRequest, kind: int, key: int = 0) -> HttpResponse:
    """Whom it reaches when the reader writes something at the place; sent with the words typed so far, also whom these name, answer or reach by their tags, and who of those named is not told.

    Where the place is chosen in the form itself, ``chosen`` in the query names the field. It changes nothing.
    """
    model = get_object_or_404(ContentType, pk=kind).model_class()
    if model is None or not issubclass(model, (Discussable, Followable)):
        raise Http404
    sent = request.POST.get(request.GET.get("chosen", ""), "")
    key = key or (int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 19 else 0)
    if not key:
        return render(request, _template(request), {"place": None})
    place = get_visible_or_404(model, request.user, pk=key)
    typed = _typed(request)
    words = request.POST.get("body", "")
    context = {
        "place": place,
        "reach": reach_at(place, actor=request.user, typed=typed),
        "called": called_by(words, place, actor=request.user),
        "not_told": not_reached(words, place, actor=request.user),
    }
    return render(request, _template(request), context)


def _template(request: SignedInRequest) -> str:
    return "notifications/reach_words.html" if is_partial(request) else "notifications/reach.html"


def _typed(request: SignedInRequest) -> Typed:
    """The words so far; ``answers`` in the query is the key of what they reply to."""
    words, answers = request.POST.get("body", "")[:MAX_SOURCE], request.GET.get("answers", "")
    return Typed(
        names=frozenset(people_named(words).values_list("username", flat=True) if "@" in words else ()),
        tags=frozenset(rendered(words).hashtags if "#" in words else ()),
        answers=int(answers) if answers.isascii() and answers.isdigit() and len(answers) < 19 else None,
    )
