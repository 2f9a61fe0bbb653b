"""Reading: lists over all areas, thanks, bookmarks, and whether there is more (D-11, D-12, D-52)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse

from forums import actions
from forums.models import Area, Bookmark
from intranet.core.discussion.models import Reaction
from intranet.core.kinds import State
from intranet.core.moderation.actions import withdraw
from intranet.core.notifications.actions import follow
from tests.budgets import query_budget
from tests.factories.forums import make_area, make_reply, make_topic, only

if TYPE_CHECKING:
    from django.test import Client

    from forums.models import Topic

pytestmark = pytest.mark.django_db

LIST_QUERIES = {"latest": 7, "unread": 7, "unanswered": 7, "mine": 7, "watched": 7}
BOOKMARK_QUERIES = 7
NEWS_QUERIES = 4


@pytest.fixture
def as_staff(client: Client, staff: Any) -> Client:
    client.force_login(staff)
    return client


@pytest.mark.parametrize("topics", [1, 21])
def test_lists_cost_the_same_however_long(as_staff: Client, area: Area, staff: Any, member: Any, topics: int) -> None:
    for number in range(topics):
        follow(staff, make_topic(area, author=member, title=f"Who knows {number}", type="question"))
    make_topic(area, author=staff, title="Own words")
    as_staff.get(reverse("forums:topics"))

    seen = {}
    for show, number in LIST_QUERIES.items():
        with query_budget(number):
            seen[show] = as_staff.get(reverse("forums:topics"), {"show": show}).content.decode()

    last = f"Who knows {topics - 1}"
    assert {show for show, page in seen.items() if last in page} == {"latest", "unread", "unanswered", "watched"}
    assert {show for show, page in seen.items() if "Own words" in page} == {"latest", "mine", "watched"}
    assert ("Older" in seen["latest"]) == (topics > 20)


def test_lists_hold_nothing_of_closed_areas(as_staff: Client, closed: Topic, staff: Any, member: Any) -> None:
    actions.bookmark(closed.posts.get(), person=staff)
    follow(staff, closed)

    pages = [as_staff.get(reverse("forums:topics"), {"show": show}) for show in LIST_QUERIES]
    pages += [as_staff.get(reverse("forums:bookmarks")), as_staff.get(reverse("forums:similar"), {"title": "Canary title"})]

    assert [page.status_code for page in pages] == [200] * 7
    assert not any("anary words" in page.content.decode() or "Canary practice" in page.content.decode() for page in pages)
    assert as_staff.get(reverse("forums:topics"), {"show": "other"}).status_code == 404


def test_thanks_are_given_once_taken_back_and_never_by_the_author(client: Client, topic: Topic, staff: Any, member: Any) -> None:
    post = topic.posts.get()
    address = reverse("forums:react", args=[post.pk])
    client.force_login(member)
    for _ in range(2):
        client.post(address, {"thanks": "1"})
    assert Reaction.objects.filter(object_id=post.pk, person=member).count() == 1
    page = client.get(topic.get_absolute_url()).content.decode()
    assert 'aria-pressed="true"' in page
    assert "Who reacted" in page
    assert "Lucy Tan" in client.get(reverse("forums:reactions", args=[post.pk])).content.decode()
    answer = client.post(address, {"thanks": "0"}, headers={"hx-request": "true"})
    assert 'aria-pressed="false"' in answer.content.decode()
    assert client.post(address, {"hatred": "1"}).status_code == 400

    client.force_login(staff)
    assert client.post(address, {"thanks": "1"}).status_code == 403
    assert not Reaction.objects.exists()


def test_bookmark_is_kept_once_and_seen_by_nobody_else(client: Client, topic: Topic, staff: Any, member: Any) -> None:
    address = reverse("forums:bookmark", args=[topic.posts.get().pk])
    client.force_login(staff)
    for _ in range(2):
        client.post(address, {"bookmark": "1"})
    assert Bookmark.objects.count() == 1
    assert "Three visits lost." in client.get(reverse("forums:bookmarks")).content.decode()
    client.force_login(member)
    assert "No bookmarks yet" in client.get(reverse("forums:bookmarks")).content.decode()

    client.force_login(staff)
    assert client.post(address, {"bookmark": "0", "back": "1"})["Location"] == reverse("forums:bookmarks")
    assert not Bookmark.objects.exists()


@pytest.mark.parametrize("posts", [1, 20])
def test_bookmarks_cost_the_same_however_many(as_staff: Client, topic: Topic, staff: Any, member: Any, posts: int) -> None:
    for number in range(posts):
        actions.bookmark(make_reply(make_topic(topic.area, author=member, title=f"Topic {number}"), author=member), person=staff)
    as_staff.get(reverse("forums:bookmarks"))

    with query_budget(BOOKMARK_QUERIES):
        page = as_staff.get(reverse("forums:bookmarks")).content.decode()

    assert page.count("Remove") == posts


def test_nothing_is_marked_in_a_closed_area(as_staff: Client, closed: Topic) -> None:
    post = closed.posts.get()
    answers = [as_staff.post(reverse(f"forums:{act}", args=[post.pk]), {"thanks": "1", "bookmark": "1"}) for act in ("react", "bookmark")]
    answers.append(as_staff.get(reverse("forums:reactions", args=[post.pk])))
    answers.append(as_staff.get(reverse("forums:news", args=[closed.area.slug, closed.pk, closed.slug]), headers={"hx-request": "true"}))

    assert [answer.status_code for answer in answers] == [404] * 4
    assert (Reaction.objects.count(), Bookmark.objects.count()) == (0, 0)


def test_hidden_post_takes_no_marks(as_staff: Client, topic: Topic, member: Any) -> None:
    post = make_reply(topic, author=member)
    withdraw(post, actor=member, state=State.HIDDEN)

    assert as_staff.post(reverse("forums:react", args=[post.pk]), {"thanks": "1"}).status_code == 404
    assert as_staff.post(reverse("forums:bookmark", args=[post.pk]), {}).status_code == 404


def test_new_posts_are_told_and_not_put_in(as_staff: Client, topic: Topic, member: Any) -> None:
    address = reverse("forums:news", args=[topic.area.slug, topic.pk, topic.slug])
    htmx = {"hx-request": "true"}
    with query_budget(NEWS_QUERIES):
        assert as_staff.get(address, {"after": 1}, headers=htmx).status_code == 204
    for number in range(20):
        make_reply(topic, author=member, body=f"Canary {number}")

    answer = as_staff.get(address, {"after": 1}, headers=htmx)

    page = answer.content.decode()
    assert "20 new posts" in page
    assert f'href="{topic.get_absolute_url()}#p-2"' in page
    assert "Canary" not in page
    assert "20 new posts" in answer["HX-Trigger"]
    assert as_staff.get(address, {"after": 1, "said": 20}, headers=htmx).status_code == 204
    assert as_staff.get(address, {"after": 20})["Location"] == f"{topic.get_absolute_url()}?page=2#p-21"
    assert as_staff.get(address, {"after": "x"}).status_code == 404


def test_similar_topics_are_shown_before_another_is_started(as_staff: Client, topic: Topic, member: Any) -> None:
    found = as_staff.get(reverse("forums:similar"), {"title": "tablet freezes"}).content.decode()
    assert topic.get_absolute_url() in found
    words = {"area": topic.area.pk, "type": "question", "title": "Tablet freezes on tenancy form", "body": "Again."}

    answer = as_staff.post(reverse("forums:start-topic"), words)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "There are topics like this one" in page
    assert topic.get_absolute_url() in page
    assert 'name="checked" value="1"' in page
    assert as_staff.post(reverse("forums:start-topic"), {**words, "checked": "1"}).status_code == 302
    assert as_staff.post(reverse("forums:start-topic"), {**words, "title": "Printer jams in the depot"}).status_code == 302


def test_topic_of_another_area_is_no_reason_to_ask(as_staff: Client, topic: Topic, closed: Topic, member: Any) -> None:
    elsewhere = make_area("Elsewhere")
    words = {"area": elsewhere.pk, "type": "question", "title": topic.title, "body": "Again."}

    assert as_staff.post(reverse("forums:start-topic"), words).status_code == 302
    actions.change_audience(topic.area, audience=only(member), actor=None)
    assert topic.title not in as_staff.get(reverse("forums:similar"), {"title": closed.title}).content.decode()
