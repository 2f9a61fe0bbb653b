"""Nods without words: reactions, and wanting to know too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from intranet.core.discussion import actions, queries, rules
from intranet.core.discussion.conf import reaction_kinds
from intranet.core.discussion.models import Comment, Reaction
from intranet.core.discussion.views.thread import comment_or_404, thing_or_404
from intranet.core.responses import actions as responses
from intranet.core.responses.models import ResponseRequest
from intranet.core.ui.http import announce, deny, is_partial

if TYPE_CHECKING:
    from django.db.models import Model

    from intranet.core.kinds import Discussable
    from intranet.core.ui.http import SignedInRequest


@require_POST
def react(request: SignedInRequest, pk: int) -> HttpResponse:
    """React to a comment, or no longer."""
    found, thing = comment_or_404(request, pk)
    if not rules.can_react(request.user, thing, found):
        deny(request, found, _why_not(thing))
    words = _reacted(request, found)
    if words is None:
        return HttpResponse(status=400)
    if not is_partial(request):
        return redirect(found)
    counts = queries.reactions_of(Comment, [found.pk], request.user)[found.pk]
    context = {"reactions": counts, "anchor": f"c-{found.number}", "what": found.what}
    return announce(render(request, "discussion/reactions.html", context), words)


@require_POST
def react_to_thing(request: SignedInRequest, kind: int, key: int) -> HttpResponse:
    """React to what is discussed, or no longer."""
    thing = thing_or_404(request, kind, key)
    if not rules.can_react(request.user, thing):
        deny(request, thing, _why_not(thing))
    words = _reacted(request, thing)
    if words is None:
        return HttpResponse(status=400)
    if not is_partial(request):
        return redirect(f"{thing.get_absolute_url()}#reactions")
    counts = queries.reactions_at([thing], request.user)[kind, key]
    context = {"thing": thing, "can_react": True, "reactions": counts, "has_any": any(found.count for found in counts)}
    return announce(render(request, "discussion/thing_reactions.html", context), words)


def _why_not(thing: Discussable) -> str:
    """In the words that stand where comments would be written, why nobody reacts now; empty when that is not why."""
    now = thing.comments_now()
    return now.why if now.is_silent else ""


def _reacted(request: SignedInRequest, thing: Model) -> str | None:
    """Keep what was pressed, and say it in words; None when it is no reaction that the site offers."""
    kind = next((Reaction.Kind(kind) for kind in reaction_kinds() if kind in request.POST), None)
    if kind is None:
        return None
    wanted = request.POST[kind] == "1"
    try:
        actions.react(thing, person=request.user, kind=kind, wanted=wanted)
    except actions.CannotReact:
        deny(request, thing)
    words = _("%(reaction)s: given") if wanted else _("%(reaction)s: taken back")
    return words % {"reaction": kind.label}


@require_POST
def want(request: SignedInRequest, pk: int) -> HttpResponse:
    """Want to know the answer too, or no longer."""
    found, thing = comment_or_404(request, pk)
    asked = ResponseRequest.objects.of(found).first()
    if asked is None:
        raise Http404
    if thing.comments_now().is_silent:
        deny(request, found, _why_not(thing))
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
    if not rules.shows_reactions(thing):
        deny(request, found)
    context = {"comment": found, "thing": found, "people": queries.people_reacting(found)}
    if not is_partial(request):
        return render(request, "discussion/reactions_page.html", context)
    return announce(render(request, "discussion/reacted.html", context), _("Who reacted"), focus=f"#c-{found.number}-who")


@require_GET
def reactions_to_thing(request: SignedInRequest, kind: int, key: int) -> HttpResponse:
    """Who reacted to what is discussed."""
    thing = thing_or_404(request, kind, key)
    if not rules.shows_reactions(thing):
        deny(request, thing)
    return render(request, "discussion/reactions_page.html", {"thing": thing, "people": queries.people_reacting(thing)})
