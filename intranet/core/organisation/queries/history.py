"""What was published before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wagtail.models import PageLogEntry

if TYPE_CHECKING:
    from wagtail.models import Page


def published_before(page: Page) -> dict[str, Any] | None:
    """The content of the revision that a publication now takes the place of; None when there is none, or it is not kept.

    For who hears that a page is published: Wagtail writes its log after it has told them.
    """
    entries = PageLogEntry.objects.filter(page=page.pk, action="wagtail.publish", revision__isnull=False).select_related("revision")
    entry = entries.order_by("-timestamp", "-pk").first()
    content: dict[str, Any] | None = entry.revision.content if entry is not None and entry.revision is not None else None
    return content
