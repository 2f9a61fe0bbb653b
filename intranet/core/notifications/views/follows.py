"""What a person follows, and how closely."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import SuspiciousOperation
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from intranet.core.kinds import Followable
from intranet.core.notifications import actions, queries
from intranet.core.notifications.forms.follows import FollowFilter, QuietFollowsForm, TagForm
from intranet.core.notifications.models import Follow
from intranet.core.ui.http import announce, get_visible_or_404, is_partial, safe_path

if TYPE_CHECKING:
    from django.http import HttpResponse, QueryDict

    from intranet.core.ui.http import SignedInRequest

PER_PAGE = 25


@require_GET
def follows(request: SignedInRequest) -> HttpResponse:
    return render(request, "notifications/follow_list.html", _listing(request, request.GET))


def _listing(request: SignedInRequest, asked: QueryDict) -> dict[str, Any]:
    """One level on one page of the list, of all kinds or of one."""
    followed = queries.followed_by(request.user)
    level = asked.get("level") if asked.get("level") in Follow.Level.values else Follow.Level.EVERYTHING
    filters = FollowFilter(asked, kinds=[row.content_type_id for row in followed])
    shown = [row for row in followed if row.level == level and filters.lets_through(row)]
    page = Paginator(shown, PER_PAGE).get_page(asked.get("page"))
    lines = queries.lines_of(list(page), request.user)
    return {
        "page": page,
        "groups": [(kind, list(group)) for kind, group in groupby(lines, key=lambda line: line.kind)],
        "tabs": _tabs(followed, str(level)),
        "level": level,
        "levels": Follow.Level.choices,
        "filters": filters,
        "follows_anything": bool(followed),
        "quiet": QuietFollowsForm(),
        "tag_form": TagForm(),
    }


def _tabs(followed: list[Follow], level: str) -> list[dict[str, Any]]:
    labels = {
        Follow.Level.EVERYTHING: _("Everything"),
        Follow.Level.MENTIONS: _("Mentions and answers"),
        Follow.Level.NOTHING: _("Silenced"),
    }
    address = reverse("notifications:follows")
    return [
        {
            "label": label,
            "url": address if each == Follow.Level.EVERYTHING else f"{address}?level={each}",
            "current": each == level,
            "count": sum(1 for row in followed if row.level == each),
        }
        for each, label in labels.items()
    ]


@require_POST
def save_follows(request: SignedInRequest) -> HttpResponse:
    """The levels of a page of the list, or one whose button stops it."""
    own = Follow.objects.of(request.user)
    levels = {int(key): str(level) for name, level in request.POST.items() if (key := name.removeprefix("level-")) != name and _is_key(key)}
    if not set(levels.values()) <= set(Follow.Level.values):
        raise SuspiciousOperation("There is no such level.")
    stopped = request.POST.get("stop", "")
    if _is_key(stopped):
        levels = {int(stopped): Follow.Level.MENTIONS}
    changed = actions.set_levels(own, levels=levels)
    return _after_change(request, changed)


def _is_key(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 19


@require_POST
def stop_quiet(request: SignedInRequest) -> HttpResponse:
    """Stop following at once all that was followed long ago."""
    form = QuietFollowsForm(request.POST)
    if not form.is_valid():
        raise SuspiciousOperation("There is no such time.")
    followed = Follow.objects.of(request.user).filter(since__lt=form.before())
    return _after_change(request, actions.stop_following(followed))


def _after_change(request: SignedInRequest, changed: int) -> HttpResponse:
    words = ngettext("%(number)s changed.", "%(number)s changed.", changed) % {"number": changed} if changed else _("Nothing was changed.")
    if is_partial(request):
        response = render(request, "notifications/follow_lines.html", _listing(request, request.POST))
        return announce(response, words, focus="#follows-h")
    messages.success(request, words)
    level = request.POST.get("level", "")
    return redirect(reverse("notifications:follows") + (f"?level={level}" if level in Follow.Level.values else ""))


@require_POST
def follow_tag(request: SignedInRequest) -> HttpResponse:
    """Follow a hashtag by its name; back to where it was asked for."""
    form = TagForm(request.POST)
    if not form.is_valid():
        context = _listing(request, request.GET) | {"tag_form": form}
        return render(request, "notifications/follow_list.html", context, status=422)
    tag = actions.follow_tag(request.user, form.cleaned_data["name"])
    messages.success(request, _("You follow %(tag)s now.") % {"tag": tag})
    back = request.POST.get("back", "")
    return redirect(tag if back == "search" else safe_path(back, otherwise=reverse("notifications:follows")))


@require_POST
def follow(request: SignedInRequest, kind: int, key: int) -> HttpResponse:
    """Follow a thing as closely as ``level`` in the form says; what the person may not see does not exist."""
    model = get_object_or_404(ContentType, pk=kind).model_class()
    if model is None or not issubclass(model, Followable):
        raise Http404
    thing = get_visible_or_404(model, request.user, pk=key)
    level = request.POST.get("level", "")
    if level not in Follow.Level.values:
        raise SuspiciousOperation("There is no such level.")
    actions.follow(request.user, thing, level=level)
    words = _told(level) % {"thing": thing}
    if is_partial(request):
        return announce(render(request, "notifications/follow.html", {"thing": thing, "follow_level": level}), words, focus=f"#follow-{kind}-{key}")
    messages.success(request, words)
    return redirect(thing.get_absolute_url())


def _told(level: str) -> str:
    return {
        Follow.Level.EVERYTHING: _("You are told of everything in “%(thing)s”."),
        Follow.Level.MENTIONS: _("You are told of mentions and answers in “%(thing)s”."),
        Follow.Level.NOTHING: _("You are told of nothing in “%(thing)s”."),
    }[Follow.Level(level)]
