"""What Wagtail announces of pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.dispatch import receiver
from wagtail.signals import page_published, page_unpublished

from intranet.core.moderation import actions

if TYPE_CHECKING:
    from wagtail.models import Page


@receiver(page_published, dispatch_uid="roost-moderation-published")
def page_was_published(sender: type[Page], instance: Page, **kwargs: Any) -> None:
    actions.page_published(instance)


@receiver(page_unpublished, dispatch_uid="roost-moderation-unpublished")
def page_was_unpublished(sender: type[Page], instance: Page, **kwargs: Any) -> None:
    actions.page_withdrawn(instance)
