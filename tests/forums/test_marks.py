"""What is new to whom: marks of areas and topics, watching, and who is told."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from forums import actions, queries
from forums.models import Area, AreaMark, Topic, TopicMark
from intranet.core.background import at_moment, now
from intranet.core.notifications.actions import follow
from intranet.core.notifications.models import Follow, Notice
from intranet.core.notifications.queries import follows_of
from intranet.core.organisation.queries import forget_rights
from tests.factories.forums import make_area, make_reply, make_topic, only

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db


def unread_in(area: Area, person: Any) -> int:
    return queries.with_unread(Area.objects.filter(pk=area.pk), person).get().unread


def test_topic_is_new_to_others_and_not_to_its_author(topic: Topic, staff: Any, member: Any) -> None:
    assert (unread_in(topic.area, staff), unread_in(topic.area, member)) == (0, 1)


def test_reading_the_page_marks_it_and_writes_once(client: Client, topic: Topic, member: Any) -> None:
    client.force_login(member)

    client.get(topic.get_absolute_url())

    assert unread_in(topic.area, member) == 0
    assert TopicMark.objects.get(person=member).number == 1


def test_reading_again_writes_nothing(client: Client, topic: Topic, member: Any) -> None:
    client.force_login(member)
    client.get(topic.get_absolute_url())

    with CaptureQueriesContext(connection) as captured:
        client.get(topic.get_absolute_url())

    assert not [query for query in captured if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]


def test_a_new_reply_makes_it_new_again(topic: Topic, staff: Any, member: Any) -> None:
    actions.mark_read(topic, person=member, number=1)
    make_reply(topic, author=staff)

    assert unread_in(topic.area, member) == 1


def test_first_unread_leads_to_the_first_post_not_seen(client: Client, topic: Topic, staff: Any, member: Any) -> None:
    actions.mark_read(topic, person=member, number=1)
    for _ in range(22):
        make_reply(topic, author=staff)
    client.force_login(member)

    answer = client.get(topic.unread_url)

    assert answer["Location"] == f"{topic.get_absolute_url()}#p-2"
    actions.mark_read(topic, person=member, number=21)
    assert client.get(topic.unread_url)["Location"] == f"{topic.get_absolute_url()}?page=2#p-22"


def test_first_page_of_a_long_topic_leaves_the_second_unread(client: Client, topic: Topic, staff: Any, member: Any) -> None:
    for _ in range(22):
        make_reply(topic, author=staff)
    client.force_login(member)

    client.get(topic.get_absolute_url())

    assert TopicMark.objects.get(person=member).number == 20
    assert unread_in(topic.area, member) == 1


def test_area_mark_covers_what_was_there_and_drops_the_topic_marks(topic: Topic, staff: Any, member: Any) -> None:
    actions.mark_read(topic, person=member, number=1)

    actions.mark_areas_read([topic.area], person=member)

    assert not TopicMark.objects.filter(person=member).exists()
    assert unread_in(topic.area, member) == 0
    make_reply(topic, author=staff)
    assert unread_in(topic.area, member) == 1
    marked = Topic.objects.with_marks(member).get(pk=topic.pk)
    assert queries.seen_number(marked) == 1


def test_mark_all_as_read_leaves_nothing_unread(client: Client, topic: Topic, member: Any, closed: Topic) -> None:
    client.force_login(member)

    client.post(reverse("forums:mark-all-read"))

    assert AreaMark.objects.filter(person=member).count() == 2
    assert not Topic.objects.unread_by(member).exists()


def test_what_is_old_never_counts_as_unread(client: Client, area: Area, staff: Any, member: Any) -> None:
    with at_moment(now() - timedelta(days=31)):
        topic = make_topic(area, author=staff)
    client.force_login(member)

    client.get(topic.get_absolute_url())

    assert unread_in(area, member) == 0
    assert not TopicMark.objects.filter(person=member).exists()


def test_replying_follows_and_never_over_nothing(topic: Topic, staff: Any, member: Any) -> None:
    make_reply(topic, author=member)
    assert follows_of(member, [topic]).get(topic.pk, "") == Follow.Level.EVERYTHING

    follow(member, topic, level=Follow.Level.NOTHING)
    make_reply(topic, author=member)

    assert follows_of(member, [topic]).get(topic.pk, "") == Follow.Level.NOTHING


def test_followers_are_told_of_a_reply_and_its_author_is_not(topic: Topic, staff: Any, member: Any, django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        make_reply(topic, author=member)

    assert list(Notice.objects.values_list("recipient", "kind")) == [(staff.pk, "forums.reply")]


def test_followers_of_the_area_are_told_of_a_new_topic(area: Area, staff: Any, member: Any, django_capture_on_commit_callbacks: Any) -> None:
    follow(member, area)

    with django_capture_on_commit_callbacks(execute=True):
        make_topic(area, author=staff)

    assert list(Notice.objects.values_list("recipient", "kind")) == [(member.pk, "forums.topic")]


def test_who_is_named_is_told_once(topic: Topic, staff: Any, member: Any, django_capture_on_commit_callbacks: Any) -> None:
    follow(member, topic)

    with django_capture_on_commit_callbacks(execute=True):
        make_reply(topic, author=staff, body="What do you think, @member and @nobody?")

    assert list(Notice.objects.values_list("recipient", "kind")) == [(member.pk, "forums.mention")]


def test_who_wants_nothing_of_the_topic_is_not_told_of_their_name(
    topic: Topic, staff: Any, member: Any, django_capture_on_commit_callbacks: Any
) -> None:
    follow(member, topic, level=Follow.Level.NOTHING)

    with django_capture_on_commit_callbacks(execute=True):
        make_reply(topic, author=staff, body="And you, @member?")

    assert not Notice.objects.exists()


def test_place_counts_what_is_unread(topic: Topic, member: Any) -> None:
    follow(member, topic.area)

    (place,) = queries.places_of(member)

    assert (place.name, place.unread) == ("Ask Digital", 1)


def test_numbers_of_places_are_remembered_and_names_are_not(topic: Topic, staff: Any, member: Any, settings: Any) -> None:
    """Decision 155: what was read is counted at once, what is new some seconds later; an area that was closed is gone at once."""
    settings.ROOST_COUNT_SECONDS = 10
    follow(member, topic.area)

    def places() -> list[tuple[str, int]]:
        forget_rights(member)
        return [(place.name, place.unread) for place in queries.places_of(member)]

    assert places() == [("Ask Digital", 1)]
    make_topic(topic.area, author=staff, title="Another")
    assert places() == [("Ask Digital", 1)]
    actions.mark_read(topic, person=member, number=1)
    assert places() == [("Ask Digital", 1)], "the other one"
    actions.mark_areas_read([topic.area], person=member)
    assert places() == [("Ask Digital", 0)]
    actions.change_audience(topic.area, audience=only(staff), actor=None)
    assert places() == []


def test_a_place_that_is_followed_meanwhile_is_counted_at_once(topic: Topic, staff: Any, member: Any, settings: Any) -> None:
    settings.ROOST_COUNT_SECONDS = 10
    follow(member, topic.area)
    assert len(queries.places_of(member)) == 1
    another = make_topic(make_area("Lifts"), author=staff)
    follow(member, another.area)
    assert {place.name: place.unread for place in queries.places_of(member)} == {"Ask Digital": 1, "Lifts": 1}
