"""An area as a file: asked for, looked for and fetched by those who look after it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import FileResponse, Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from forums import actions, conf, queries, rules
from forums.models import Area, AreaExport
from forums.views.files import closed_in
from intranet.core.ui.http import deny, get_visible_or_404

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from intranet.core.ui.http import SignedInRequest


@require_http_methods(["GET", "HEAD", "POST"])
def exports(request: SignedInRequest, area: str) -> HttpResponse:
    """The archives of an area that are there, and the button for another one."""
    place = get_visible_or_404(Area.objects.select_related("service"), request.user, slug=area)
    if not rules.can_export(request.user, place):
        deny(request, place, _("Only the moderators of the area can do this."))
    if request.method == "POST":
        actions.export_area(place, actor=request.user)
        messages.success(request, _("The archive is being made. You find it here when it is ready."))
        return redirect("forums:exports", place.slug)
    found = queries.exports_of(place)
    context = {
        "area": place,
        "exports": [(export, queries.is_outdated(export)) for export in found],
        "is_waiting": any(export.state == AreaExport.ExportState.WAITING for export in found),
        "days": conf.export_for().days,
        "crumbs": [(_("Forums"), reverse("forums:index")), (place.name, place.get_absolute_url())],
    }
    return render(request, "forums/exports.html", context)


@require_safe
@closed_in  # type: ignore[arg-type]
def exported(request: SignedInRequest, key: UUID) -> FileResponse:
    """The archive, for who may export the area now, and only while all that it holds may still be read there."""
    found = AreaExport.objects.select_related("area__service").filter(key=key).first()
    if found is None or not found.is_kept or not rules.can_export(request.user, found.area) or queries.is_outdated(found):
        raise Http404
    try:
        opened = found.file.open("rb")
    except OSError as gone:
        raise Http404 from gone
    if request.method == "GET":
        actions.note_fetch(found, actor=request.user)
    name = f"{found.area.slug}-{localtime(found.asked_at):%Y-%m-%d}.zip"
    response = FileResponse(opened, as_attachment=True, filename=name, content_type="application/zip")
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-store"
    return response
