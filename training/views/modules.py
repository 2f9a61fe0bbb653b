"""All modules, one module, and what a person has done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from intranet.core.discussion.views import thread_context
from intranet.core.notifications.queries import level_for
from intranet.core.ui.http import get_visible_or_404, page_view
from training import queries, rules
from training.models import Completion, ModulePage, QuizAttempt, TrainingIndexPage

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpResponse

    from intranet.core.discussion.views import Discussion
    from intranet.core.ui.http import SignedInRequest
    from training.models import LessonPage


@require_safe
def index_at(request: SignedInRequest) -> HttpResponse:
    """The front page at its address: fetched by us, which costs a third of Wagtail's walk through the tree."""
    return index(request, get_visible_or_404(TrainingIndexPage, request.user))


@require_safe
def module_at(request: SignedInRequest, module: str) -> HttpResponse:
    modules = with_owner(ModulePage.objects.annotate(follow_level=level_for(request.user, ModulePage)))
    return show_module(request, get_visible_or_404(modules, request.user, slug=module))


def with_owner(modules: QuerySet[ModulePage]) -> QuerySet[ModulePage]:
    return modules.select_related("service", "trainer__roost_profile")


@page_view(TrainingIndexPage)
def index(request: SignedInRequest, page: TrainingIndexPage) -> HttpResponse:
    modules = ModulePage.objects.visible_to(request.user).child_of(page).order_by("title")
    lines = queries.module_lines(request.user, modules)
    groups = [
        (_("Carry on"), "begun", [line for line in lines if line.state in ("in_progress", "changed")]),
        (_("To begin"), "new", [line for line in lines if line.state == "not_started"]),
        (_("Done"), "done", [line for line in lines if line.state == "done"]),
    ]
    return render(
        request, "training/index.html", {"page": page, "groups": groups, "is_empty": not lines, "may_write": rules.is_trainer(request.user)}
    )


@page_view(ModulePage)
def show_module(request: SignedInRequest, page: ModulePage) -> HttpResponse:
    line = queries.line_of(request.user, page)
    attempts = QuizAttempt.objects.visible_to(request.user).filter(module=page, marked_at__isnull=False, version=page.version)
    context = {
        "module": page,
        "line": line,
        "attempts": attempts,
        "lessons": queries.steps_of(line),
        "next_url": queries.next_url(line),
        "may_write": rules.writes(request.user, page),
        "why_no_quiz": rules.why_no_quiz(line),
        "questions": len(page.quiz),
        "crumbs": crumbs(),
        **talk_of(request, page),
    }
    return render(request, "training/module.html", context)


def talk_of(request: SignedInRequest, page: ModulePage | LessonPage) -> dict[str, Discussion]:
    """What is asked and said under a page; nothing under a draft, or in an editor's preview."""
    return thread_context(request, page) if page.live and not getattr(request, "is_preview", False) else {}


def crumbs(module: ModulePage | None = None) -> list[tuple[str, str]]:
    above = [(_("Training"), "/training/")]
    return [*above, (module.title, module.get_absolute_url())] if module else above


@require_safe
def mine(request: SignedInRequest) -> HttpResponse:
    context = {
        "begun": queries.begun_modules(request.user, limit=20),
        "completions": Completion.objects.visible_to(request.user).select_related("module"),
        "crumbs": crumbs(),
    }
    return render(request, "training/mine.html", context)


@require_safe
def completion(request: SignedInRequest, pk: int) -> HttpResponse:
    """The page that says at once: you have done it."""
    record = get_visible_or_404(Completion.objects.select_related("module"), request.user, pk=pk)
    begun = queries.begun_modules(request.user, limit=3)
    return render(
        request, "training/completion.html", {"record": record, "begun": begun, "crumbs": [*crumbs(), (_("My training"), reverse("training:mine"))]}
    )
