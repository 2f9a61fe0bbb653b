"""Who looks after topics, and what they are about."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from forums import actions, queries, rules
from forums.forms import AssignForm, AttachForm, ProgressForm
from forums.models import Assignment
from forums.views.areas import list_tabs
from forums.views.moderating import managed_or_denied
from forums.views.topics import crumbs_of, topic_or_404
from intranet.core.ui.http import deny

if TYPE_CHECKING:
    from django import forms
    from django.http import HttpResponse

    from forums.models import Topic
    from intranet.core.ui.http import SignedInRequest

MOST = 100


@require_http_methods(["GET", "HEAD", "POST"])
def assign_topic(request: SignedInRequest, area: str, pk: int, slug: str) -> HttpResponse:
    found = managed_or_denied(request, area, pk)
    if "nobody" in request.POST:
        actions.take_off(found, actor=request.user)
        messages.success(request, _("Nobody looks after this topic now."))
        return redirect(found)
    assignment = Assignment.objects.filter(topic=found).select_related("person", "service").first()
    form = AssignForm(request.POST or None, topic=found, initial=_as_it_is(assignment))
    if form.is_valid():
        actions.assign(found, **form.cleaned_data, actor=request.user)
        messages.success(request, _("They are told, and find it in their list."))
        return redirect(found)
    lede = _("Whoever looks after a topic finds it in a list of theirs, and says how far they are. Of a service, those who lead it are told.")
    quiet = _("Nobody looks after it") if assignment else ""
    return _show(request, found, form, _("Who looks after this topic"), lede, _("Give it to them"), quiet=quiet)


def _as_it_is(assignment: Assignment | None) -> dict[str, object]:
    if assignment is None:
        return {}
    due = localtime(assignment.due_at).replace(second=0, microsecond=0) if assignment.due_at else None
    return {"person": assignment.person.get_username() if assignment.person else "", "service": assignment.service_id, "due_at": due}


@require_POST
def set_progress(request: SignedInRequest, area: str, pk: int, slug: str) -> HttpResponse:
    """New, in progress or done: said by those who look after the topic, or who manages the area."""
    found = topic_or_404(request, area, pk)
    assignment = Assignment.objects.filter(topic=found).select_related("service").first()
    if assignment is None or not rules.can_work_on(request.user, assignment, found.area):
        deny(request, found, _("Those who look after this topic say how far they are."))
    form = ProgressForm(request.POST)
    if form.is_valid():
        actions.set_progress(found, state=form.cleaned_data["state"], actor=request.user)
    return redirect(found)


@require_safe
def assigned(request: SignedInRequest) -> HttpResponse:
    """What the person and their services look after."""
    labels = {"mine": _("To me"), "service": _("To my service"), "done": _("Done")}
    whose = request.GET.get("show", "mine")
    whose = whose if whose in labels else "mine"
    address = reverse("forums:assigned")
    context = {
        "assignments": queries.assigned_to(request.user, whose=whose)[:MOST],
        "show": whose,
        "lists": list_tabs("assigned"),
        "tabs": [{"label": label, "url": f"{address}?show={key}", "current": key == whose} for key, label in labels.items()],
    }
    return render(request, "forums/assigned.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def attach_topic(request: SignedInRequest, area: str, pk: int, slug: str) -> HttpResponse:
    found = _own_or_denied(request, area, pk)
    form = AttachForm(request.POST or None, user=request.user)
    if form.is_valid():
        actions.link_to(form.cleaned_data["address"], topic=found, actor=request.user)
        messages.success(request, _("The topic and “%(thing)s” lead to each other now.") % {"thing": form.cleaned_data["address"]})
        return redirect(found)
    lede = _("The topic then leads there, and from there people find the topic, if they may see both.")
    return _show(request, found, form, _("Say what this topic is about"), lede, _("Attach the topic"))


@require_POST
def detach_topic(request: SignedInRequest, area: str, pk: int, slug: str) -> HttpResponse:
    """``link`` is the key of one of the topic's links to what the person may see; others are not there."""
    found = _own_or_denied(request, area, pk)
    for about in queries.things_of(found, request.user):
        if str(about.link.pk) == request.POST.get("link"):
            actions.unlink(about.link, actor=request.user)
            messages.success(request, _("They do not lead to each other any more."))
    return redirect(found)


@require_safe
def about(request: SignedInRequest) -> HttpResponse:
    """The topics about the thing at the address ``of``, and the way to begin one."""
    address = request.GET.get("of", "")
    thing = queries.thing_at(address, request.user)
    if thing is None:
        raise Http404
    context = {
        "title": str(thing),
        "url": thing.get_absolute_url(),  # type: ignore[attr-defined]
        "topics": queries.topic_lines(queries.with_byline_and_marks(queries.topics_about(thing, request.user), request.user)[:MOST]),
        "start_url": f"{reverse('forums:start-topic')}?{urlencode({'about': address}, safe='/')}",
        "crumbs": [(_("Forums"), reverse("forums:index"))],
    }
    return render(request, "forums/about_thing.html", context)


def _own_or_denied(request: SignedInRequest, area: str, pk: int) -> Topic:
    found = topic_or_404(request, area, pk)
    if not rules.can_attach(request.user, found):
        deny(request, found, _("Who started the topic says what it is about, or a moderator of the area."))
    return found


def _show(request: SignedInRequest, topic: Topic, form: forms.Form, heading: str, lede: str, submit: str, *, quiet: str = "") -> HttpResponse:
    context = {"topic": topic, "form": form, "heading": heading, "lede": lede, "submit": submit, "quiet_submit": quiet, "quiet_name": "nobody"}
    context["crumbs"] = [*crumbs_of(topic), (topic.title, topic.get_absolute_url())]
    return render(request, "forums/moderate_topic.html", context, status=422 if form.is_bound else 200)
