"""Pages, which editors publish with Wagtail's workflow, are announced like words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from intranet.core.moderation.actions.states import conceal, show

if TYPE_CHECKING:
    from wagtail.models import Page


@transaction.atomic
def page_published(page: Page) -> None:
    """After Wagtail published ``page``: search and the apps hear of it, unless it only waits for its time."""
    if page.live:
        show(page.specific, first=page.first_published_at == page.last_published_at)


@transaction.atomic
def page_withdrawn(page: Page) -> None:
    """After Wagtail took ``page`` off, by hand, by its expiry or before deleting it."""
    conceal(page.specific)
