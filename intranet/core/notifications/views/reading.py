"""What must be read: the person's own list, the confirmation, and who has read it."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from intranet.core.notifications import actions, rules
from intranet.core.notifications.models import MustRead
from intranet.core.notifications.queries import reading
from intranet.core.organisation.models import Service
from intranet.core.ui.http import deny, get_visible_or_404

if TYPE_CHECKING:
    from django.db.models import Model, QuerySet

    from intranet.core.ui.http import SignedInRequest

PER_PAGE = 50
#: What a spreadsheet would take for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@require_safe
def to_read(request: SignedInRequest) -> HttpResponse:
    """What waits to be read, and what the person has confirmed."""
    context = {"waiting": reading.waiting_for(request.user), "read": reading.read_by(request.user)}
    return render(request, "notifications/to_read.html", context)


@require_POST
def confirm(request: SignedInRequest, pk: int) -> HttpResponse:
    """“I have read this”: of the very version that stood on the page."""
    must_read, thing = _found(request, pk)
    try:
        actions.acknowledge(must_read, person=request.user)
    except actions.NotAsked:
        if must_read.is_current:
            deny(request, thing)
        messages.warning(request, _("This has changed since you opened it. Please read it again."))
    else:
        messages.success(request, _("Noted: you have read this."))
    return redirect(f"{thing.get_absolute_url()}#must-read")  # type: ignore[attr-defined]


@require_safe
def report(request: SignedInRequest, pk: int) -> HttpResponse:
    """Who has read it and who has not: by name to those who answer for them, in numbers to all others."""
    must_read, thing = _found(request, pk)
    people, asked, all_names = _people(request, must_read, thing)
    lines = reading.lines_by_service(must_read, asked, all_of_them=all_names)
    context = {
        "must_read": must_read,
        "thing": thing,
        "lines": lines,
        "figures": [{"number": sum(line.read for line in lines), "of": sum(line.asked for line in lines), "meaning": _("have read it")}],
        "page": Paginator(people, PER_PAGE).get_page(request.GET.get("page")),
        "all_names": all_names,
    }
    return render(request, "notifications/reading_report.html", context)


@require_safe
def report_csv(request: SignedInRequest, pk: int) -> HttpResponse:
    """The names of the report, for a spreadsheet; without any it does not exist."""
    must_read, thing = _found(request, pk)
    people, _asked, _all_names = _people(request, must_read, thing)
    if not people.exists():
        raise Http404
    response = HttpResponse(
        content_type="text/csv; charset=utf-8", headers={"Content-Disposition": f'attachment; filename="read-{must_read.pk}.csv"'}
    )
    writer = csv.writer(response)
    writer.writerow(["service", "name", "version", "confirmed"])
    for person in people.iterator(chunk_size=500):
        profile = person.roost_profile
        moment = localtime(person.read_at).isoformat(timespec="minutes") if person.read_at else ""
        writer.writerow([_cell(profile.service.name if profile.service else ""), _cell(profile.name), must_read.version, moment])
    return response


def _cell(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text


def _found(request: SignedInRequest, pk: int) -> tuple[MustRead, Model]:
    """A version with its thing, if the person may see that; otherwise it does not exist."""
    must_read = MustRead.objects.select_related("content_type", "asked_by__roost_profile").filter(pk=pk).first()
    model: Any = must_read.content_type.model_class() if must_read is not None else None
    if must_read is None or model is None:
        raise Http404
    return must_read, get_visible_or_404(model, request.user, pk=must_read.object_id)


def _people(request: SignedInRequest, must_read: MustRead, thing: Model) -> tuple[QuerySet[Any], QuerySet[Any], bool]:
    """Those whose names the reader sees, all who are asked, and whether these are the same."""
    document = reading.document_of(thing)
    service = Service.objects.filter(pk=document.service_id).first() if document is not None and document.service_id is not None else None
    all_names = rules.sees_all_names(request.user, must_read, document, service)
    asked = reading.people_asked(must_read, document)
    return reading.named_to(request.user, must_read, asked, all_of_them=all_names), asked, all_names
