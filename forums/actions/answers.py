"""The answer that settles a question."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.db import transaction
from wagtail.log_actions import log

from forums.actions.counting import count_again
from forums.actions.holding import hold_posts, hold_topics
from forums.models import Post
from forums.notices import AnswerAccepted, AnswerChanged
from intranet.core.background import now
from intranet.core.kinds import State
from intranet.core.notifications.actions import notify

if TYPE_CHECKING:
    from forums.models import Topic
    from intranet.core.kinds import Person


@transaction.atomic
def accept(post: Post, *, actor: Person) -> bool:
    """This post answers its question, in place of any other. Its author, the asker and the author of that other are told, each once.

    False, and nothing happens, when it does already, or when it cannot any more.
    """
    hold_posts(Post.objects.filter(pk=post.pk))
    (topic,) = hold_topics(post.topic)
    current = topic.posts.filter(pk=post.pk, state=State.PUBLISHED, number__isnull=False, is_first=False).first()
    if current is None or topic.accepted_id == current.pk:
        return False
    before = topic.accepted
    _set(topic, current)
    log(topic, "forums.accept", user=actor, data={"post": current.pk, "number": current.number, "instead_of": before.pk if before else None})
    event = f"forums.accepted:{current.pk}:{now().isoformat()}"
    notify(AnswerAccepted, thing=current, recipients=_people(current.author_id, topic.author_id), actor=actor, event=event)
    if before is not None:
        notify(AnswerChanged, thing=topic, recipients=_people(before.author_id), actor=actor, event=event)
    return True


@transaction.atomic
def withdraw_acceptance(post: Post, *, actor: Person) -> bool:
    """The question is open again, if this post was its answer; both authors are told."""
    (topic,) = hold_topics(post.topic)
    if topic.accepted_id != post.pk:
        return False
    _set(topic, None)
    log(topic, "forums.withdraw_acceptance", user=actor, data={"post": post.pk, "number": post.number})
    event = f"forums.not_accepted:{post.pk}:{now().isoformat()}"
    notify(AnswerChanged, thing=topic, recipients=_people(post.author_id, topic.author_id), actor=actor, event=event)
    return True


def _set(topic: Topic, post: Post | None) -> None:
    topic.accepted = post
    topic.save(update_fields=["accepted"])
    count_again(topic)


def _people(*keys: int | None) -> list[Person]:
    return list(get_user_model()._default_manager.filter(pk__in={key for key in keys if key is not None}, is_active=True))
