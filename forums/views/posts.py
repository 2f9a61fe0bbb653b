"""What people write: a topic, a reply; and the lasting address of a post."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from forums import actions, queries, rules
from forums.forms import ReplyForm, TopicForm
from forums.models import Topic
from forums.views.topics import address_of, quoted_post, reply_desk, show_topic, topic_or_404
from intranet.core.kinds import State
from intranet.core.moderation.models import mark_of
from intranet.core.moderation.models import place_of as place_in
from intranet.core.notifications.queries.mentions import not_reached
from intranet.core.ui.actions import drop_draft
from intranet.core.ui.http import deny, get_visible_or_404
from intranet.core.ui.queries import desk_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import HttpResponse

    from forums.forms import WordsForm
    from forums.models import Area, Post
    from intranet.core.ui.http import SignedInRequest


@require_http_methods(["GET", "HEAD", "POST"])
def start_topic(request: SignedInRequest) -> HttpResponse:
    form = TopicForm(request.POST or None, request.FILES or None, user=request.user)
    wanted = form.fields["area"].queryset.filter(slug=request.GET.get("area", "")).first()  # type: ignore[attr-defined]
    desk = None if wanted and wanted.allows_unnamed else desk_of(request.user, "forums-topic")
    kept = desk.kept if desk else {}
    beginning = _beginning(wanted, request.GET.get("type", ""))
    form.initial = {"token": uuid4(), **beginning, "area": wanted, "about": request.GET.get("about", ""), **kept}
    if wanted is not None:
        form.offer(wanted.tags)
    if not form.is_valid() or _must_wait(request, form, form.cleaned_data["area"]) or _was_said_before(request, form):
        crumbs = [(_("Forums"), reverse("forums:index")), *([(wanted.name, wanted.get_absolute_url())] if wanted else [])]
        beginnings = [(value, label) for value, label in wanted.allowed_types() if wanted.template_for(value)] if wanted else []
        context = {"form": form, "area": wanted, "beginnings": beginnings, "crumbs": crumbs, "desk": desk}
        return render(request, "forums/start_topic.html", context, status=422 if form.is_bound else 200)
    data = form.cleaned_data
    said = {name: data[name] for name in ("title", "body", "type", "tags", "token", "everyone")}
    unnamed = data.get("unnamed", False)
    topic = actions.start_topic(data["area"], author=request.user, files=form.new_files, unnamed=unnamed, **said)
    about = queries.thing_at(data["about"], request.user)
    if about is not None:
        actions.link_to(about, topic=topic, actor=None if unnamed else request.user)
    drop_draft(request.user, place="forums-topic")
    say(request, topic.state, _("Your topic is there for all to read."), not_told=not_reached(data["body"], topic.area, actor=request.user))
    return redirect(topic)


def _beginning(area: Area | None, asked: str) -> dict[str, str]:
    """The kind of topic, as the address asks or the first that the area takes, and the words with which it begins there."""
    if area is None:
        return {"type": asked if asked in Topic.Type.values else Topic.Type.DISCUSSION}
    allowed = [value for value, _label in area.allowed_types()]
    type = asked if asked in allowed else allowed[0]
    return {"type": type, "body": area.template_for(type)}


def _was_said_before(request: SignedInRequest, form: TopicForm) -> bool:
    """Whether there are recent topics of nearly this title that the person has not been shown; the form shows them then."""
    data = form.cleaned_data
    if request.POST.get("checked") or queries.was_sent(request.user, data["token"]):
        return False
    known = queries.same_topics(request.user, data["title"], data["area"])
    if known:
        form.warn_of(known)
    return bool(known)


@require_POST
def reply(request: SignedInRequest, area: str, pk: int, slug: str) -> HttpResponse:
    topic = topic_or_404(request, area, pk)
    why_not = rules.why_not_reply(request.user, topic)
    if why_not:
        deny(request, topic, why_not)
    quotes = quoted_post(request, topic, key=request.POST.get("quotes", ""))
    form = ReplyForm(request.POST, request.FILES, area=topic.area, quoting=quotes, place=topic, writer=request.user)
    if not form.is_valid() or _must_wait(request, form, topic.area):
        return show_topic(request, topic, page=topic.last_page, form=form, desk=reply_desk(request, topic), status=422)
    data = form.cleaned_data
    said = {name: data[name] for name in ("body", "token", "everyone")}
    said |= {"quoted": data.get("quoted", ""), "unnamed": data.get("unnamed", False), "files": form.new_files}
    post = actions.reply(topic, author=request.user, quotes=quotes, **said)
    drop_draft(request.user, place=topic.reply_place)
    say(request, post.state, _("Your reply is there for all to read."), not_told=not_reached(data["body"], topic.area, actor=request.user))
    return redirect(place_of(post))


def _must_wait(request: SignedInRequest, form: WordsForm, area: Area) -> bool:
    """Whether the person has written as much as they may for now; the form says until when, and keeps the text."""
    why = queries.why_wait(request.user, area, token=form.cleaned_data["token"], unnamed=form.cleaned_data.get("unnamed", False))
    if why:
        form.add_error("body", why)
    return bool(why)


def say(request: SignedInRequest, state: str, words: str, *, not_told: Iterable[str] = ()) -> None:
    if state == State.HELD:
        messages.warning(request, _("Thank you. A moderator reads it first; until then only you can see it."))
    else:
        messages.success(request, words)
    for said in not_told:
        messages.warning(request, said)


def place_of(post: Post) -> str:
    return address_of(post.topic, page=post.page, anchor=post.anchor)


@require_safe
def post(request: SignedInRequest, pk: int) -> HttpResponse:
    """To the page of its topic where the post stands, or where it stood."""
    return redirect(place_of(post_or_404(request, pk)))


def post_or_404(request: SignedInRequest, pk: int) -> Post:
    """The post with its topic; also one that waits for a moderator and that the person wrote without their name."""
    topic = _topic_of_post_or_404(request, pk)
    mark = mark_of(place_in(topic), request.user)
    found = topic.posts.listed_to(request.user, mark=mark).select_related("seal").filter(pk=pk).first()
    if found is None:
        raise Http404
    found.topic = topic
    return found


def _topic_of_post_or_404(request: SignedInRequest, pk: int) -> Topic:
    topics = Topic.objects.select_related("area__service", "seal")
    try:
        return get_visible_or_404(topics, request.user, posts__pk=pk)
    except Http404:
        own = topics.filter(posts__pk=pk).first()
        if own is None or not topics.held_without_name(request.user, own.pk).exists():
            raise
        return own
