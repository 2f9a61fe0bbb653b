"""The quiz: begun, answered, marked on the server."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from intranet.core.ui.http import deny, get_visible_or_404
from training import actions, queries, rules
from training.forms import QuizForm
from training.models import ModulePage, QuizAttempt
from training.views.modules import crumbs

if TYPE_CHECKING:
    from django.http import HttpResponse

    from intranet.core.ui.http import SignedInRequest


@require_POST
def start_quiz(request: SignedInRequest, pk: int) -> HttpResponse:
    module = get_visible_or_404(ModulePage, request.user, pk=pk)
    line = queries.line_of(request.user, module)
    if not line.has_quiz:
        raise Http404
    why_not = rules.why_no_quiz(line)
    if why_not:
        deny(request, module, why_not)
    return redirect(actions.start_quiz(module, person=request.user))


@require_http_methods(["GET", "HEAD", "POST"])
def attempt(request: SignedInRequest, pk: int) -> HttpResponse:
    """The questions while the attempt is open; the result once it is marked."""
    found = get_visible_or_404(QuizAttempt, request.user, pk=pk)
    module = get_visible_or_404(ModulePage, request.user, pk=found.module_id)
    line = queries.line_of(request.user, module)
    context = {"attempt": found, "module": module, "line": line, "lessons": queries.steps_of(line, quiz=True), "crumbs": crumbs(module)}
    if found.marked_at is not None:
        why_no_quiz = rules.why_no_quiz(line)
        return render(request, "training/result.html", {**context, "why_no_quiz": why_no_quiz}) if request.method != "POST" else redirect(found)
    questions = queries.questions_of(module)
    form = QuizForm(request.POST if request.method == "POST" else None, questions=questions)
    if not form.is_valid():
        return render(request, "training/quiz.html", {**context, "form": form, "questions": questions}, status=422 if form.is_bound else 200)
    actions.submit_quiz(found, chosen=form.chosen())
    return redirect(found)
