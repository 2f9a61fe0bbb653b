"""Where the mail server hands over answers."""

from __future__ import annotations

import hmac
from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from intranet.core.notifications import actions, conf

if TYPE_CHECKING:
    from django.http import HttpRequest

#: 422 has a mail server give the mail back to its sender, in its own words.
STATUS = {actions.Receipt.REFUSED: 422}


@login_not_required
@csrf_exempt  # a mail server posts here; the token stands for it
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def receive(request: HttpRequest) -> HttpResponse:
    """A mail as the body of a POST, from who holds ``INBOUND_MAIL_TOKEN``; nobody else learns that the address exists."""
    expected, given = conf.inbound_token(), request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not expected or not hmac.compare_digest(given.encode(), expected.encode()) or request.method != "POST":
        raise Http404
    receipt = actions.receive(request.read(actions.LARGEST + 1))
    return HttpResponse(receipt.value, content_type="text/plain; charset=utf-8", status=STATUS.get(receipt, 200))
