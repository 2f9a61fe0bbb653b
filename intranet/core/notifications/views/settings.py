"""What reaches a person by mail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from intranet.core.notifications import actions
from intranet.core.notifications.forms.settings import ServiceForm, SettingsForm
from intranet.core.notifications.models import Delivery
from intranet.core.notifications.queries.delivery import choices_of
from intranet.core.notifications.queries.preferences import service_choices_of, wishes_of

if TYPE_CHECKING:
    from django.http import HttpResponse

    from intranet.core.ui.http import SignedInRequest


@require_http_methods(["GET", "HEAD", "POST"])
def mail_settings(request: SignedInRequest) -> HttpResponse:
    if request.method != "POST":
        return _page(request)
    form = SettingsForm(request.POST, wishes=wishes_of(request.user), choices=choices_of(request.user))
    if not form.is_valid():
        return _page(request, form=form, status=422)
    said = form.cleaned_data
    actions.set_mail(
        request.user,
        wanted=said["wants_mail"],
        digest=said["digest"],
        quiet=form.quiet,
        only_in_working_hours=said["only_in_working_hours"],
        hours=said["hours"],
        social=said["social"],
    )
    actions.set_deliveries(request.user, form.deliveries)
    messages.success(request, _("Saved."))
    return redirect("notifications:settings")


@require_POST
def add_choice(request: SignedInRequest) -> HttpResponse:
    form = ServiceForm(request.POST)
    if not form.is_valid():
        return _page(request, service_form=form, status=422)
    actions.choose(request.user, service=form.cleaned_data["service"], kind=form.told, delivery=Delivery(form.cleaned_data["delivery"]))
    messages.success(request, _("Saved."))
    return redirect("notifications:settings")


@require_POST
def remove_choice(request: SignedInRequest, pk: int) -> HttpResponse:
    if not actions.forget_choice(request.user, pk=pk):
        raise Http404
    messages.success(request, _("Removed. What you have chosen for all services holds there again."))
    return redirect("notifications:settings")


def _page(request: SignedInRequest, *, form: SettingsForm | None = None, service_form: ServiceForm | None = None, status: int = 200) -> HttpResponse:
    wishes = wishes_of(request.user)
    context = {
        "wishes": wishes,
        "form": form or SettingsForm(wishes=wishes, choices=choices_of(request.user)),
        "service_form": service_form or ServiceForm(),
        "choices": service_choices_of(request.user),
    }
    return render(request, "notifications/settings.html", context, status=status)
