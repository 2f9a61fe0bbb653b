"""What the polls hear."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from wagtail.signals import published, unpublished

from intranet.core.organisation.models import ElectionPeriod
from polls import actions
from polls.models import Poll
from polls.signals import held


@receiver(published, sender=Poll)
def poll_published(instance: Poll, **kwargs: Any) -> None:
    actions.published(instance)


@receiver(unpublished, sender=Poll)
def poll_unpublished(instance: Poll, **kwargs: Any) -> None:
    actions.withdrawn(instance)


@receiver(held, sender=Poll)
def poll_held(poll: Poll, revision: Any, user: Any, period: ElectionPeriod, **kwargs: Any) -> None:
    actions.hold_poll(poll, revision=revision, asker=user, period=period)


@receiver(post_save, sender=ElectionPeriod)
def period_said(instance: ElectionPeriod, **kwargs: Any) -> None:
    actions.hold_coming(instance)
    actions.look_again()


@receiver(post_delete, sender=ElectionPeriod)
def period_taken_back(instance: ElectionPeriod, **kwargs: Any) -> None:
    actions.look_again()
