"""The page of search: one box, one list over all kinds, and suggestions."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from intranet.core.notifications.queries import tag_followed_by
from intranet.core.search import conf, queries
from intranet.core.search.actions import log_query
from intranet.core.ui.panels import NavigationItem, all_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.core.paginator import Page
    from django.http import HttpResponse, QueryDict

    from intranet.core.notifications.models import Tag
    from intranet.core.search.queries import Hit, Results
    from intranet.core.ui.http import SignedInRequest

#: The symbols of kinds; what has none here is a page.
ICONS = {
    "post": "blog",
    "blog": "blog",
    "comment": "quote",
    "area": "forum",
    "topic": "forum",
    "reply": "reply",
    "social": "forum",
    "poll": "poll",
    "module": "training",
    "lesson": "training",
    "person": "person",
    "service": "service",
    "account": "link",
    "outcome": "check-circle",
}
#: The page of everything under a tag.
_ONE_TAG = re.compile(r"tag:#?([\w-]+)\Z", re.IGNORECASE)
#: What narrows the results, as the address names it.
NARROWING = ("kind", "service", "author", "tag", "since")


@require_safe
def search(request: SignedInRequest) -> HttpResponse:
    """``?q=`` and what narrows it; without words, what is new for the reader."""
    text = request.GET.get("q", "")[: conf.QUERY_LENGTH].strip()
    if not text:
        return render(request, "search/search.html", {"new": _with_symbols(queries.newest(request.user))})
    if (tag := _ONE_TAG.match(text)) and [tag[1].lower()] != (named := queries.names_in_use([tag[1]])):
        led = request.GET.copy()
        led["q"] = f"tag:{named[0]}"
        return redirect(f"{request.path}?{led.urlencode()}")
    newest = request.GET.get("sort") == "new"
    page = _number(request.GET.get("page", "")) or 1
    results = queries.search(request.user, text, newest=newest, page=page, **_narrowing(request.GET))
    if page == 1 and not results.query.is_idle:
        log_query(results.query.text, found=results.total)
    context = {
        "text": text,
        "results": results,
        "page": _page(results),
        "newest": newest,
        "hits": _with_symbols(results.hits),
        "removals": _removals(request.GET, results),
        "followed_as": _tag(request, results),
        "ask_at": next((item.url for item in all_of(NavigationItem) if item.url == "/forums/"), ""),
    }
    return render(request, "search/search.html", context)


def _tag(request: SignedInRequest, results: Results) -> tuple[str, Tag | None] | None:
    """The one tag that was asked for, and it as the reader follows it; None when there is none, or several."""
    names = {*results.query.tags, *(tag.lower().lstrip("#") for tag in request.GET.getlist("tag")[:2])}
    name = names.pop() if len(names) == 1 else ""
    return (name, tag_followed_by(request.user, name)) if name else None


@require_safe
def suggest(request: SignedInRequest) -> HttpResponse:
    """People, services and titles that begin as what was typed so far."""
    labels = queries.names_of_kinds()
    found = queries.suggest(request.user, request.GET.get("q", ""))
    return JsonResponse(
        {"suggestions": [{"title": document.title, "url": document.url, "kind": labels.get(document.kind, "")} for document in found]}
    )


def _with_symbols(hits: Iterable[Hit]) -> list[tuple[Hit, str]]:
    return [(hit, ICONS.get(hit.document.kind, "file")) for hit in hits]


def _narrowing(given: QueryDict) -> dict[str, Any]:
    chosen = {name: given.getlist(name)[:20] for name in NARROWING}
    return {
        "kinds": chosen["kind"],
        "services": chosen["service"],
        "authors": [number for number in map(_number, chosen["author"]) if number],
        "tags": [tag.lower().lstrip("#") for tag in chosen["tag"]],
        "since": chosen["since"],
    }


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else 0


def _page(results: Results) -> Page[int]:
    reachable = range(min(results.total, conf.REACH))
    return Paginator(reachable, conf.PAGE_SIZE).get_page(results.page)


def _removals(given: QueryDict, results: Results) -> list[tuple[str, str]]:
    """For each value that narrows the results, its words and the address of the list without it."""
    removals = []
    for name, choice in results.chosen:
        rest = given.copy()
        rest.pop("page", None)
        rest.setlist(name, [value for value in given.getlist(name) if value.lower().lstrip("#") != choice.value])
        removals.append((choice.label, f"?{rest.urlencode()}"))
    return removals
