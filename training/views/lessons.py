"""One lesson: read, watched, done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from intranet.core.ui.http import get_visible_or_404, page_view
from training import actions, queries
from training.models import LessonPage, ModulePage
from training.views.modules import crumbs, talk_of, with_owner

if TYPE_CHECKING:
    from intranet.core.ui.http import SignedInRequest


@require_safe
def lesson_at(request: SignedInRequest, module: str, lesson: str) -> HttpResponse:
    """The lesson at its address: read with the others of its module."""
    found = get_visible_or_404(with_owner(ModulePage.objects.all()), request.user, slug=module)
    line = queries.line_of(request.user, found)
    page = next((page for page in line.lessons if page.slug == lesson), None)
    if page is None:
        raise Http404
    return _show(request, page, line)


@page_view(LessonPage)
def show_lesson(request: SignedInRequest, page: LessonPage) -> HttpResponse:
    module = get_visible_or_404(with_owner(ModulePage.objects.all()), request.user, path=page.path[: -page.steplen])
    return _show(request, page, queries.line_of(request.user, module))


def _show(request: SignedInRequest, page: LessonPage, line: queries.ModuleLine) -> HttpResponse:
    page.module = module = line.module
    places = [found.pk for found in line.lessons]
    place = places.index(page.pk) if page.pk in places else 0
    context = {
        "lesson": page,
        "module": module,
        "line": line,
        "lessons": queries.steps_of(line, current=page.pk),
        "number": place + 1,
        "before": line.lessons[place - 1] if place else None,
        "after": line.lessons[place + 1] if place + 1 < len(places) else None,
        "is_done": page.pk in line.done,
        "crumbs": crumbs(module),
        **talk_of(request, page),
    }
    return render(request, "training/lesson.html", context)


@require_POST
def finish_lesson(request: SignedInRequest, pk: int) -> HttpResponse:
    """“I have done this”: on to what comes next, or to the record of the whole module."""
    page = get_visible_or_404(LessonPage, request.user, pk=pk)
    module = get_visible_or_404(ModulePage, request.user, path=page.path[: -page.steplen])
    record = actions.complete_lesson(page, person=request.user)
    if record is not None:
        return redirect(record)
    messages.success(request, _("“%(lesson)s” is done.") % {"lesson": page.title})
    return redirect(queries.next_url(queries.line_of(request.user, module)))


@require_safe
def captions(request: SignedInRequest, pk: int, block: str) -> HttpResponse:
    """The captions of a film in a lesson, as WebVTT."""
    page = get_visible_or_404(LessonPage, request.user, pk=pk)
    video = next((found.value for found in page.videos() if str(found.id) == block), None)
    if video is None:
        raise Http404
    return HttpResponse(video.written_captions(), content_type="text/vtt; charset=utf-8")
