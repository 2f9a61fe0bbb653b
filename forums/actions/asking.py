"""Posts that somebody owes an answer to, and posts that answer them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from wagtail.log_actions import log

from forums.models import Post
from forums.tasks import tell_question
from intranet.core.background import enqueue
from intranet.core.kinds import State
from intranet.core.responses import actions as responses
from intranet.core.responses.models import ResponseRequest
from intranet.core.search.actions import refresh

if TYPE_CHECKING:
    from intranet.core.kinds import Addressee, Person


@transaction.atomic
def ask(post: Post, *, of: Addressee, actor: Person) -> ResponseRequest:
    """The post asks ``of`` for an answer, for whoever wrote it: the clock starts, and they are told. Once for a post."""
    request = responses.ask(post, asker=post.author, addressee=of)
    log(post, "forums.ask", user=actor, data={"of": request.addressee_label})
    enqueue(tell_question, post.pk)
    return request


@transaction.atomic
def give_answer(post: Post) -> None:
    """Close the question that the post answers, if it is still open and its author may: then the post is official."""
    request = ResponseRequest.objects.open().about(Post).filter(object_id=post.answers_id).first() if post.answers_id else None
    if request is None or post.author is None:
        return
    try:
        responses.answer(request, answer=post, by=post.author)
    except (responses.NotOpen, responses.NotYours):
        return
    _mark(post, official=True)


@transaction.atomic
def follow_state(post: Post) -> None:
    """The post came into view again, or went out of it: so does its question, and its answer. With a first post goes its whole topic."""
    is_shown = post.state == State.PUBLISHED
    asking = Post.objects.filter(topic=post.topic_id) if post.is_first else Post.objects.filter(pk=post.pk)
    for asked in asking.filter(pk__in=ResponseRequest.objects.about(Post).values("object_id")):
        if is_shown and asked.state == State.PUBLISHED:
            responses.bring_back(asked)
        elif not is_shown:
            responses.take_back(asked)
    if is_shown:
        give_answer(post)
    elif post.is_official:
        responses.lose_answer(post)
        _mark(post, official=False)


def _mark(post: Post, *, official: bool) -> None:
    post.is_official = official
    Post.objects.filter(pk=post.pk).update(is_official=official)
    refresh(post)
