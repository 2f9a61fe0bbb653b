"""Posting, moving, merging, splitting and deleting at once leave numbers, counters, last posts and marks right."""

from __future__ import annotations

import os
import time
from random import Random
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth import get_user_model

from forums import actions
from forums.models import Area, Post, Topic, TopicEvent, TopicMark
from intranet.core.kinds import State
from intranet.core.search.models import Document
from tests.factories.forums import make_area, make_topic, only
from tests.factories.people import make_person
from tests.races import at_once, committed

#: Seconds for which they all go at it.
SECONDS = float(os.environ.get("FORUM_RACE_SECONDS", "4"))


def _shown(chance: Random) -> Topic:
    return chance.choice(list(Topic.objects.filter(state=State.PUBLISHED).select_related("area")))


def _post(person: Any, chance: Random) -> None:
    topic = _shown(chance)
    post = actions.reply(topic, author=person, body="Words", token=uuid4())
    assert post.number


def _delete(person: Any, chance: Random) -> None:
    posts = list(Post.objects.filter(author=person, state=State.PUBLISHED, is_first=False).select_related("topic__area")[:50])
    if posts:
        actions.delete_post(chance.choice(posts), actor=person)


def _move(person: Any, chance: Random) -> None:
    actions.move_topic(_shown(chance), area=chance.choice(list(Area.objects.all())), actor=person)


def _merge_or_split(person: Any, chance: Random) -> None:
    topic = _shown(chance)
    posts = list(topic.posts.filter(state=State.PUBLISHED, is_first=False, number__isnull=False).values_list("pk", flat=True))
    event = TopicEvent.objects.filter(undone_at__isnull=True).order_by("?").first()
    if posts and Topic.objects.filter(state=State.PUBLISHED).count() < 6:
        actions.split_topic(topic, posts=chance.sample(posts, min(3, len(posts))), title="Split", area=topic.area, actor=person)
    elif event is not None and chance.random() < 0.4:
        actions.undo(event, actor=person)
    else:
        actions.merge_topics(topic, into=_shown(chance), actor=person)


def _go_on(act: Any, person_pk: int, seed: int) -> tuple[int, int]:
    """How often it was done, and how often it was refused because it did not fit any more."""
    person, chance, done, refused, end = get_user_model().objects.get(pk=person_pk), Random(seed), 0, 0, time.monotonic() + SECONDS  # noqa: S311
    while time.monotonic() < end:
        try:
            act(person, chance)
            done += 1
        except actions.Contradiction:
            refused += 1
    return done, refused


@pytest.mark.races
@committed
def test_everything_at_once_leaves_numbers_counters_and_marks_right() -> None:
    people = [make_person(f"racer{number}") for number in range(5)]
    places = [make_area("Open"), make_area("Closed", audience=only(*people))]
    for number in range(4):
        make_topic(places[number % 2], author=people[0], title=f"Topic {number}")

    acts = (_post, _post, _delete, _move, _merge_or_split)
    told = at_once(_go_on, *[(act, person.pk, seed) for seed, (act, person) in enumerate(zip(acts, people, strict=True))])

    assert all(isinstance(answer, tuple) and answer[0] for answer in told), told
    assert actions.recount(Topic.objects.all()) == 0
    for topic in Topic.objects.select_related("area"):
        numbers = list(topic.posts.filter(number__isnull=False).values_list("number", flat=True))
        assert max(numbers, default=0) <= topic.last_number
        assert topic.posts.filter(is_first=True).count() == (topic.merged_into_id is None)
        assert (topic.state == State.PUBLISHED) == (topic.merged_into_id is None)
        assert not TopicMark.objects.filter(topic=topic, number__gt=topic.last_number).exists()
    shown = {post.pk: post for post in Post.objects.filter(state=State.PUBLISHED, is_first=False).select_related("topic__area")}
    found = {document.object_id: document for document in Document.objects.filter(kind="reply")}
    assert set(found) == set(shown)
    assert [pk for pk, post in shown.items() if (found[pk].audience_id, found[pk].container_id) != (post.topic.area.audience_id, post.topic_id)] == []
