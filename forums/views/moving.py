"""Topics moved, merged and split, and all this taken back. Both ends are asked for: what the moderator may not see is not there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from forums import actions, conf, queries, rules
from forums.forms import MergeForm, MoveForm, SplitForm
from forums.models import Area, Post, Topic, TopicEvent
from forums.views.areas import page_number
from forums.views.moderating import managed_or_denied
from forums.views.topics import crumbs_of
from intranet.core.kinds import State
from intranet.core.ui.http import deny, get_visible_or_404

if TYPE_CHECKING:
    from django import forms
    from django.http import HttpResponse

    from intranet.core.ui.http import SignedInRequest


@require_http_methods(["GET", "HEAD", "POST"])
def move_topic(request: SignedInRequest, area: str, pk: int, slug: str) -> HttpResponse:
    found = managed_or_denied(request, area, pk)
    _asked_area_or_404(request)
    form = MoveForm(request.POST or None, topic=found, user=request.user)
    if form.is_valid():
        try:
            actions.move_topic(found, area=form.cleaned_data["area"], actor=request.user)
        except actions.Contradiction as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, _("The topic is in “%(area)s” now.") % {"area": found.area})
            return redirect(found)
    lede = _("Its posts, their addresses and what everybody has read go with it. From then on the readers of the other area see it, and nobody else.")
    return _show(request, found, form, _("Move this topic"), lede, _("Move the topic"))


@require_http_methods(["GET", "HEAD", "POST"])
def merge_topic(request: SignedInRequest, area: str, pk: int, slug: str) -> HttpResponse:
    found = managed_or_denied(request, area, pk)
    form = MergeForm(request.POST or None, near=_near(request, found))
    if form.is_valid():
        into = get_visible_or_404(Topic.objects.select_related("area__service"), request.user, pk=form.cleaned_data["into"])
        if not rules.can_manage(request.user, into.area):
            deny(request, into, _("Only the moderators of the area can do this."))
        if form.ask_for(found.area, into.area):
            try:
                actions.merge_topics(found, into=into, actor=request.user)
            except actions.Contradiction as reason:
                form.add_error("into", str(reason))
            else:
                messages.success(request, _("The posts are in “%(topic)s” now.") % {"topic": into.title})
                return redirect(into)
    lede = _("All its posts go below those of another topic, and its address leads there. Posts keep their lasting addresses.")
    return _show(request, found, form, _("Merge this topic into another"), lede, _("Merge the topics"))


@require_http_methods(["GET", "HEAD", "POST"])
def split_topic(request: SignedInRequest, area: str, pk: int, slug: str) -> HttpResponse:
    found = managed_or_denied(request, area, pk)
    _asked_area_or_404(request)
    page = page_number(request)
    if page > found.last_page:
        raise Http404
    choosable = _choosable(found)
    form = SplitForm(request.POST or None, topic=found, user=request.user, choosable=choosable.on_page(page))
    _asked_posts_or_404(request, choosable)
    if form.is_valid():
        data = form.cleaned_data
        posts = _with_rest(choosable, data["posts"]) if data["rest"] else data["posts"]
        try:
            event = actions.split_topic(found, posts=posts, title=data["title"], area=data["area"], actor=request.user)
        except actions.Contradiction as reason:
            form.add_error("posts", str(reason))
        else:
            messages.success(request, _("The posts are a topic of their own now."))
            return redirect(event.other or found)
    pages = Paginator(range(found.last_number), conf.POSTS_ON_PAGE).get_page(page)
    lede = _("They keep their lasting addresses. The first post stays: to put the whole topic elsewhere, move it.")
    return _show(request, found, form, _("Split posts off into a new topic"), lede, _("Make the new topic"), page=pages)


def _near(request: SignedInRequest, topic: Topic) -> list[Topic]:
    """Topics of a similar title, of areas that the moderator looks after too."""
    found = queries.similar_topics(request.user, topic.title)
    return [other for other in found if other != topic and rules.can_manage(request.user, other.area)]


def _choosable(topic: Topic) -> Any:
    return Post.objects.filter(topic=topic, state=State.PUBLISHED, number__isnull=False, is_first=False).order_by("number")


def _with_rest(choosable: Any, chosen: list[int]) -> list[int]:
    last = max(choosable.filter(pk__in=chosen).values_list("number", flat=True), default=0)
    return [*chosen, *choosable.filter(number__gt=last).values_list("pk", flat=True)]


def _asked_area_or_404(request: SignedInRequest) -> None:
    """An area that the moderator may not see is not there, whichever key they send."""
    asked = request.POST.get("area", "")
    if asked.isdecimal() and len(asked) < 19:
        get_visible_or_404(Area, request.user, pk=asked)


def _asked_posts_or_404(request: SignedInRequest, choosable: Any) -> None:
    """Posts of other topics are not there."""
    asked = {key for key in request.POST.getlist("posts") if key.isdecimal() and len(key) < 19}
    if asked and choosable.filter(pk__in=asked).count() < len(asked):
        raise Http404


def _show(request: SignedInRequest, topic: Topic, form: forms.Form, heading: str, lede: str, submit: str, **more: Any) -> HttpResponse:
    context = {"topic": topic, "form": form, "heading": heading, "lede": lede, "submit": submit, **more}
    context["crumbs"] = [*crumbs_of(topic), (topic.title, topic.get_absolute_url())]
    return render(request, "forums/moderate_topic.html", context, status=422 if form.is_bound else 200)


@require_POST
def undo_event(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take back a move, a merger or a split."""
    event = TopicEvent.objects.filter(pk=pk, undone_at__isnull=True).select_related("area", "topic__area__service", "other__area__service").first()
    if event is None:
        raise Http404
    shown = get_visible_or_404(Topic.objects.select_related("area__service"), request.user, pk=event.topic_id)
    if not rules.can_undo(request.user, event):
        deny(request, shown, _("Only the moderators of both places can take this back."))
    try:
        topic = actions.undo(event, actor=request.user)
    except actions.Contradiction as reason:
        messages.error(request, str(reason))
        return redirect(shown)
    messages.success(request, _("That is taken back."))
    return redirect(topic)
