"""Reporting a thing, and what became of one's report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.contenttypes.models import ContentType
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from intranet.core.kinds import Reportable
from intranet.core.moderation import actions
from intranet.core.moderation.forms import ReportForm
from intranet.core.moderation.models import Report
from intranet.core.moderation.rules import can_report
from intranet.core.ui.http import deny, get_visible_or_404

if TYPE_CHECKING:
    from django.http import HttpResponse

    from intranet.core.ui.http import SignedInRequest


@require_http_methods(["GET", "HEAD", "POST"])
def report(request: SignedInRequest, kind: int, key: int) -> HttpResponse:
    """Say that a visible thing should be looked at."""
    thing = _visible_thing(request, kind, key)
    earlier = Report.objects.visible_to(request.user).filter(content_type_id=kind, object_id=key).first()
    if earlier is not None:
        messages.info(request, _("You have reported this already."))
        return redirect(earlier)
    if not can_report(request.user, thing):
        deny(request, thing)
    form = ReportForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.report(thing, reporter=request.user, **form.cleaned_data)
        except (actions.AlreadyReported, actions.NothingToReport) as gone:
            raise Http404 from gone
        messages.success(request, _("Thank you. A moderator reads it."))
        return redirect(Report.objects.visible_to(request.user).get(content_type_id=kind, object_id=key))
    return render(request, "moderation/report_form.html", {"thing": thing, "form": form}, status=422 if form.errors else 200)


def _visible_thing(request: SignedInRequest, kind: int, key: int) -> Reportable:
    model = get_object_or_404(ContentType, pk=kind).model_class()
    if model is None or not issubclass(model, Reportable):
        raise Http404
    return get_visible_or_404(model, request.user, pk=key)


@require_GET
def my_report(request: SignedInRequest, pk: int) -> HttpResponse:
    """What the person reported, and what became of it; the words themselves only while they may be seen."""
    found = get_visible_or_404(Report, request.user, pk=pk)
    model = found.content_type.model_class()
    thing = model._default_manager.visible_to(request.user).filter(pk=found.object_id).first() if model else None  # type: ignore[attr-defined]
    return render(request, "moderation/my_report.html", {"report": found, "case": found.case, "thing": thing})
