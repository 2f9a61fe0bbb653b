"""Locks for acts on whole topics: posts first, then topics, then areas, as everywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from django.db import OperationalError, transaction
from django.utils.translation import gettext as _

from forums.models import Post, Topic
from intranet.core.moderation.actions import with_open_cases

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from django.db.models import QuerySet

T = TypeVar("T")
TRIES = 20


class Contradiction(Exception):
    """What is asked does not fit what stands now; the message says why, to the person who asked."""


class _Busy(Exception):
    """Somebody has hold of a post that was written meanwhile."""


def patiently(act: Callable[..., T], *args: Any, **kwargs: Any) -> T:
    """Do ``act`` in a transaction, again when somebody has hold of a post that was not there when the others were locked."""
    for _time in range(TRIES):
        try:
            with transaction.atomic():
                return act(*args, **kwargs)
        except _Busy:
            continue
    raise Contradiction(_("People are writing in this topic just now. Try again in a moment."))


def hold_posts(posts: QuerySet[Post]) -> set[int]:
    """Lock posts, whoever decides about one of them waits; before any topic is locked."""
    return set(posts.select_for_update(no_key=True).order_by("pk").values_list("pk", flat=True))


def lock_topics(keys: Iterable[int]) -> None:
    """Alone, and read afterwards: a join with the area would lose a topic that is moved while its lock is waited for."""
    list(Topic.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk").values_list("pk", flat=True))


def hold_topics(*topics: Topic, with_posts: set[int] | None = None) -> list[Topic]:
    """Lock topics in the order of their keys, and give each as it is now. ``with_posts`` are the posts of the first that are locked: all of them must be."""
    keys = [topic.pk for topic in topics]
    lock_topics(keys)
    found = {topic.pk: topic for topic in Topic.objects.select_related("area__service").filter(pk__in=keys)}
    if with_posts is not None:
        rest = Post.objects.filter(topic=keys[0]).exclude(pk__in=with_posts)
        try:
            list(rest.select_for_update(no_key=True, nowait=True).values_list("pk", flat=True))
        except OperationalError as error:
            raise _Busy from error
    return [found[key] for key in keys]


def hold_cases_of(topic: Topic) -> None:
    """Lock the posts of a topic that are in front of moderators, before the topic itself."""
    hold_posts(with_open_cases(Post.objects.filter(topic=topic)))  # type: ignore[arg-type]
