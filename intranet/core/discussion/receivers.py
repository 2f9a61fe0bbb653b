"""Comments that come into view and go out of it."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from intranet.core.discussion import actions
from intranet.core.discussion.models import Comment
from intranet.core.moderation.signals import published, withdrawn, words_approved


@receiver(published, sender=Comment, dispatch_uid="roost-discussion-published")
def comment_was_published(sender: type[Comment], thing: Comment, first: bool, **kwargs: Any) -> None:
    actions.appeared(thing, first=first)


@receiver(withdrawn, sender=Comment, dispatch_uid="roost-discussion-withdrawn")
def comment_was_withdrawn(sender: type[Comment], thing: Comment, **kwargs: Any) -> None:
    actions.vanished(thing)


@receiver(words_approved, sender=Comment, dispatch_uid="roost-discussion-words-approved")
def words_were_approved(sender: type[Comment], thing: Comment, words: str, editor: Any, **kwargs: Any) -> None:
    actions.take_words(thing, words=words, editor=editor)
