"""What notices do when accounts change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models.signals import post_save
from django.dispatch import receiver
from wagtail.signals import page_published

from intranet.core.notifications import actions
from intranet.core.notifications.models import Acknowledgeable
from intranet.core.organisation.signals import people_changed
from intranet.core.search.signals import tags_led

if TYPE_CHECKING:
    from collections.abc import Collection

    from wagtail.models import Revision

    from intranet.core.kinds import Person


@receiver(people_changed, dispatch_uid="notifications-services")
def keep_services(person_ids: Collection[int], **kwargs: Any) -> None:
    actions.keep_services(person_ids)


@receiver(tags_led, dispatch_uid="notifications-tags")
def carry_follows(names: Collection[str], to: str, **kwargs: Any) -> None:
    actions.carry_tag_follows(names, to=to)


@receiver(page_published, dispatch_uid="notifications-must-reads")
def ask_to_read(instance: Any, revision: Revision | None = None, **kwargs: Any) -> None:
    if isinstance(instance, Acknowledgeable):
        actions.ask_to_read(instance, actor=revision.user if revision else None, revision_id=revision.pk if revision else None)


@receiver(post_save, sender=settings.AUTH_USER_MODEL, dispatch_uid="notifications-leavers")
def end_keys(instance: Person, created: bool, raw: bool = False, **kwargs: Any) -> None:
    if not (instance.is_active or created or raw):
        actions.revoke_keys_of_leaver(instance)
