"""What the core announces and the forums act on."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_delete
from django.dispatch import receiver

from forums import actions
from forums.models import AreaExport, Attachment, Post, Topic
from intranet.core.moderation.signals import published, withdrawn, words_approved
from intranet.core.notifications.signals import reply_received
from intranet.core.search.signals import tags_led


@receiver(published, sender=Post)
def on_published(thing: Post, **kwargs: Any) -> None:
    actions.announce(thing)


@receiver(withdrawn, sender=Post)
def on_withdrawn(thing: Post, **kwargs: Any) -> None:
    actions.take_back(thing)


@receiver(words_approved, sender=Post)
def on_words_approved(thing: Post, words: str, editor: Any, **kwargs: Any) -> None:
    actions.take_words(thing, words=words, editor=editor)


@receiver(tags_led)
def on_tags_led(names: Any, to: str, **kwargs: Any) -> None:
    actions.retag(names, to=to)


@receiver(post_delete, sender=Attachment)
def on_file_deleted(instance: Attachment, **kwargs: Any) -> None:
    actions.drop_bytes(instance.file, instance.small)


@receiver(post_delete, sender=AreaExport)
def on_export_deleted(instance: AreaExport, **kwargs: Any) -> None:
    actions.drop_bytes(instance.file)


@receiver(reply_received, sender=Post)
@receiver(reply_received, sender=Topic)
def on_reply_received(thing: Any, person: Any, words: str, token: Any, **kwargs: Any) -> str | None:
    return actions.reply_by_mail(thing, person=person, words=words, token=token)
