"""What training hears of."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_save
from django.dispatch import receiver

from intranet.core.moderation.signals import published
from intranet.core.organisation.models import Role, RoleGroup
from training import actions
from training.models import ModulePage


@receiver(post_save, sender=RoleGroup)
def on_role_group(instance: RoleGroup, created: bool, **kwargs: Any) -> None:
    if created and instance.role == Role.TRAINER:
        actions.equip_trainers(instance.group)


@receiver(published, sender=ModulePage)
def on_published(thing: ModulePage, first: bool, **kwargs: Any) -> None:
    actions.announce(thing, first=first)
