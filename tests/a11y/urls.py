"""The site, and two pages that show every component."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template import engines
from django.urls import path

from intranet import urls
from intranet.core.background import now
from intranet.core.ui.http import announce, is_partial
from intranet.core.ui.panels import NextStep
from tests.papers.views import paper

if TYPE_CHECKING:
    from django.http import HttpRequest

HERE = Path(__file__).parent / "templates" / "gallery"


class SampleTopicForm(forms.Form):
    title = forms.CharField(
        label="Title", help_text="Say what is wrong and where, as you would to a colleague.", error_messages={"required": "Give the topic a title"}
    )
    kind = forms.ChoiceField(
        label="What is it?",
        widget=forms.RadioSelect,
        choices=[("talk", "Discussion"), ("ask", "Question"), ("idea", "Idea")],
        error_messages={"required": "Say what it is"},
    )
    body = forms.CharField(label="Your post", widget=forms.Textarea(attrs={"rows": 5}), required=False)
    area = forms.ChoiceField(label="Area", choices=[("it", "Ask IT"), ("lounge", "Staff lounge")], required=False)
    watch = forms.BooleanField(label="Watch this topic.", help_text="We tell you when somebody answers.", required=False)


def _show(request: HttpRequest, name: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    template = engines["django"].from_string((HERE / name).read_text(encoding="utf-8"))
    return HttpResponse(template.render(context, request), status=status)


def components(request: HttpRequest) -> HttpResponse:
    moment = now()
    steps = [
        NextStep("Maren Holroyd answered your question", "“Will night crews have a say?”", "/", "Read the answer", "official"),
        NextStep("Fire safety awareness is due on Friday", "Lesson 3 of 5", "/", "Carry on", "training"),
    ]
    context = {
        "person": request.user,
        "steps": steps,
        "page": Paginator(range(400), 10).page(7),
        "soon": moment + timedelta(hours=2),
        "lately": moment - timedelta(minutes=40),
        "long_ago": moment - timedelta(days=90),
        "crumbs": [("Forums", "/forums/"), ("Ask IT", "/forums/ask-it/")],
        "tabs": [{"label": "All", "url": "/", "current": True, "count": 3}, {"label": "For me to do", "url": "/"}],
        "tags": [{"name": "tablets", "url": "/"}, {"name": "visit-forms", "url": "/"}],
        "figures": [{"number": 41, "of": 44, "meaning": "questions answered this quarter"}, {"number": 38, "meaning": "of them in time"}],
        "life": [
            {"words": "Quick poll", "detail": "13 November", "done": True},
            {"words": "Open", "detail": "until 11 December", "current": True},
            {"words": "Outcome", "detail": "by 22 January"},
        ],
        "rows": [
            {"label": "Repair the lifts", "votes": 331, "share": 47, "most": True},
            {"label": "A drying room", "votes": 214, "share": 31, "mine": True},
            {"label": "Bicycle stands", "votes": 153, "share": 22},
        ],
        "lessons": [
            {"title": "Why it matters", "detail": "Text · 4 min", "url": "/", "done": True},
            {"title": "Your way out", "detail": "Video · 6 min", "url": "/", "current": True},
            {"title": "Quiz", "locked": True},
        ],
        "entries": [{"moment": moment - timedelta(days=1), "words": "written by Sam Okafor"}, {"moment": moment, "words": "claimed by you"}],
        "facets": [
            {
                "label": "Kind",
                "name": "in",
                "choices": [{"value": "post", "label": "Forum posts", "count": 14}, {"value": "file", "label": "Files", "count": 9, "checked": True}],
            }
        ],
        "last": {"title": "Who holds the key?", "url": "/", "who": "Yusuf Demir", "moment": moment - timedelta(hours=3)},
        "columns": [str(number) for number in range(12)],
        "reply": SampleTopicForm(prefix="reply"),
    }
    return _show(request, "components.html", context)


def form(request: HttpRequest) -> HttpResponse:
    bound = SampleTopicForm(request.POST or None, initial={"kind": "ask"})
    if request.method == "POST" and bound.is_valid():
        return redirect("/-/form/")
    return _show(request, "form.html", {"form": bound}, status=422 if bound.errors else 200)


def thanks(request: HttpRequest) -> HttpResponse:
    """A fragment, a failure and a refusal, for the wiring of htmx."""
    what = request.POST.get("what", "")
    if what in {"500", "404", "429"}:
        return HttpResponse(status=int(what))
    if not is_partial(request):
        return redirect("/-/components/")
    if what == "422":
        return HttpResponse('<div class="errors" id="errors" tabindex="-1"><h2>One thing needs changing</h2></div>', status=422)
    return announce(HttpResponse('<h2 id="posted" tabindex="-1">Comment 1 by Priya Nair</h2>'), "Your comment was posted", focus="#posted")


def crash(request: HttpRequest) -> HttpResponse:
    return render(request, "500.html", status=500)


urlpatterns = [
    path("-/components/", components),
    path("-/form/", form),
    path("-/thanks/", thanks),
    path("-/crash/", crash),
    path("papers/<int:pk>/", paper),
    *urls.urlpatterns,
]
