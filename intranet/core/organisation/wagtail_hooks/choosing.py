"""The pages among which somebody chooses a link."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from wagtail import hooks

from intranet.core.organisation import queries

if TYPE_CHECKING:
    from django.http import HttpRequest
    from wagtail.query import PageQuerySet


@hooks.register("construct_page_chooser_queryset")
def choose_among_known_pages(pages: PageQuerySet, request: HttpRequest) -> PageQuerySet:
    """Wagtail offers every page and every draft to whoever may enter the admin. Here a page that the person knows nothing of does not exist."""
    known = queries.pages_known_to(request.user)
    above = request.resolver_match.kwargs.get("parent_page_id") if request.resolver_match else None
    if above and not known.filter(pk=above).exists():
        raise Http404
    return pages.filter(pk__in=known.order_by().values("pk"))
