"""One case: read it, take it, give it back, decide it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from intranet.core.kinds import State
from intranet.core.moderation import actions, queries
from intranet.core.moderation.forms import DecisionForm
from intranet.core.moderation.models import Case
from intranet.core.moderation.notices import words_on_trial
from intranet.core.moderation.rules import can_moderate, can_see_reports, may_open_names
from intranet.core.moderation.views.queue import name_of
from intranet.core.ui.http import deny, get_visible_or_404

if TYPE_CHECKING:
    from django.http import HttpResponse

    from intranet.core.ui.http import SignedInRequest

_FULL = ("service", "claimed_by__roost_profile", "decided_by__roost_profile", "author__roost_profile")


def _found(request: SignedInRequest, pk: int) -> Case:
    found: Case = get_visible_or_404(Case.objects.select_related(*_FULL).prefetch_related("reports", "thing"), request.user, pk=pk)
    return found


@require_GET
def case(request: SignedInRequest, pk: int) -> HttpResponse:
    """For moderators the whole case; for its author, who never learns who reported, what became of it."""
    found = _found(request, pk)
    if not can_see_reports(request.user, found):
        context = {"case": found, "judges": _judges(found), "text": _words(found), "trial": words_on_trial(found)}
        return render(request, "moderation/case_own.html", context)
    return render(request, "moderation/case.html", _context(request, found))


def _context(request: SignedInRequest, case: Case, form: DecisionForm | None = None) -> dict[str, Any]:
    may = can_moderate(request.user, case)
    is_mine = case.is_claimed and case.claimed_by_id == request.user.pk
    thing = case.thing
    place = thing.case_context() if thing is not None else None
    if form is None and may and case.is_open and (is_mine or not case.is_claimed):
        form = DecisionForm(case=case, initial={"seen": _mark(case)})
    earlier = Case.objects.for_teams_of(request.user).filter(author=case.author_id).exclude(pk=case.pk).order_by("-pk")[:10] if case.author_id else []
    return {
        "case": case,
        "place": place,
        "files": getattr(thing, "case_files", list)(),
        "is_mine": is_mine,
        "may": may,
        "form": form,
        "reports": list(case.reports.all()),
        "earlier": list(earlier),
        "events": [{"moment": event.created, "words": _sentence(event)} for event in case.events.all()],
        "visible": thing is not None
        and thing.state == State.PUBLISHED
        and type(thing)._default_manager.visible_to(request.user).filter(pk=thing.pk).exists(),
        "may_ask_for_name": place is not None and _may_ask_for_name(request, case, place.area),
        "judges": [] if may else _judges(case),
    }


def _may_ask_for_name(request: SignedInRequest, case: Case, area: Any) -> bool:
    seal = getattr(case.thing, "seal", None)
    return seal is not None and not seal.is_of(request.user) and may_open_names(request.user, service=case.service, area=area)


def _sentence(event: Any) -> str:
    words = str(event.get_verb_display())
    words = _("%(act)s by %(name)s") % {"act": words, "name": event.actor_name} if event.actor_name else words
    return f"{words}: {event.text}" if event.text else words


def _judges(case: Case) -> list[str]:
    """The names of those who may decide an open case, a few of them."""
    return [name_of(person) for person in queries.judges_of(case).select_related("roost_profile").order_by("pk")[:3]] if case.is_open else []


def _mark(case: Case) -> str:
    """What a decision carries along, so that other words than these are not judged."""
    return actions.fingerprint(case.thing, case.words) if case.thing is not None else ""


def _words(case: Case) -> str:
    return case.words or (case.thing.case_words() if case.thing is not None else "")


@require_POST
def claim(request: SignedInRequest, pk: int) -> HttpResponse:
    found = _allowed(request, pk)
    try:
        actions.claim(found, moderator=request.user)
    except (actions.CaseClosed, actions.NotYours):
        return _too_late(request, pk)
    messages.success(request, _("The case is yours for now."))
    return redirect(f"{found.get_absolute_url()}#case")


@require_POST
def release(request: SignedInRequest, pk: int) -> HttpResponse:
    found = _allowed(request, pk)
    actions.release(found, moderator=request.user)
    messages.success(request, _("You gave case %(number)s back to the team.") % {"number": pk})
    return redirect("moderation:queue")


@require_POST
def decide(request: SignedInRequest, pk: int) -> HttpResponse:
    found = _allowed(request, pk)
    if not found.is_open:
        return _too_late(request, pk)
    form = DecisionForm(request.POST, case=found)
    if not form.is_valid():
        return render(request, "moderation/case.html", _context(request, found, form), status=422)
    try:
        actions.decide(found, moderator=request.user, **form.cleaned_data)
    except (actions.CaseClosed, actions.NotYours):
        return _too_late(request, pk)
    except actions.WordsChanged:
        form = DecisionForm({**request.POST.dict(), "seen": _mark(found)}, case=found)
        form.add_error(None, _("The author has just changed the words. Read them again, then decide."))
        return render(request, "moderation/case.html", _context(request, found, form), status=422)
    return _on_to_the_next(request, found)


def _allowed(request: SignedInRequest, pk: int) -> Case:
    found = _found(request, pk)
    if not can_moderate(request.user, found):
        deny(request, found)
    return found


def _too_late(request: SignedInRequest, pk: int) -> HttpResponse:
    """Somebody was quicker: say who, and show what they did."""
    found = _found(request, pk)
    if found.is_open:
        messages.warning(request, _("%(name)s has this case in hand.") % {"name": name_of(found.claimed_by)})
    else:
        words = {"name": name_of(found.decided_by), "decision": found.get_decision_display()}
        messages.warning(request, _("%(name)s has decided this case already: %(decision)s.") % words)
    return redirect(found)


def _on_to_the_next(request: SignedInRequest, decided: Case) -> HttpResponse:
    """Focus lands on the heading of the next case, or of the queue's end, by the address alone."""
    following = queries.next_case_for(request.user)
    if following is None:
        messages.success(request, _("Case %(number)s is decided.") % {"number": decided.pk})
        return redirect(f"{reverse('moderation:queue')}?last=1#last")
    messages.success(request, _("Case %(number)s is decided. This is the next one.") % {"number": decided.pk})
    return redirect(f"{following.get_absolute_url()}#case")
