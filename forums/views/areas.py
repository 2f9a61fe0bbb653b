"""The index of areas, and one area."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from forums import actions, queries, rules
from forums.models import Area
from intranet.core.ui.http import get_visible_or_404

if TYPE_CHECKING:
    from django.http import HttpResponse

    from intranet.core.ui.http import SignedInRequest

SIDE = 5
MOST_WAITING = 100
_SHOWN = {
    "": gettext_lazy("All topics"),
    "unread": gettext_lazy("With something new"),
    "unanswered": gettext_lazy("Without an answer"),
    "unsolved": gettext_lazy("Unsolved"),
    "archived": gettext_lazy("Archived"),
}


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
    place = queries.area_for(request.user, area)
    if place is None:
        raise Http404
    show, page = request.GET.get("show", ""), page_number(request)
    topics, has_next = queries.topics_in(request.user, place, show=show if show in _SHOWN else "", page=page)
    if page > 1 and not topics:
        raise Http404
    context = {
        "area": place,
        "topics": topics,
        "page": page,
        "has_next": has_next,
        "show": show,
        "tabs": _tabs(place, show),
        "crumbs": [(_("Forums"), reverse("forums:index"))],
        "why_not_post": rules.why_not_post(request.user, place),
        "level": place.follow_level,
        "can_export": rules.can_export(request.user, place),
    }
    return render(request, "forums/area.html", context)


@require_safe
def waiting(request: SignedInRequest) -> HttpResponse:
    """Questions without an answer in the areas that the person looks after."""
    topics = queries.waiting_for(request.user)[:MOST_WAITING]
    return render(request, "forums/waiting.html", {"topics": topics, "crumbs": [(_("Forums"), reverse("forums:index"))]})


def _tabs(place: Area, show: str) -> list[dict[str, object]]:
    address = place.get_absolute_url()
    return [{"label": label, "url": f"{address}?show={key}" if key else address, "current": key == show} for key, label in _SHOWN.items()]


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
    if not (asked.isascii() and asked.isdigit() and len(asked) < 9 and int(asked) > 0):
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
