"""The one list of what waits for a moderator."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET

from intranet.core.background import now
from intranet.core.moderation import queries
from intranet.core.moderation.forms import QueueForm
from intranet.core.moderation.models import Case
from intranet.core.moderation.rules import is_moderator

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpResponse

    from intranet.core.kinds import Person
    from intranet.core.moderation.queries import Draft, Entry
    from intranet.core.moderation.querysets import CaseQuerySet
    from intranet.core.ui.http import SignedInRequest

PER_PAGE = 20
SHOWS = ("mine", "all", "claimed", "decided")


@dataclass(frozen=True, slots=True)
class Row:
    """What the component ``case_row`` shows."""

    number: str
    title: str
    url: str
    kind: str
    service: str
    quote: str
    due_at: datetime | None
    clock_words: str
    clock_kind: str
    who: str
    action: str
    filled: bool


@require_GET
def queue(request: SignedInRequest) -> HttpResponse:
    drafts = queries.drafts_for(request.user)
    if not is_moderator(request.user) and not drafts:
        raise Http404
    show = request.GET.get("show", "")
    show = show if show in SHOWS else "mine"
    form = QueueForm(request.GET, services=queries.services_in_queue(request.user))
    form.is_valid()
    kind, service = form.cleaned_data.get("kind", ""), form.cleaned_data.get("service")
    cases = queries.queue_of(request.user, show=show, kind=kind if kind in Case.Kind.values else "", service=service)
    cases = cases.none() if kind == QueueForm.DRAFT else cases
    drafts = drafts if show in {"mine", "all"} and kind in {"", QueueForm.DRAFT} and service is None else []
    page = Paginator(_lines(cases, drafts, request.user if show == "mine" else None), PER_PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "rows": _rows(list(page), request.user), "tabs": _tabs(show), "show": show}
    context |= {"number": page.paginator.count, "overdue": sum(1 for line in page if (due := _due(line)) and due < now())}
    return render(request, "moderation/queue.html", context | {"narrowed": bool(kind or service)})


def _lines(cases: CaseQuerySet, drafts: list[Draft], judge: Person | None) -> CaseQuerySet | list[Case | Draft]:
    """Cases and drafts in one order, of the cases only those that the ``judge`` did not write. Where all cases are wanted and no drafts, the database pages."""
    if not drafts and judge is None:
        return queries.with_words(cases)
    bare = cases.only("pk", "due_at", "decided_at")
    found = queries.not_sealed_by(judge, bare) if judge is not None else list(bare)
    if not drafts:
        return [*found]
    far = max(draft.due_at for draft in drafts)
    return sorted([*found, *drafts], key=lambda line: _due(line) or far)


def _due(line: Case | Draft) -> datetime | None:
    return None if isinstance(line, Case) and line.decided_at else line.due_at


def _rows(lines: list[Case | Draft], user: Person) -> list[Row]:
    """The lines of one page; those that came without their words get them now."""
    bare = [line.pk for line in lines if isinstance(line, Case) and line.get_deferred_fields()]
    full = queries.with_words(Case.objects.all()).in_bulk(bare) if bare else {}
    rows: list[Row] = []
    for line in lines:
        if isinstance(line, Case):
            rows.append(_row_of_case(queries.entry_of(full.get(line.pk, line), user), user, filled=not rows))
        else:
            rows.append(_row_of_draft(line))
    return rows


def _row_of_case(entry: Entry, user: Person, *, filled: bool) -> Row:
    case = entry.case
    words, kind = _clock(case.due_at) if case.is_open else (_("Decided"), "met")
    doable = case.is_open and not entry.part
    return Row(
        number=str(case.pk),
        title=case.title or _("Something that is gone"),
        url=case.get_absolute_url(),
        kind=f"{case.get_kind_display().capitalize()}{' · ' if entry.reasons else ''}{entry.reasons}",
        service=case.service.name if case.service else "",
        quote=entry.quote,
        due_at=case.due_at if case.is_open else case.decided_at,
        clock_words=words,
        clock_kind=kind,
        who=_who(entry, user),
        action=_("Decide") if doable else _("Look"),
        filled=filled and doable,
    )


def _who(entry: Entry, user: Person) -> str:
    case = entry.case
    if not case.is_open:
        return _("%(decision)s by %(name)s") % {"decision": case.get_decision_display().capitalize(), "name": name_of(case.decided_by)}
    if entry.part == "wrote":
        return _("You wrote this, so somebody else decides")
    if entry.part == "reported":
        return _("You reported this, so somebody else decides")
    if case.is_claimed and case.claimed_by_id == user.pk:
        return _("Claimed by you")
    if case.is_claimed:
        return _("Claimed by %(name)s") % {"name": name_of(case.claimed_by)}
    return pgettext("a case that is claimed by", "Nobody yet")


def _row_of_draft(draft: Draft) -> Row:
    words, kind = _clock(draft.due_at)
    return Row(
        number=f"W-{draft.number}",
        title=_("Page to approve: %(title)s") % {"title": draft.title},
        url=draft.url,
        kind=_("Draft by %(name)s") % {"name": draft.requested_by} if draft.requested_by else _("Draft to approve"),
        service="",
        quote="",
        due_at=draft.due_at,
        clock_words=words,
        clock_kind=kind,
        who="",
        action=_("Review"),
        filled=False,
    )


def _clock(due_at: datetime | None) -> tuple[str, str]:
    if due_at is None:
        return "", ""
    minutes = (due_at - now()).total_seconds() / 60
    if minutes < 0:
        return _("Overdue since"), "overdue"
    return _("Due"), "soon" if minutes < 60 else ""


def _tabs(show: str) -> list[dict[str, Any]]:
    address = reverse("moderation:queue")
    words = {"mine": _("For me"), "all": _("All open"), "claimed": _("Claimed by me"), "decided": _("Decided")}
    return [{"label": words[name], "url": f"{address}?show={name}" if name != "mine" else address, "current": name == show} for name in SHOWS]


def name_of(person: Person | None) -> str:
    profile = getattr(person, "roost_profile", None)
    return profile.name if profile and profile.name else person.get_username() if person else _("a former colleague")
