from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render

from intranet.core.discussion.views import thread_context
from intranet.core.ui.http import get_visible_or_404
from tests.papers.models import Paper

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


def paper(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_visible_or_404(Paper, request.user, pk=pk)
    return render(request, "papers/paper.html", {"paper": found, **thread_context(request, found)})
