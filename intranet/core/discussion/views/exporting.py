"""A whole thread for an information request: who may, why, and in which form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from intranet.core.discussion import actions, rules
from intranet.core.discussion.feeds import as_file
from intranet.core.discussion.forms import ExportForm
from intranet.core.discussion.views.thread import thing_or_404
from intranet.core.ui.http import deny

if TYPE_CHECKING:
    from django.http import HttpResponse

    from intranet.core.ui.http import SignedInRequest


@require_http_methods(["GET", "HEAD", "POST"])
def export(request: SignedInRequest, kind: int, key: int) -> HttpResponse:
    """Asking for it shows the form alone; only what is posted, with a reason, gives the thread out, and is logged."""
    thing = thing_or_404(request, kind, key)
    if not rules.can_export(request.user, thing):
        deny(request, thing)
    form = ExportForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "discussion/export.html", {"form": form, "thing": thing}, status=422 if form.is_bound else 200)
    said = form.cleaned_data
    record = actions.export_thread(thing, actor=request.user, reason=said["reason"], named=said["names"] == ExportForm.NAMED, form=said["form"])
    return as_file(record, form=said["form"])
