"""Numbers, counters and the last post stay right, however many reply at once."""

from __future__ import annotations

import time
from itertools import chain
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from django.contrib.auth import get_user_model
from django.db import transaction

from forums.actions import change_audience, reply
from forums.models import Area, Post, Topic
from intranet.core.kinds import State
from intranet.core.moderation.actions.states import conceal, set_state, show
from intranet.core.organisation.models import Audience
from intranet.core.search.models import Document
from tests.factories.forums import make_area, make_topic, only
from tests.factories.people import make_person
from tests.races import at_once, committed

if TYPE_CHECKING:
    from uuid import UUID

PROCESSES = 4
REPLIES = 25
#: Seconds for which a transaction is held open, so that the other one meets it.
PAUSE = 0.6


def _reply(topic_pk: int, author_pk: int, tokens: list[UUID]) -> list[int]:
    topic, author = Topic.objects.select_related("area").get(pk=topic_pk), get_user_model().objects.get(pk=author_pk)
    return [reply(topic, author=author, body=f"Reply {token}", token=token).pk for token in tokens]


@pytest.mark.races
@committed
def test_hundred_replies_of_four_processes_are_all_there() -> None:
    people = [make_person(f"racer{number}") for number in range(PROCESSES)]
    topic = make_topic(make_area("Races"), author=people[0])

    given = at_once(_reply, *[(topic.pk, person.pk, [uuid4() for _ in range(REPLIES)]) for person in people])

    topic.refresh_from_db()
    total = PROCESSES * REPLIES + 1
    assert sorted(topic.posts.values_list("number", flat=True)) == list(range(1, total + 1))
    assert (topic.post_count, topic.last_number, topic.last_post.number) == (total, total, total)
    assert topic.last_posted_at == topic.last_post.published_at
    assert sorted(chain(*given)) == sorted(topic.posts.filter(is_first=False).values_list("pk", flat=True))
    assert Document.objects.filter(kind="reply").count() == PROCESSES * REPLIES


@pytest.mark.races
@committed
def test_one_form_sent_by_four_processes_at_once_is_one_post() -> None:
    person = make_person("racer")
    topic = make_topic(make_area("Double"), author=person)

    for _ in range(5):
        token = uuid4()
        given = at_once(_reply, *[(topic.pk, person.pk, [token])] * PROCESSES)
        assert given == [[Post.objects.get(token=token).pk]] * PROCESSES

    topic.refresh_from_db()
    assert (topic.post_count, topic.last_number) == (6, 6)


def _change_slowly(area_pk: int, audience_pk: int) -> None:
    """Give the area to other people, and take a while to commit."""
    with transaction.atomic():
        change_audience(Area.objects.get(pk=area_pk), audience=Audience.objects.get(pk=audience_pk), actor=None)
        time.sleep(PAUSE)


def _reply_slowly(topic_pk: int, author_pk: int) -> None:
    with transaction.atomic():
        _reply(topic_pk, author_pk, [uuid4()])
        time.sleep(PAUSE)


def _reply_late(topic_pk: int, author_pk: int) -> None:
    """Somebody whose page was open before."""
    topic, author = Topic.objects.select_related("area").get(pk=topic_pk), get_user_model().objects.get(pk=author_pk)
    time.sleep(PAUSE / 2)
    reply(topic, author=author, body="Late", token=uuid4())


def _change_late(area_pk: int, audience_pk: int) -> None:
    time.sleep(PAUSE / 2)
    _change_slowly(area_pk, audience_pk)


@pytest.mark.races
@committed
@pytest.mark.parametrize(("change", "write"), [(_change_slowly, _reply_late), (_change_late, _reply_slowly)], ids=["closing first", "writing first"])
def test_what_is_written_while_an_area_closes_is_found_by_its_new_readers_alone(change: Any, write: Any) -> None:
    person = make_person("racer")
    topic = make_topic(make_area("Races"), author=person)
    few = only(person)

    assert at_once(_do, (change, topic.area_id, few.pk), (write, topic.pk, person.pk)) == [None, None]

    assert topic.posts.count() == 2
    assert set(Document.objects.filter(kind__in=("topic", "reply")).values_list("audience", flat=True)) == {few.pk}


def _do(work: Any, *arguments: int) -> None:
    work(*arguments)


@pytest.mark.races
@committed
def test_writing_hiding_and_closing_never_wait_for_one_another_in_a_circle() -> None:
    people = [make_person(f"racer{number}") for number in range(PROCESSES)]
    area = make_area("Races")
    topic = make_topic(area, author=people[0])
    audiences = [only(*people[:number]).pk for number in (1, 2)]

    calls = [(_replies, topic.pk, person.pk) for person in people[:2]]
    told = at_once(_do, *calls, (_hide_and_show, topic.pk, people[2].pk), (_close_and_open, area.pk, *audiences))

    area.refresh_from_db()
    assert told == [None] * PROCESSES
    assert set(Document.objects.filter(kind__in=("topic", "reply")).values_list("audience", flat=True)) == {area.audience_id}


def _replies(topic_pk: int, author_pk: int) -> None:
    _reply(topic_pk, author_pk, [uuid4() for _ in range(REPLIES)])


def _hide_and_show(topic_pk: int, person_pk: int) -> None:
    """Take the topic away and bring it back, as deciding does."""
    for number in range(REPLIES + 1):
        with transaction.atomic():
            first = Post.objects.select_for_update(no_key=True, of=("self",)).select_related("topic").get(topic_id=topic_pk, is_first=True)
            set_state(first, State.PUBLISHED if number % 2 else State.HIDDEN)
            (show(first, first=False) if number % 2 else conceal(first))


def _close_and_open(area_pk: int, *audiences: int) -> None:
    for number in range(REPLIES):
        change_audience(Area.objects.get(pk=area_pk), audience=Audience.objects.get(pk=audiences[number % 2]), actor=None)


@pytest.mark.django_db
def test_who_had_the_page_open_before_it_closed_writes_for_its_new_readers(staff: Any) -> None:
    topic = make_topic(make_area("Calm"), author=staff)
    change_audience(Area.objects.get(), audience=only(staff), actor=None)

    reply(topic, author=staff, body="Reply", token=uuid4())

    assert Document.objects.get(kind="reply").audience == Area.objects.get().audience


@pytest.mark.django_db
def test_one_after_another_gives_the_same(staff: Any) -> None:
    """The measure of the races."""
    topic = make_topic(make_area("Calm"), author=staff)

    numbers = [reply(topic, author=staff, body="Reply", token=uuid4()).number for _ in range(REPLIES)]

    assert numbers == list(range(2, REPLIES + 2))
