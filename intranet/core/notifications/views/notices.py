"""The list of notices, what a person follows, and what reaches them by mail."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from intranet.core.background import now
from intranet.core.notifications import actions, queries
from intranet.core.ui.http import announce, is_partial

if TYPE_CHECKING:
    from django.http import HttpResponse

    from intranet.core.notifications.queries import Line, Reading
    from intranet.core.ui.http import SignedInRequest

PER_PAGE = 25
IN_MENU = 5


@require_GET
def notices(request: SignedInRequest) -> HttpResponse:
    return render(request, "notifications/notice_list.html", _listing(request))


def _listing(request: SignedInRequest) -> dict[str, Any]:
    tray = queries.tray_of(request.user)
    new = [line for line in tray if line.is_new]
    only_new = request.GET.get("show") == "new"
    page = Paginator(new if only_new else tray, PER_PAGE).get_page(request.GET.get("page"))
    address = reverse("notifications:notices")
    tabs = [
        {"label": _("All notices"), "url": address, "current": not only_new},
        {"label": _("New"), "url": f"{address}?show=new", "current": only_new, "count": len(new)},
    ]
    days = _by_day(queries.readings(list(page), request.user))
    return {"page": page, "days": days, "tabs": tabs, "unread": len(new), "only_new": only_new, "shown": _shown(tray)}


def _shown(tray: list[Line]) -> list[tuple[str, int]]:
    """What the button that marks all sends along: how far the reader has seen."""
    return [("until", max((notice.pk for line in tray for notice in line.notices), default=0))]


def _by_day(readings: list[Reading]) -> list[tuple[str, list[tuple[int, Reading]]]]:
    """Today, yesterday, and what was before; each reading with its number on the page."""
    today = timezone.localdate(now())

    def heading(numbered: tuple[int, Reading]) -> str:
        days = (today - timezone.localdate(numbered[1].notice.created)).days
        return _("Today") if days < 1 else _("Yesterday") if days == 1 else _("Earlier")

    return [(words, list(group)) for words, group in groupby(enumerate(readings, start=1), key=heading)]


@require_GET
def latest(request: SignedInRequest) -> HttpResponse:
    """The newest of the tray, as lines of the menu at the top."""
    readings = queries.readings(queries.tray_of(request.user)[:IN_MENU], request.user)
    return render(request, "notifications/menu.html", {"readings": readings})


@require_POST
def open_one(request: SignedInRequest, pk: int) -> HttpResponse:
    """Mark the line as read and go where it leads. A POST, since it changes something."""
    line = _line_or_404(request, pk)
    found = queries.readings([line], request.user)
    if not found:
        raise Http404
    actions.mark_read(request.user, notices=line.notices)
    return redirect(found[0].url)


@require_POST
def read_one(request: SignedInRequest, pk: int) -> HttpResponse:
    actions.mark_read(request.user, notices=_line_or_404(request, pk).notices)
    return _after_reading(request, _("Marked as read"), focus=f"#notice-{pk}")


def _line_or_404(request: SignedInRequest, pk: int) -> Line:
    line = queries.line_of(request.user, pk)
    if line is None:
        raise Http404
    return line


@require_POST
def read_all(request: SignedInRequest) -> HttpResponse:
    """All that stood on the page; what came since is still new."""
    until = request.POST.get("until", "")
    actions.mark_all_read(request.user, until=int(until) if until.isdecimal() and len(until) < 19 else None)
    return _after_reading(request, _("All marked as read"), focus="#main h1")


def _after_reading(request: SignedInRequest, words: str, *, focus: str) -> HttpResponse:
    if is_partial(request):
        return announce(render(request, "notifications/notices.html", _listing(request) | {"partial": True}), words, focus=focus)
    messages.success(request, words)
    return redirect("notifications:notices")
