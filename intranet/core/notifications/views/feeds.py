"""Feeds and calendars: what their readers fetch, and the page where people make and revoke their keys."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from intranet.core.background.rates import is_too_often
from intranet.core.notifications import actions, queries
from intranet.core.notifications.feeds import all_feeds, feed_at
from intranet.core.notifications.forms.follows import FeedKeyForm
from intranet.core.ui.http import get_visible_or_404

if TYPE_CHECKING:
    from django.http import HttpRequest

    from intranet.core.kinds import Person
    from intranet.core.notifications.feeds import Feed
    from intranet.core.notifications.models import FeedKey
    from intranet.core.ui.http import SignedInRequest

#: A key is answered so often in an hour: a dozen feeds every five minutes.
MOST_READINGS = 150
HOUR = 3600


@login_not_required
@require_safe
def feed(request: HttpRequest, token: str, file: str, key: int | None = None) -> HttpResponse:
    """A feed as the owner of the key would read it now. Whatever is wrong, it is not there, with the same bytes."""
    owner = queries.key_of(token)
    if owner is None:
        return _dressed(_nothing())
    if is_too_often(f"feeds:{owner.pk}", most=MOST_READINGS, seconds=HOUR):
        return _dressed(HttpResponse("Too many readings.\n", content_type="text/plain", status=429, headers={"Retry-After": str(HOUR)}))
    try:
        kind, thing = _wanted(owner.person, file, key)
    except Http404:
        return _dressed(_nothing())
    body = kind.written_for(owner, thing)
    actions.note_use(owner)
    # Nothing but what was written now for this reader decides whether it is news: something newer than what is shown may have been hidden.
    etag = f'"{sha256(body).hexdigest()[:32]}"'
    response = HttpResponse(body, content_type=kind.content_type, headers={"ETag": etag, "Cache-Control": "private, no-cache"})
    return _dressed(get_conditional_response(request, etag=etag, response=response) or response)


def _wanted(person: Person, file: str, key: int | None) -> tuple[Feed, Any]:
    """The feed of this name and the thing that it is of, if the person may see it."""
    kind = feed_at(file)
    if kind is None or (kind.of is None) != (key is None):
        raise Http404
    return kind, get_visible_or_404(kind.of, person, pk=key) if kind.of is not None else None


def _nothing() -> HttpResponse:
    return HttpResponse("There is no feed at this address.\n", content_type="text/plain", status=404, headers={"Cache-Control": "private, no-store"})


def _dressed(response: HttpResponse) -> HttpResponse:
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "no-referrer"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def feeds(request: SignedInRequest) -> HttpResponse:
    """The reader's keys, a form for another, and what there is to read; ``?for=area.atom/3`` puts the feed of one thing first."""
    keys = list(queries.keys_of(request.user))
    wanted = _asked_for(request)
    form = FeedKeyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.make_key(request.user, name=form.cleaned_data["name"])
        except actions.TooManyKeys:
            form.add_error("name", _("You have so many keys already that you cannot have another. Revoke one that you do not use any more"))
        else:
            messages.success(request, _("The key is made. Copy the addresses that you want."))
            return redirect(f"{reverse('notifications:feed-key', args=[made.pk])}{_query_of(wanted)}")
    context = {"keys": keys, "form": form, "feeds": all_feeds(), "wanted": wanted, "query": _query_of(wanted)}
    return render(request, "notifications/feeds.html", context, status=422 if form.errors else 200)


@require_safe
def addresses(request: SignedInRequest, pk: int) -> HttpResponse:
    """The addresses that one key opens."""
    key = get_object_or_404(queries.keys_of(request.user), pk=pk)
    wanted = _asked_for(request)
    shown = [(feed.label, feed, _address(request, key, feed)) for feed in all_feeds() if feed.of is None]
    if wanted is not None:
        kind, thing = wanted
        shown.insert(0, (f"{kind.label}: {thing}", kind, _address(request, key, kind, thing)))
    return render(request, "notifications/feed_key.html", {"key": key, "addresses": shown})


@require_http_methods(["GET", "HEAD", "POST"])
def revoke(request: SignedInRequest, pk: int) -> HttpResponse:
    key = get_object_or_404(queries.keys_of(request.user), pk=pk)
    if request.method == "POST":
        actions.revoke_key(key, actor=request.user)
        messages.success(request, _("The key “%(name)s” is revoked. Its addresses open nothing any more.") % {"name": key.name})
        return redirect("notifications:feeds")
    return render(request, "notifications/feed_key_revoke.html", {"key": key})


def _asked_for(request: SignedInRequest) -> tuple[Feed, Any] | None:
    """The feed of one thing, as ``for`` in the query names it; what the reader may not see does not exist."""
    file, __, key = request.GET.get("for", "").partition("/")
    if not file:
        return None
    if not (key.isdecimal() and len(key) <= 18):
        raise Http404
    return _wanted(request.user, file, int(key))


def _query_of(wanted: tuple[Feed, Any] | None) -> str:
    return f"?for={wanted[0].file()}/{wanted[1].pk}" if wanted is not None else ""


def _address(request: SignedInRequest, key: FeedKey, feed: Feed, thing: Any = None) -> str:
    if thing is None:
        return request.build_absolute_uri(reverse("feeds:feed", args=[key.token, feed.file()]))
    return request.build_absolute_uri(reverse("feeds:feed-of", args=[key.token, thing.pk, feed.file()]))
