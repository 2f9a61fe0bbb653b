"""You said, we did: all outcomes, one, how it is recorded and amended, and what of it stands outside."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.contenttypes.models import ContentType
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from intranet.core.kinds import Heard, kinds_of
from intranet.core.notifications.queries import level_for
from intranet.core.responses import actions, queries, rules
from intranet.core.responses.actions import Said
from intranet.core.responses.forms import ChangeForm, FilterForm, OutcomeForm, ReviewForm
from intranet.core.responses.models import Outcome
from intranet.core.ui.http import deny, get_visible_or_404

if TYPE_CHECKING:
    from django.http import HttpRequest

    from intranet.core.ui.http import SignedInRequest

OUTCOMES_A_PAGE = 20


@require_safe
def index(request: SignedInRequest) -> HttpResponse:
    """What came of what people said, the latest first; narrowed by service, year and status."""
    years, services = queries.years_and_services(request.user)
    form = FilterForm(request.GET, years=years, services=services, auto_id="outcomes-%s")
    wanted = form.wanted()
    found = wanted.of(Outcome.objects.visible_to(request.user)).select_related("service")
    page = Paginator(found, OUTCOMES_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "responses/outcome_index.html", {"page": page, "form": form, "is_narrowed": wanted != queries.OutcomeFilter()})


@require_safe
def outcome(request: SignedInRequest, pk: int) -> HttpResponse:
    """One outcome, with where it was said for those who may see that, and how it went on."""
    found = _outcome_or_404(request, pk)
    context = {
        "outcome": found,
        "source": queries.source_of(found, request.user),
        "steps": found.steps.select_related("actor__roost_profile"),
        "may_change": rules.can_change(request.user, found),
        "is_outside": found.public and Outcome.objects.outside().filter(pk=found.pk).exists(),
    }
    return render(request, "responses/outcome.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def record(request: SignedInRequest, kind: int, key: int) -> HttpResponse:
    """Say what came of a thing that the reader may see."""
    source = _source_or_404(request, kind, key)
    if not rules.can_record(request.user, source) or source.to_document() is None:
        deny(request, source, _("Who owns it, and the service it belongs to, say what came of it."))
    form = OutcomeForm(request.POST or None, source=source, person=request.user)
    if form.is_bound and form.is_valid():
        made = actions.record_outcome(source, Said(**_said(form)), by=request.user)
        messages.success(request, _("Everyone who had a say is told."))
        return redirect(made)
    context = {"form": form, "source": source, "title": _("Say what came of it"), "submit": _("Publish, and tell everyone who had a say")}
    return render(request, "responses/outcome_form.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say how it goes on."""
    found = _changing_or_404(request, pk)
    source: Any = found.source
    form = ChangeForm(request.POST or None, outcome=found, source=source, person=request.user)
    if form.is_bound and form.is_valid():
        said = _said(form)
        note = said.pop("note")
        changed = actions.change_outcome(found, Said(**said), by=request.user, note=note)
        messages.success(request, _("Everyone who had a say is told.") if note or changed.status != found.status else _("Your change is kept."))
        return redirect(changed)
    context = {"form": form, "outcome": found, "title": _("Change an outcome"), "submit": _("Keep the change")}
    return render(request, "responses/outcome_form.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def review(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say that it stands as it is."""
    found = _changing_or_404(request, pk)
    form = ReviewForm(request.POST or None)
    if form.is_bound and form.is_valid():
        actions.confirm_outcome(found, by=request.user, **form.cleaned_data)
        messages.success(request, _("You confirmed that it stands."))
        return redirect(found)
    context = {"form": form, "outcome": found, "title": _("Does it still stand?"), "submit": _("Yes, it stands")}
    return render(request, "responses/outcome_form.html", context, status=422 if form.is_bound else 200)


@login_not_required
@require_safe
def outside(request: HttpRequest) -> HttpResponse:
    """What anybody may read of outcomes, signed in or not."""
    found = Outcome.objects.outside().select_related("service").order_by("-published_at", "-pk")
    return render(request, "responses/outside_index.html", {"page": Paginator(found, OUTCOMES_A_PAGE).get_page(request.GET.get("page"))})


@login_not_required
@require_safe
def outside_outcome(request: HttpRequest, pk: int) -> HttpResponse:
    """The same outcome as inside, without colleagues and without where it was said."""
    found = Outcome.objects.outside().select_related("service").filter(pk=pk).first()
    if found is None:
        raise Http404
    return render(request, "responses/outside_outcome.html", {"outcome": found, "steps": found.steps.all()})


def _said(form: OutcomeForm) -> dict[str, Any]:
    return dict(form.cleaned_data)


def _outcome_or_404(request: SignedInRequest, pk: int) -> Outcome:
    outcomes = Outcome.objects.select_related("service", "owner__roost_profile", "content_type")
    found: Outcome = get_visible_or_404(outcomes.annotate(follow_level=level_for(request.user, Outcome)), request.user, pk=pk)
    return found


def _changing_or_404(request: SignedInRequest, pk: int) -> Outcome:
    found = _outcome_or_404(request, pk)
    if not rules.can_change(request.user, found):
        deny(request, found, _("Who looks after it, and its service, change it."))
    return found


def _source_or_404(request: SignedInRequest, kind: int, key: int) -> Heard:
    model = next((model for model in kinds_of(Heard) if ContentType.objects.get_for_model(model).pk == kind), None)
    if model is None:
        raise Http404
    things: Any = model._default_manager.all()
    found: Heard = get_visible_or_404(things.for_documents() if hasattr(things, "for_documents") else things, request.user, pk=key)
    return found
