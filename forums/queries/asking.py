"""Which posts of a page ask somebody for an answer, and what answered them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef

from forums.models import Post
from intranet.core.kinds import State
from intranet.core.responses.models import ResponseRequest
from intranet.core.responses.queries import requests_at

if TYPE_CHECKING:
    from collections.abc import Sequence

    from intranet.core.kinds import Person


@dataclass(frozen=True, slots=True)
class Asked:
    """The record of a question, for a reader, as it stands at the question or at its answer."""

    request: ResponseRequest
    reader: Person
    is_answer: bool
    #: The official answer, under its question, while it may be read in the same topic.
    answer: Post | None = None

    @property
    def waits_for_reader(self) -> bool:
        """Whether the reader owes the answer, at the question."""
        return (
            not self.is_answer and self.request.is_open and bool(getattr(self.request, "i_answer", False)) and self.request.asker_id != self.reader.pk
        )


def asks_somebody() -> Exists:
    """Whether a post asks somebody for an answer, as a column of posts."""
    return Exists(ResponseRequest.objects.about(Post).filter(object_id=OuterRef("pk")))


def asked_on(posts: Sequence[Post], user: Person) -> dict[int, Asked]:
    """By the keys of posts that stand on one page and were read with ``is_asking``: no query where nothing is asked, another where an answer stands on another page."""
    if not any(getattr(post, "is_asking", True) or post.is_official for post in posts):
        return {}
    here = {post.pk: post for post in posts}
    requests = requests_at(Post, here, user)
    elsewhere = {request.answer_id for key, request in requests.items() if key == request.object_id and request.answer_id} - set(here)
    found = Post.objects.filter(pk__in=elsewhere).select_related("author__roost_profile") if elsewhere else []
    answers = here | {post.pk: post for post in found}
    asked = {}
    for key, request in requests.items():
        if key in here:
            answer = answers.get(request.answer_id or 0)
            is_shown = answer is not None and answer.state == State.PUBLISHED and answer.topic_id == here[key].topic_id
            is_answer = key != request.object_id
            asked[key] = Asked(request, user, is_answer, answer if is_shown and not is_answer else None)
    return asked
