"""What moderators do with topics."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from wagtail.log_actions import log

from forums.actions.waiting import set_answer_due

if TYPE_CHECKING:
    from forums.models import Topic
    from intranet.core.kinds import Person


def lock(topic: Topic, *, actor: Person) -> None:
    """Nobody replies any more, but for moderators."""
    _set(topic, actor, "forums.lock", locked=True)


def unlock(topic: Topic, *, actor: Person) -> None:
    """People may reply again."""
    _set(topic, actor, "forums.unlock", locked=False)


def stick(topic: Topic, *, actor: Person) -> None:
    """Keep the topic at the top of its area."""
    _set(topic, actor, "forums.stick", sticky=True)


def unstick(topic: Topic, *, actor: Person) -> None:
    """Let the topic take its turn again."""
    _set(topic, actor, "forums.unstick", sticky=False)


def archive(topic: Topic, *, actor: Person) -> None:
    """Nobody writes in it any more, moderators neither; lists show it only where archived topics are asked for."""
    _set(topic, actor, "forums.archive", archived=True)


def unarchive(topic: Topic, *, actor: Person) -> None:
    """The topic stands among the others again."""
    _set(topic, actor, "forums.unarchive", archived=False)


@transaction.atomic
def change_type(topic: Topic, *, type: str, actor: Person) -> None:
    """Make it a question, an announcement, or what it is; the answer of what is no question is kept, and shown once it is one again."""
    if topic.type != type:
        log(topic, "forums.change_type", user=actor, data={"from": topic.type, "to": type})
        topic.type = type
        topic.save(update_fields=["type"])
        set_answer_due(topic)


@transaction.atomic
def _set(topic: Topic, actor: Person, verb: str, **changes: bool) -> None:
    if all(getattr(topic, field) == value for field, value in changes.items()):
        return
    for field, value in changes.items():
        setattr(topic, field, value)
    topic.save(update_fields=list(changes))
    log(topic, verb, user=actor)
