"""What the polls hear."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver
from wagtail.signals import published, unpublished

from polls import actions
from polls.models import Poll


@receiver(published, sender=Poll)
def poll_published(instance: Poll, **kwargs: Any) -> None:
    actions.published(instance)


@receiver(unpublished, sender=Poll)
def poll_unpublished(instance: Poll, **kwargs: Any) -> None:
    actions.withdrawn(instance)
