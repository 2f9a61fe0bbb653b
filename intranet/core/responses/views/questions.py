"""Questions that wait, for those who answer them; what became of one; and what its addressee and who asked can do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from intranet.core.responses import actions, forms, queries, rules
from intranet.core.responses.models import ResponseRequest
from intranet.core.ui.http import announce, deny, is_partial, safe_path

if TYPE_CHECKING:
    from collections.abc import Callable

    from intranet.core.kinds import AnyUser
    from intranet.core.ui.http import SignedInRequest

LONGEST_LIST = 100


@require_safe
def waiting(request: SignedInRequest) -> HttpResponse:
    """The questions that wait for the reader, what is due first first, those that wait too long for others, and the reader's own record."""
    mine = queries.waiting_for(request.user).select_related("asker__roost_profile")[:LONGEST_LIST]
    late = queries.late_for(request.user).select_related("asker__roost_profile")[:LONGEST_LIST]
    found = queries.with_things([*mine, *late], "question", request.user)
    keys = {asked.pk for asked in late}
    context = {
        "requests": [asked for asked in found if asked.pk not in keys],
        "late": [asked for asked in found if asked.pk in keys],
        "record": queries.record_of(request.user),
    }
    return render(request, "responses/waiting.html", context)


@require_safe
def life(request: SignedInRequest, pk: int) -> HttpResponse:
    """What has happened to a question, for everybody who can read it."""
    asked = _asked_or_404(request, pk)
    return render(request, "responses/request_life.html", {"asked": asked, "events": asked.events.select_related("actor__roost_profile")})


@require_POST
def want(request: SignedInRequest, pk: int) -> HttpResponse:
    """Want to know the answer too, or no longer."""
    asked = _asked_or_404(request, pk)
    question: Any = asked.question
    wanted = request.POST.get("wanted") != "0"
    actions.want_to_know(asked, person=request.user, wanted=wanted)
    if not is_partial(request):
        return redirect(question)
    now_asked = queries.requests_at(type(question), [question.pk], request.user)[question.pk]
    context = {"request_of": now_asked, "what": str(question), "reader": request.user}
    words = _("You are told when it is answered.") if wanted else _("You are not told any more.")
    return announce(render(request, "responses/question.html", context), str(words))


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that can be done with a question: by whom, with which form, and in which words."""

    may: Callable[[AnyUser, ResponseRequest], bool]
    form: type[forms.ActForm]
    do: Callable[..., ResponseRequest]
    title: Any
    lede: Any
    submit: Any
    done: Any
    by_asker: bool = False
    title_again: Any = ""


HOLD = Act(
    may=rules.can_hold,
    form=forms.HoldForm,
    do=lambda asked, by, said: actions.hold(asked, by=by, words=said["words"], reason=said.get("reason", "")),
    title=_("Put the answer off"),
    lede=_("Say what you can already. The answer is then due later, and everyone who asked is told by when."),
    submit=_("Put off, and tell everyone who asked"),
    done=_("Everyone who asked is told by when the answer is due now."),
    title_again=_("Put the answer off for the second time"),
)
PASS_ON = Act(
    may=rules.can_answer,
    form=forms.PassOnForm,
    do=lambda asked, by, said: actions.pass_on(asked, by=by, to=said["to"], words=said["words"]),
    title=_("Pass the question on"),
    lede=_("Somebody else answers it, by the same time. Your record says that you passed it on."),
    submit=_("Pass on, and tell everyone who asked"),
    done=_("It was passed on. They, and everyone who asked, are told."),
)
DECLINE = Act(
    may=rules.can_answer,
    form=forms.DeclineForm,
    do=lambda asked, by, said: actions.decline(asked, by=by, reason=said["reason"]),
    title=_("Decline to answer"),
    lede="",
    submit=_("Decline, and tell everyone who asked"),
    done=_("Everyone who asked is told."),
)
WITHDRAW = Act(
    may=rules.can_withdraw,
    form=forms.WithdrawForm,
    do=lambda asked, by, said: actions.withdraw(asked, by=by),
    title=_("Withdraw the question"),
    lede=_("Nobody has to answer it any more. Your words stay where they are, and those who wanted to know too are told."),
    submit=_("Withdraw the question"),
    done=_("Nobody has to answer your question any more."),
    by_asker=True,
)
REOPEN = Act(
    may=rules.can_reopen,
    form=forms.ReopenForm,
    do=lambda asked, by, said: actions.reopen(asked, by=by, words=said["words"]),
    title=_("This does not answer it"),
    lede=_("The question waits for an answer again, with a new time by which it is due. The answer you got stays where it is."),
    submit=_("Ask for an answer again"),
    done=_("Those who answer are told. You see at the question by when they have to."),
    by_asker=True,
)


@require_http_methods(["GET", "HEAD", "POST"])
def hold(request: SignedInRequest, pk: int) -> HttpResponse:
    """Put the promise off."""
    return _act(request, pk, HOLD)


@require_http_methods(["GET", "HEAD", "POST"])
def pass_on(request: SignedInRequest, pk: int) -> HttpResponse:
    """Have somebody else answer."""
    return _act(request, pk, PASS_ON)


@require_http_methods(["GET", "HEAD", "POST"])
def decline(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say that there will be no answer, and why."""
    return _act(request, pk, DECLINE)


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: SignedInRequest, pk: int) -> HttpResponse:
    """Need no answer any more."""
    return _act(request, pk, WITHDRAW)


@require_http_methods(["GET", "HEAD", "POST"])
def reopen(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say that the answer does not answer it."""
    return _act(request, pk, REOPEN)


def _act(request: SignedInRequest, pk: int, act: Act) -> HttpResponse:
    """Ask what ``act`` takes, and do it: refused to whom it does not fall, or who comes too late."""
    asked = _asked_or_404(request, pk)
    if not act.may(request.user, asked):
        deny(request, asked)
    form = act.form(request.POST if request.method == "POST" else None, asked=asked, person=request.user)
    if form.is_bound and form.is_valid():
        try:
            act.do(asked, request.user, form.cleaned_data)
        except (actions.NotOpen, actions.NotYours):
            deny(request, asked)
        messages.success(request, act.done)
        question: Any = asked.question
        return redirect(question) if act.by_asker else redirect(safe_path(request.POST.get("next", ""), otherwise=reverse("responses:waiting")))
    context = {"asked": asked, "act": act, "title": (act.title_again if asked.holds else "") or act.title, "form": form}
    return render(request, "responses/request_act.html", context, status=422 if form.is_bound else 200)


def _asked_or_404(request: SignedInRequest, pk: int) -> ResponseRequest:
    """The request, with its question, if the reader may see that."""
    requests = ResponseRequest.objects.select_related("service", "closed_by__roost_profile").prefetch_related("delegates")
    asked: ResponseRequest | None = requests.filter(pk=pk).first()
    if asked is None or not queries.with_things([asked], "question", request.user):
        raise Http404
    return asked
