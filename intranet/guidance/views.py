"""Guidance inside, the register of official accounts, and what anybody may read outside."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from intranet.core.ui.http import get_visible_or_404, page_view
from intranet.guidance import queries
from intranet.guidance.models import GuidanceIndexPage, GuidancePage, GuidanceSectionPage, SocialAccount

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from intranet.core.ui.http import SignedInRequest

PAGES_PER_PAGE = 30


@page_view(GuidanceIndexPage)
@require_safe
def index(request: SignedInRequest, page: GuidanceIndexPage | None = None) -> HttpResponse:
    """All guidance by title; ``kind`` narrows it. The address works before there is a page for it."""
    return _listed(request, title=page.title if page else _("Guidance"), below=page.path if page else "", section=None)


@page_view(GuidanceSectionPage)
@require_safe
def section(request: SignedInRequest, page: GuidanceSectionPage) -> HttpResponse:
    return _listed(request, title=page.title, below=page.path, section=page)


def _listed(request: SignedInRequest, *, title: str, below: str, section: GuidanceSectionPage | None) -> HttpResponse:
    kind = request.GET.get("kind", "")
    kind = kind if kind in GuidancePage.Kind.values else ""
    found = queries.guidance_for(request.user, kind=kind, below=below)
    tabs = [("", _("All")), *((value, label) for value, label in GuidancePage.Kind.choices)]
    context = {
        "title": title,
        "section": section,
        "page": Paginator(found, PAGES_PER_PAGE).get_page(request.GET.get("page")),
        "is_narrowed": bool(kind),
        "tabs": [{"label": str(label).capitalize(), "url": f"?kind={value}" if value else "?", "current": value == kind} for value, label in tabs],
    }
    return render(request, "guidance/index.html", context)


@page_view(GuidancePage)
@require_safe
def guidance(request: SignedInRequest, page: GuidancePage) -> HttpResponse:
    context: dict[str, Any] = {
        "page": queries.full_page(page),
        "above": page.get_parent().specific if page.depth > 1 else None,
        "versions": page.versions.all(),
        "must_read": queries.must_read(request.user, page),
        "is_outside": page.public and GuidancePage.objects.outside().filter(pk=page.pk).exists(),
    }
    return render(request, "guidance/page.html", context)


@require_safe
def accounts(request: SignedInRequest) -> HttpResponse:
    status = request.GET.get("status", "")
    found = SocialAccount.objects.visible_to(request.user)
    if status in SocialAccount.Status.values:
        found = found.filter(status=status)
    tabs = [("", _("All")), *SocialAccount.Status.choices]
    context = {
        "accounts": queries.accounts_of(found),
        "tabs": [
            {"label": str(label).capitalize(), "url": f"?status={value}" if value else "?", "current": value == status} for value, label in tabs
        ],
    }
    return render(request, "guidance/accounts.html", context)


@require_safe
def account(request: SignedInRequest, slug: str) -> HttpResponse:
    kept = SocialAccount.objects.select_related("service", "successor", "owner__roost_profile", "deputy__roost_profile")
    return render(request, "guidance/account.html", {"account": get_visible_or_404(kept, request.user, slug=slug)})


@login_not_required
@require_safe
def outside(request: HttpRequest) -> HttpResponse:
    """What anybody may read, signed in or not."""
    pages = GuidancePage.objects.outside().defer_streamfields().order_by("title", "pk")
    return render(request, "guidance/outside.html", {"pages": pages, "accounts": queries.accounts_of(SocialAccount.objects.outside())})


@login_not_required
@require_safe
def outside_page(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """The same page as inside, without what belongs inside: people, cards, places."""
    page = GuidancePage.objects.outside().filter(pk=pk).first()
    if page is None:
        raise Http404
    if page.slug != slug:
        return redirect(page.get_outside_url())
    return render(request, "guidance/outside_page.html", {"page": queries.full_page(page)})
