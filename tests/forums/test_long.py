"""A long topic is as quick as a short one, and its pages stay light."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from forums import queries
from forums.models import Post, Topic
from intranet.core.background import now
from intranet.core.kinds import State
from tests.budgets import statements
from tests.factories.forums import make_reply

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db

LENGTH = 10_000


@pytest.fixture
def long(topic: Topic, staff: Any) -> Topic:
    words = {
        "topic": topic,
        "author": staff,
        "author_name": "Priya Nair",
        "state": State.PUBLISHED,
        "published_at": now(),
        "body": "W",
        "html": "<p>W</p>",
    }
    Post.objects.bulk_create([Post(number=number, **words) for number in range(2, LENGTH + 1)], batch_size=1000)
    Topic.objects.filter(pk=topic.pk).update(last_number=LENGTH, post_count=LENGTH, last_post=Post.objects.get(number=LENGTH))
    return Topic.objects.select_related("area").get(pk=topic.pk)


def plan_of(topic: Topic, user: Any, page: int) -> list[str]:
    """How the database finds the posts of a page."""
    with CaptureQueriesContext(connection) as captured:
        queries.posts_on(topic, user, page)
    (statement,) = [sql for sql in statements(captured) if '"intranet_forums_post"."body"' in sql]
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {statement}")
        return [line for *_numbers, line in cursor.fetchall()]


def test_last_page_costs_what_the_first_does(client: Client, long: Topic, member: Any) -> None:
    client.force_login(member)
    asked = []
    for page in (1, long.last_page):
        client.get(f"{long.get_absolute_url()}?page={page}")
        with CaptureQueriesContext(connection) as captured:
            answer = client.get(f"{long.get_absolute_url()}?page={page}")
        asked.append(len(statements(captured)))
        assert answer.content.decode().count("<article") == 20

    assert asked[0] == asked[1]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="reads the plans of SQLite")
def test_posts_of_a_page_are_found_by_their_numbers(long: Topic, member: Any) -> None:
    for page in (1, long.last_page):
        plan = [line for line in plan_of(long, member, page) if re.match(r"(SCAN|SEARCH) intranet_forums_post\b", line)]
        assert plan
        assert all("number" in line for line in plan), plan


def test_page_of_twenty_posts_is_light(client: Client, topic: Topic, staff: Any, member: Any) -> None:
    for number in range(19):
        make_reply(topic, author=(staff, member)[number % 2], body="Words of an ordinary post, with a few more of them. " * 5)
    client.force_login(member)

    page = client.get(topic.get_absolute_url()).content

    assert len(page) <= 60 * 1024
