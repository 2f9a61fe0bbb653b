"""Names that are sealed: a person's own words without their name, and the two moderators who may open one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from intranet.core.moderation import actions, queries
from intranet.core.moderation.forms import NameAnswerForm, NameForm
from intranet.core.moderation.models import Case, Opening
from intranet.core.moderation.rules import may_open_names, opens_names
from intranet.core.organisation.queries import name_of
from intranet.core.ui.http import get_visible_or_404

if TYPE_CHECKING:
    from django.http import HttpResponse

    from intranet.core.ui.http import SignedInRequest

ON_PAGE = 50


@require_GET
def without_name(request: SignedInRequest) -> HttpResponse:
    """What the person wrote without their name; only they see this page so."""
    lines, openings = queries.written_without_name(request.user)
    return render(request, "moderation/without_name.html", {"lines": lines, "openings": openings})


@require_GET
def names(request: SignedInRequest) -> HttpResponse:
    """What was asked about names in the person's places."""
    if not opens_names(request.user):
        raise Http404
    return render(request, "moderation/names.html", {"openings": Opening.objects.visible_to(request.user)[:ON_PAGE]})


@require_http_methods(["GET", "HEAD", "POST"])
def ask_for_name(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask that the name behind a case's words be opened."""
    case: Case = get_visible_or_404(Case.objects.select_related("service").prefetch_related("thing"), request.user, pk=pk)
    thing = case.thing
    seal = getattr(thing, "seal", None)
    if thing is None or seal is None:
        raise Http404
    if not may_open_names(request.user, service=case.service, area=thing.case_context().area):
        raise Http404
    if seal.is_of(request.user):
        raise PermissionDenied(_("You wrote this yourself."))
    form = NameForm(request.POST or None)
    if not form.is_valid():
        return render(request, "moderation/ask_for_name.html", {"case": case, "form": form}, status=422 if form.is_bound else 200)
    opening = actions.ask_to_open(thing, moderator=request.user, **form.cleaned_data)
    messages.success(request, _("The other senior moderators are told. Nothing is opened until one of them agrees."))
    return redirect(opening)


def _opening(request: SignedInRequest, pk: int) -> Opening:
    found: Opening = get_visible_or_404(Opening.objects.select_related("seal", "service"), request.user, pk=pk)
    return found


def _shown(request: SignedInRequest, opening: Opening, *, status: int = 200, **more: Any) -> HttpResponse:
    may = actions.may_decide(request.user, opening)
    context = {
        "opening": opening,
        "form": NameAnswerForm(opening=opening) if may else None,
        "may_read": actions.may_read(request.user, opening),
        **more,
    }
    return render(request, "moderation/opening.html", context, status=status)


@require_GET
def opening(request: SignedInRequest, pk: int) -> HttpResponse:
    """A request to open a name, and what became of it."""
    return _shown(request, _opening(request, pk))


@require_POST
def decide_opening(request: SignedInRequest, pk: int) -> HttpResponse:
    """The second moderator's answer."""
    found = _opening(request, pk)
    if not actions.may_decide(request.user, found):
        raise PermissionDenied(_("A second senior moderator decides, who neither asked nor wrote it."))
    form = NameAnswerForm(request.POST, opening=found)
    if not form.is_valid():
        return _shown(request, found, status=422, form=form)
    try:
        actions.decide_opening(
            found, moderator=request.user, opens=form.cleaned_data["decision"] == Opening.Decision.OPENED, answer=form.cleaned_data["answer"]
        )
    except actions.SealedAway:
        messages.warning(request, _("Somebody has decided this already."))
    return redirect(found)


@require_POST
def read_name(request: SignedInRequest, pk: int) -> HttpResponse:
    """The name, for the two who opened it. Each look is logged."""
    found = _opening(request, pk)
    if not actions.may_read(request.user, found):
        raise PermissionDenied(_("Only the two moderators who opened the name can read it."))
    person = actions.read_name(found, moderator=request.user)
    return _shown(request, found, person=person, name=name_of(person) or _("Somebody whose account is deleted"))
