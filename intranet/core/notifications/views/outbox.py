"""The demonstration's mails to whoever is signed in. On any other site the page does not exist."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_GET

from intranet.core.notifications import conf
from intranet.core.notifications.queries.outbox import mail_in, names_of_mails

if TYPE_CHECKING:
    from django.http import HttpResponse

    from intranet.core.ui.http import SignedInRequest

PER_PAGE = 10


@require_GET
def outbox(request: SignedInRequest) -> HttpResponse:
    if conf.outbox() is None:
        raise Http404
    page = Paginator(names_of_mails(request.user.email), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "notifications/outbox.html", {"page": page, "mails": [mail_in(path) for path in page]})
