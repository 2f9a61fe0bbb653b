"""Pages whose view is named by ``ui.http.page_view``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models

from intranet.core.organisation.models.audiences import PageAudience
from intranet.core.ui.http import view_of

if TYPE_CHECKING:
    from django.http import HttpResponse

    from intranet.core.ui.http import SignedInRequest


class ViewedPage(models.Model):
    """A page type with a view of ours: what is served, previewed and cached is one and the same.

    Put it before ``Page`` among the bases.
    """

    class Meta:
        abstract = True

    def serve(self, request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        view = view_of(type(self))
        return view(request, self) if view else super().serve(request, *args, **kwargs)  # type: ignore[misc]

    def serve_preview(self, request: SignedInRequest, mode_name: str) -> HttpResponse:
        return self.serve(request)

    def audience_id_now(self) -> int | None:
        """Whose the page is, read afresh: privacy may have changed since the page was fetched."""
        return PageAudience.objects.filter(page_id=self.pk).values_list("audience_id", flat=True).first()
