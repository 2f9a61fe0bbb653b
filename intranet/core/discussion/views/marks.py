"""Nods without words: reactions, and wanting to know too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from intranet.core.discussion import actions, queries, rules
from intranet.core.discussion.models import Comment, Reaction
from intranet.core.discussion.views.thread import comment_or_404
from intranet.core.kinds import State
from intranet.core.responses import actions as responses
from intranet.core.responses.models import ResponseRequest
from intranet.core.ui.http import announce, deny, is_partial

if TYPE_CHECKING:
    from intranet.core.ui.http import SignedInRequest


@require_POST
def react(request: SignedInRequest, pk: int) -> HttpResponse:
    """React to a comment, or no longer."""
    found, thing = comment_or_404(request, pk)
    if not rules.can_react(request.user, thing) or found.state != State.PUBLISHED:
        deny(request, found)
    kind = next((kind for kind in Reaction.Kind if kind in request.POST), None)
    if kind is None:
        return HttpResponse(status=400)
    wanted = request.POST[kind] == "1"
    actions.react(found, person=request.user, kind=kind, wanted=wanted)
    if not is_partial(request):
        return redirect(found)
    counts = queries.reactions_of(Comment, [found.pk], request.user)[found.pk]
    words = _("%(reaction)s: given") if wanted else _("%(reaction)s: taken back")
    return announce(render(request, "discussion/reactions.html", {"comment": found, "reactions": counts}), words % {"reaction": kind.label})


@require_POST
def want(request: SignedInRequest, pk: int) -> HttpResponse:
    """Want to know the answer too, or no longer."""
    found, _thing = comment_or_404(request, pk)
    asked = ResponseRequest.objects.of(found).first()
    if asked is None:
        raise Http404
    wanted = request.POST.get("wanted") != "0"
    responses.want_to_know(asked, person=request.user, wanted=wanted)
    if not is_partial(request):
        return redirect(found)
    words = _("You are told when it is answered.") if wanted else _("You are not told any more.")
    context = {"comment": found, "request_of": queries.requests_of([found.pk], request.user).get(found.pk)}
    return announce(render(request, "discussion/question.html", context), words)


@require_GET
def reactions(request: SignedInRequest, pk: int) -> HttpResponse:
    """Who reacted to a comment."""
    found, thing = comment_or_404(request, pk)
    if not rules.can_react(request.user, thing):
        deny(request, found)
    context = {"comment": found, "thing": thing, "people": queries.people_reacting(found)}
    if not is_partial(request):
        return render(request, "discussion/comment_reactions.html", context)
    return announce(render(request, "discussion/reacted.html", context), _("Who reacted"), focus=f"#c-{found.number}-who")
