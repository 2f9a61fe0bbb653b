"""What the benchmark fills a forum with is a forum: as if people had written it, and of the size that was asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.db.models import Count, Max

from benchmarks.forums import roost
from benchmarks.forums.plan import Size, topics_of
from forums import actions
from forums.models import Area, Post, Topic
from intranet.core.kinds import State

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db

TINY = Size(posts=250, fixed=41, long=65, areas=3, people=7)


@pytest.fixture
def filled() -> Any:
    return roost.fill(TINY)


@pytest.mark.parametrize("size", [TINY, Size(1_000), Size(10_000), Size(100_000, long=10_000)])
def test_a_plan_has_as_many_posts_as_were_asked_for(size: Size) -> None:
    planned = topics_of(size)

    assert sum(topic.posts for topic in planned) == size.posts
    assert {topic.area for topic in planned} == set(range(size.areas))
    assert len([topic for topic in planned if topic.area == 0]) >= 20
    assert all(age > age * 0 for topic in planned for age in topic.ages())


def test_counters_and_numbers_are_right(filled: roost.Filled) -> None:
    assert Post.objects.filter(state=State.PUBLISHED).count() == TINY.posts
    assert Area.objects.count() == TINY.areas
    assert (filled.fixed.post_count, filled.long.post_count) == (41, 65)
    assert actions.recount(Topic.objects.all()) == 0
    numbered = Topic.objects.annotate(highest=Max("posts__number"), found=Count("posts"))
    assert all(topic.highest == topic.found == topic.last_number for topic in numbered)
    assert Post.objects.filter(is_first=True).count() == Topic.objects.count()


def test_its_pages_are_full_and_take_replies(filled: roost.Filled, client: Client) -> None:
    client.force_login(filled.reader)

    posts = {name: client.get(address).content.decode().count("<article") for name, address in filled.pages().items() if "topic," in name}
    roost.statements(client, filled.replies()["topic"], {"body": "Same here."})

    assert posts == {"topic, page 1": 20, "topic, last page": 1, "long topic, page 1": 20, "long topic, middle": 20, "long topic, last page": 5}
    filled.fixed.refresh_from_db()
    assert filled.fixed.post_count == 43
