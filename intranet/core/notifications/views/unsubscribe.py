"""Ending a stream of mail by the link that came with it. Nobody has to sign in, and nothing is said of what was mailed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from intranet.core.notifications import actions
from intranet.core.notifications.queries.streams import stream_of_token, token_is_ours

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@login_not_required
@csrf_exempt  # a mail program posts here, without a page before it (RFC 8058); the token stands for its reader
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """GET asks and changes nothing, since programs follow links; POST ends the stream of the mail that carried the token, and no other."""
    if not token_is_ours(token):
        raise Http404
    stream = stream_of_token(token)
    if stream is None:
        return render(request, "notifications/unsubscribe.html", {"state": "old"}, status=410)
    if request.method == "POST":
        actions.unsubscribe(stream.person_id, stream.name)
    return render(request, "notifications/unsubscribe.html", {"state": "done" if request.method == "POST" else "asked", "stream": stream})
