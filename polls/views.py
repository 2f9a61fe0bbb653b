"""The list of polls, a poll, and the vote."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from intranet.core.notifications.queries import level_for
from intranet.core.responses.queries import outcomes_of
from intranet.core.responses.rules import can_record
from intranet.core.ui.http import deny, get_visible_or_404
from polls import actions, queries, rules
from polls.forms import DeclineForm, VoteForm
from polls.models import Clearance, Poll
from polls.models.poll import picture_of

if TYPE_CHECKING:
    from django.http import HttpResponse

    from intranet.core.ui.http import SignedInRequest

POLLS_A_PAGE = 20
POLLS_BESIDE = 5


@require_safe
def index(request: SignedInRequest) -> HttpResponse:
    """Open polls, those that wait for the reader first; or closed ones, the latest first."""
    closed = request.GET.get("show") == "closed"
    polls = Poll.objects.visible_to(request.user).with_reader(request.user).select_related("service")
    polls = polls.closed().order_by("-closes", "-pk") if closed else polls.open().order_by("has_voted", "closes", "pk")  # type: ignore[misc]
    page = Paginator(polls, POLLS_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "polls/index.html", {"page": page, "closed": closed})


@require_safe
def poll(request: SignedInRequest, pk: int, slug: str) -> HttpResponse:
    found = get_visible_or_404(_pictured(request), request.user, pk=pk)
    if slug != found.slug:
        return redirect(found, permanent=False)
    return _poll_page(request, found)


@require_POST
@sensitive_post_parameters()
def vote(request: SignedInRequest, pk: int, slug: str) -> HttpResponse:
    """Count the vote and lead back to where it was cast. What was chosen stands in no address, message or log."""
    found = get_visible_or_404(Poll, request.user, pk=pk)
    form = VoteForm(request.POST)
    if not form.is_valid():
        return _refused(request, pk, " ".join(form.errors["choice"]), status=422)  # type: ignore[arg-type]
    try:
        cast = actions.vote(found, voter=request.user, choice_id=form.cleaned_data["choice"])
    except actions.NotAsked as refusal:
        deny(request, found, str(refusal))
    except actions.PollClosed as refusal:
        return _refused(request, pk, str(refusal), status=409)
    except actions.NotAChoice as refusal:
        return _refused(request, pk, str(refusal), status=422)
    words = {
        actions.Cast.COUNTED: _("Your vote is counted."),
        actions.Cast.CHANGED: _("Your vote is changed."),
        actions.Cast.ALREADY: _("You had voted already. Your first vote counts; this one was not added."),
    }
    messages.success(request, words[cast])
    return HttpResponseRedirect(f"{_next(request) or found.get_absolute_url()}#poll-{pk}")


@require_http_methods(["GET", "HEAD", "POST"])
def clearance(request: SignedInRequest, pk: int) -> HttpResponse:
    """A poll as its voters will see it, for the monitoring officers, who decide before it opens; who asked, and its owner, may look."""
    clearances = Clearance.objects.select_related("poll", "service", "revision")
    found = get_visible_or_404(clearances, request.user, pk=pk)
    may_decide = found.waits and rules.decides_on(request.user, found)
    is_approval = request.POST.get("decision") == "approve"
    form = DeclineForm(request.POST if request.method == "POST" and not is_approval else None)
    if request.method == "POST" and (is_approval or form.is_valid()):
        return _decide(request, found, form, is_approval=is_approval)
    draft = found.revision.as_object()
    context = {
        "clearance": found,
        "crumbs": _crumbs(),
        "poll": draft,
        "asked": queries.how_many_are_asked(draft),
        "election": found.poll.election_of(found.revision) if found.waits else None,
        "may_decide": may_decide,
        "form": form,
    }
    return render(request, "polls/clearance.html", context, status=422 if form.errors else 200)


def _decide(request: SignedInRequest, found: Clearance, form: DeclineForm, *, is_approval: bool) -> HttpResponse:
    if not rules.decides_on(request.user, found):
        deny(request, found.poll)
    seen = request.POST.get("revision", "")
    try:
        if is_approval:
            actions.approve_poll(found, officer=request.user, seen=seen)
            messages.success(request, _("You approved this poll."))
        else:
            actions.decline_poll(found, officer=request.user, reason=form.cleaned_data["reason"], seen=seen)
            messages.success(request, _("You did not approve this poll. Who asked is told why."))
    except actions.AlreadyDecided as refusal:
        messages.warning(request, str(refusal))
    return redirect(found)


def _pictured(request: SignedInRequest) -> Any:
    polls = Poll.objects.with_reader(request.user).with_figures().select_related("service")
    return polls.annotate(follow_level=level_for(request.user, Poll))


def _next(request: SignedInRequest) -> str:
    """Where the voter came from, if it is a page of this site."""
    address = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(address, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    return address.partition("#")[0] if safe else ""


def _refused(request: SignedInRequest, pk: int, error: str, *, status: int) -> HttpResponse:
    found = get_visible_or_404(_pictured(request), request.user, pk=pk)
    return _poll_page(request, found, error=error, status=status, next=_next(request))


def _crumbs() -> list[tuple[str, str]]:
    return [(_("Polls"), reverse("polls:index"))]


def _poll_page(request: SignedInRequest, found: Poll, *, status: int = 200, **more: Any) -> HttpResponse:
    context = picture_of(found, request.user)
    if not found.is_anonymous and context["figures_shown"]:
        context["names"] = queries.names_by_choice(found)
    context["crumbs"] = _crumbs()
    context["asked_in_all"] = queries.how_many_are_asked(found)
    context["outcomes"] = outcomes_of(found, request.user)
    context["may_record"] = can_record(request.user, found)
    context["waiting"] = Poll.objects.waiting_for(request.user).exclude(pk=found.pk)[:POLLS_BESIDE]
    return render(request, "polls/poll.html", {**context, **more}, status=status)
