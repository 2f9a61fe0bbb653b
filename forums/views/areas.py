"""The index of areas, and one area."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from forums import actions, conf, queries, rules
from forums.models import Area, Topic
from intranet.core.ui.http import get_visible_or_404

if TYPE_CHECKING:
    from django.http import HttpResponse

    from intranet.core.ui.http import SignedInRequest

SIDE = 5
MOST_WAITING = 100


@require_safe
def index(request: SignedInRequest) -> HttpResponse:
    lines = queries.area_lines(request.user)
    context = {
        "tabs": list_tabs("areas"),
        "groups": queries.area_groups(lines),
        "is_empty": not lines,
        "any_unread": any(line.area.unread for line in lines),
        "can_start": any(rules.can_post(request.user, line.area) for line in lines),
        "unanswered": queries.unanswered_topics(request.user, limit=SIDE),
        "watched": queries.watched_topics(request.user, limit=SIDE),
    }
    return render(request, "forums/index.html", context)


@require_safe
def area(request: SignedInRequest, area: str) -> HttpResponse:
    place = get_visible_or_404(queries.with_privacy(Area.objects.select_related("service")), request.user, slug=area)
    show = request.GET.get("show", "")
    topics = Topic.objects.visible_to(request.user).filter(area=place, archived=show == "archived")
    if show == "unsolved":
        topics = topics.unsolved()
    elif show == "unanswered":
        topics = topics.unanswered()
    elif show == "unread":
        topics = topics.unread_by(request.user)
    page = page_number(request)
    start = (page - 1) * conf.TOPICS_ON_PAGE
    found = list(queries.with_byline_and_marks(topics, request.user).in_order()[start : start + conf.TOPICS_ON_PAGE + 1])
    if page > 1 and not found:
        raise Http404
    context = {
        "area": place,
        "topics": queries.topic_lines(found[: conf.TOPICS_ON_PAGE]),
        "page": page,
        "has_next": len(found) > conf.TOPICS_ON_PAGE,
        "show": show,
        "tabs": _tabs(place, show),
        "crumbs": [(_("Forums"), reverse("forums:index"))],
        "why_not_post": rules.why_not_post(request.user, place),
        "level": queries.level_of(request.user, place),
        "can_export": rules.can_export(request.user, place),
    }
    return render(request, "forums/area.html", context)


@require_safe
def waiting(request: SignedInRequest) -> HttpResponse:
    """Questions without an answer in the areas that the person looks after."""
    topics = queries.waiting_for(request.user)[:MOST_WAITING]
    return render(request, "forums/waiting.html", {"topics": topics, "crumbs": [(_("Forums"), reverse("forums:index"))]})


def _tabs(place: Area, show: str) -> list[dict[str, object]]:
    labels = {
        "": _("All topics"),
        "unread": _("With something new"),
        "unanswered": _("Without an answer"),
        "unsolved": _("Unsolved"),
        "archived": _("Archived"),
    }
    address = place.get_absolute_url()
    return [{"label": label, "url": f"{address}?show={key}" if key else address, "current": key == show} for key, label in labels.items()]


def list_tabs(current: str) -> list[dict[str, object]]:
    """The tabs above the lists of the forums."""
    address = reverse("forums:topics")
    lists = [("areas", _("Areas"), reverse("forums:index"))]
    lists += [(show, str(label), f"{address}?show={show}") for show, label in queries.LISTS.items()]
    lists += [("assigned", _("You look after"), reverse("forums:assigned")), ("bookmarks", _("Bookmarks"), reverse("forums:bookmarks"))]
    return [{"label": label, "url": url, "current": name == current} for name, label, url in lists]


def page_number(request: SignedInRequest) -> int:
    """The page that the address asks for; one that can never be is not found."""
    asked = request.GET.get("page", "1")
    if not (asked.isascii() and asked.isdigit() and 0 < int(asked[:9]) < 10**8):
        raise Http404
    return int(asked)


@require_POST
def mark_all_read(request: SignedInRequest) -> HttpResponse:
    actions.mark_areas_read(Area.objects.visible_to(request.user), person=request.user)
    messages.success(request, _("Everything counts as read."))
    return redirect("forums:index")


@require_POST
def mark_area_read(request: SignedInRequest, area: str) -> HttpResponse:
    place = get_visible_or_404(Area, request.user, slug=area)
    actions.mark_areas_read([place], person=request.user)
    messages.success(request, _("Everything in “%(area)s” counts as read.") % {"area": place})
    return redirect(place)
