"""A live hour: announced, asked in, answered in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from blogs import actions, queries, rules
from blogs.forms import LiveAnswerForm, LiveCallOffForm, LiveHourForm, LiveQuestionForm
from blogs.models import LeaderBlogPage, LiveHour, LiveQuestion
from intranet.core.kinds import State
from intranet.core.responses.rules import can_answer
from intranet.core.ui.http import announce, deny, get_visible_or_404, is_partial

if TYPE_CHECKING:
    from intranet.core.ui.http import SignedInRequest


@require_safe
def live(request: SignedInRequest, hour: int) -> HttpResponse:
    """The page; asked by htmx, what changes on it."""
    found = _hour_or_404(request, hour)
    if is_partial(request):
        return announce(render(request, "blogs/live_inside.html", _context(request, found)), _("This is how it stands now."))
    return _page(request, found, LiveQuestionForm())


@require_POST
def ask_live(request: SignedInRequest, hour: int) -> HttpResponse:
    """Ask in a live hour."""
    found = _hour_or_404(request, hour)
    if not rules.can_ask_live(request.user, found):
        deny(request, found)
    form = LiveQuestionForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form, status=422)
    question = actions.ask_live(found, author=request.user, body=form.cleaned_data["body"])
    messages.success(request, _("Your question is waiting for a moderator.") if question.state == State.HELD else _("Your question was asked."))
    return redirect(found)


@require_http_methods(["GET", "HEAD", "POST"])
def announce_live(request: SignedInRequest, blog: int) -> HttpResponse:
    """Announce a live hour of the leader of a blog."""
    found = get_visible_or_404(LeaderBlogPage.objects.with_leader(), request.user, pk=blog)
    if not rules.can_announce_live(request.user, found.leader):
        deny(request, found)
    form = LiveHourForm(request.POST if request.method == "POST" else None, person=request.user)
    if form.is_bound and form.is_valid():
        hour = actions.announce_live(found.leader, actor=request.user, **form.values())
        messages.success(request, _("The live hour is announced. Those who follow the blog are told."))
        return redirect(hour)
    return render(request, "blogs/live_form.html", {"blog": found, "form": form}, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def change_live(request: SignedInRequest, hour: int) -> HttpResponse:
    """Other words or times for an hour that has not begun."""
    found = _hour_or_404(request, hour)
    if not rules.can_run_live(request.user, found) or found.has_begun or found.is_over:
        deny(request, found)
    form = LiveHourForm(request.POST if request.method == "POST" else None, person=request.user, hour=found)
    if form.is_bound and form.is_valid():
        for name, value in form.values().items():
            setattr(found, name, value)
        try:
            actions.change_live(found, actor=request.user)
        except actions.LiveClosed:
            deny(request, found)
        messages.success(request, _("The live hour was changed."))
        return redirect(found)
    return render(request, "blogs/live_form.html", {"blog": found.leader.blog, "hour": found, "form": form}, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def call_off_live(request: SignedInRequest, hour: int) -> HttpResponse:
    """Say that an hour does not take place, and why."""
    found = _hour_or_404(request, hour)
    if found.is_over or not rules.can_call_off_live(request.user, found):
        deny(request, found)
    form = LiveCallOffForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            actions.call_off_live(found, actor=request.user, why=form.cleaned_data["why"])
        except actions.LiveClosed:
            deny(request, found)
        messages.success(request, _("The live hour is called off. Those who follow the blog, and who asked, are told."))
        return redirect(found)
    return render(request, "blogs/live_call_off.html", {"hour": found, "form": form}, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def live_question(request: SignedInRequest, question: int) -> HttpResponse:
    """A question by itself, with its answer, or where whoever answers writes it."""
    found = _question_or_404(request, question)
    asked = queries.request_of_live(found, request.user)
    may_answer = not found.is_answered and found.state == State.PUBLISHED
    may_answer = may_answer and (
        can_answer(request.user, asked) if asked else found.hour.closed_at is None and rules.can_run_live(request.user, found.hour)
    )
    form = LiveAnswerForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        if not may_answer:
            deny(request, found)
        if form.is_valid():
            return _answered(request, found, form.cleaned_data["words"])
    line = queries.LiveLine(found, rules.can_vote_live(request.user, found), asked)
    context = {"hour": found.hour, "line": line, "form": form if may_answer else None, "runs": False}
    return render(request, "blogs/live_question.html", context, status=422 if form.is_bound else 200)


def _answered(request: SignedInRequest, question: LiveQuestion, words: str) -> HttpResponse:
    try:
        actions.answer_live(question, by=request.user, words=words)
    except actions.LiveClosed:
        messages.warning(request, _("Somebody was quicker: it is answered."))
    else:
        messages.success(request, _("Your answer stands. Who asked is told."))
    return redirect(question.hour)


@require_POST
def want_live(request: SignedInRequest, question: int) -> HttpResponse:
    """Want to know too, or no longer."""
    found = _question_or_404(request, question)
    if not rules.can_vote_live(request.user, found):
        deny(request, found)
    wanted = request.POST.get("wanted") != "0"
    actions.want_live(found, person=request.user, wanted=wanted)
    return _after(request, found, _("You are told when it is answered.") if wanted else _("You are not told any more."))


@require_POST
def stage_live(request: SignedInRequest, question: int) -> HttpResponse:
    """Choose a question for soon, have it answered now, or put it back."""
    found = _question_or_404(request, question)
    stage = request.POST.get("stage", "")
    if stage not in {"new", "shortlisted", "live"}:
        return HttpResponse(status=400)
    if not rules.can_run_live(request.user, found.hour):
        deny(request, found)
    try:
        moved = actions.set_stage(found, stage=stage, by=request.user)
    except actions.LiveClosed:
        deny(request, found)
    return _after(request, moved, str(moved.get_stage_display()))


def _after(request: SignedInRequest, question: LiveQuestion, words: str) -> HttpResponse:
    """The hour as it stands now, with the focus on the question."""
    if not is_partial(request):
        return redirect(f"{question.hour.get_absolute_url()}#q-{question.pk}")
    hour = _hour_or_404(request, question.hour_id)
    return announce(render(request, "blogs/live_inside.html", _context(request, hour)), words, focus=f"#q-{question.pk}-h")


def _hour_or_404(request: SignedInRequest, pk: int) -> LiveHour:
    hour: LiveHour = get_visible_or_404(LiveHour.objects.with_leader(), request.user, pk=pk)
    return hour


def _question_or_404(request: SignedInRequest, pk: int) -> LiveQuestion:
    questions = LiveQuestion.objects.with_votes(request.user).select_related("hour__leader__person__roost_profile", "hour__leader__service")
    question: LiveQuestion = get_visible_or_404(questions, request.user, pk=pk)
    return question


def _context(request: SignedInRequest, hour: LiveHour) -> dict[str, object]:
    runs = not hour.is_over and rules.can_run_live(request.user, hour)
    return {"hour": hour, "live": queries.live_page(hour, request.user, request.GET.get("page")), "runs": runs}


def _page(request: SignedInRequest, hour: LiveHour, form: LiveQuestionForm, *, status: int = 200) -> HttpResponse:
    context = _context(request, hour)
    context |= {
        "form": form if rules.can_ask_live(request.user, hour) else None,
        "may_change": context["runs"] and not hour.has_begun,
        "may_call_off": context["runs"] or (not hour.is_over and rules.looks_after_live(request.user)),
        "election": hour.leader.election_now(),
        "transcript": queries.transcript_of(hour, request.user),
    }
    return render(request, "blogs/live.html", context, status=status)
