"""The one door before every page and document."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404
from wagtail import hooks

from intranet.core.organisation import queries
from intranet.core.ui.http import view_of

if TYPE_CHECKING:
    from django.http import HttpResponse
    from wagtail.documents.models import AbstractDocument
    from wagtail.models import Page

    from intranet.core.ui.http import SignedInRequest

#: Ahead of Wagtail's own checks, which would answer with a redirect and so give away that there is something.
_FIRST = -100


@hooks.register("before_serve_page", order=_FIRST)
def serve_visible_page(page: Page, request: SignedInRequest, args: list[Any], kwargs: dict[str, Any]) -> HttpResponse | None:
    """A page that the person may not see does not exist; one with a view of ours goes to it, others to Wagtail's."""
    if not queries.can_see_page(request.user, page):
        raise Http404
    view = view_of(type(page))
    return view(request, page) if view else None


@hooks.register("before_serve_document", order=_FIRST)
def serve_visible_document(document: AbstractDocument, request: SignedInRequest) -> None:
    """A document of which the person may see neither the collection nor a page does not exist: asked before any conditional answer."""
    if not queries.can_see_file(request.user, document):
        raise Http404
