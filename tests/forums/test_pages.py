"""The pages of the forums: what they say, what they refuse, and what they cost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse

from forums import actions
from forums.models import Area, Post, Topic
from intranet.core.moderation.actions import decide, report
from intranet.core.moderation.models import Case
from tests.budgets import query_budget
from tests.denials import denials
from tests.factories.forums import make_area, make_reply, make_topic

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db

INDEX_QUERIES = 10
AREA_QUERIES = 8
TOPIC_QUERIES = 11
REPLY_QUERIES = 14


@pytest.fixture
def as_staff(client: Client, staff: Any) -> Client:
    client.force_login(staff)
    return client


@pytest.mark.parametrize("areas", [1, 50])
def test_index_costs_the_same_with_one_area_and_fifty(as_staff: Client, staff: Any, member: Any, areas: int) -> None:
    for number in range(areas):
        make_reply(make_topic(make_area(f"Area {number}"), author=member), author=member)
    as_staff.get(reverse("forums:index"))

    with query_budget(INDEX_QUERIES):
        page = as_staff.get(reverse("forums:index")).content.decode()

    assert f"Area {areas - 1}" in page


@pytest.mark.parametrize("topics", [1, 50])
def test_area_costs_the_same_with_one_topic_and_fifty(as_staff: Client, area: Area, member: Any, topics: int) -> None:
    for number in range(topics):
        make_topic(area, author=member, title=f"Topic {number}")
    as_staff.get(area.get_absolute_url())

    with query_budget(AREA_QUERIES):
        page = as_staff.get(area.get_absolute_url()).content.decode()

    assert f"Topic {topics - 1}" in page


@pytest.mark.parametrize("posts", [1, 20])
def test_topic_costs_the_same_with_one_post_and_twenty(as_staff: Client, topic: Topic, member: Any, staff: Any, posts: int) -> None:
    for number in range(posts - 1):
        make_reply(topic, author=[member, staff][number % 2], body=f"Words {number}")
    as_staff.get(topic.get_absolute_url())
    actions.mark_read(topic, person=staff, number=0)

    with query_budget(TOPIC_QUERIES):
        page = as_staff.get(topic.get_absolute_url()).content.decode()

    assert page.count("<article") == posts


def test_reply_is_cheap_however_long_the_topic(as_staff: Client, topic: Topic, member: Any) -> None:
    for _ in range(30):
        make_reply(topic, author=member)
    address = reverse("forums:reply", args=[topic.area.slug, topic.pk, topic.slug])

    with query_budget(REPLY_QUERIES):
        answer = as_staff.post(address, {"body": "Same here."})

    assert answer["Location"] == f"{topic.get_absolute_url()}?page=2#p-32"


def test_empty_forums_say_so(as_staff: Client) -> None:
    assert "No areas yet" in as_staff.get(reverse("forums:index")).content.decode()


def test_empty_area_says_what_to_do(as_staff: Client, area: Area) -> None:
    assert "Ask the first question." in as_staff.get(area.get_absolute_url()).content.decode()


def test_area_puts_the_sticky_topic_first(as_staff: Client, area: Area, staff: Any) -> None:
    first = make_topic(area, author=staff, title="Kept at the top")
    make_topic(area, author=staff, title="Written later")
    actions.stick(first, actor=staff)

    page = as_staff.get(area.get_absolute_url()).content.decode()

    assert page.index("Kept at the top") < page.index("Written later")


def test_area_lists_twenty_topics_a_page(as_staff: Client, area: Area, staff: Any) -> None:
    for number in range(21):
        make_topic(area, author=staff, title=f"Topic {number:02}")

    assert "Topic 00" not in as_staff.get(area.get_absolute_url()).content.decode()
    assert "Topic 00" in as_staff.get(f"{area.get_absolute_url()}?page=2").content.decode()
    for nowhere in ("3", "0", "-1", "000000001999999999999999999999", "x"):
        assert as_staff.get(f"{area.get_absolute_url()}?page={nowhere}").status_code == 404


def test_area_narrows_to_questions_without_an_answer(as_staff: Client, area: Area, staff: Any) -> None:
    make_topic(area, author=staff, title="Who knows", type="question")
    make_reply(make_topic(area, author=staff, title="Already answered", type="question"), author=staff)
    make_topic(area, author=staff, title="Only talk")

    page = as_staff.get(f"{area.get_absolute_url()}?show=unanswered").content.decode()

    assert "Who knows" in page
    assert "Already answered" not in page
    assert "Only talk" not in page


def test_topic_page_follows_from_the_number(as_staff: Client, topic: Topic, staff: Any) -> None:
    posts = [make_reply(topic, author=staff, body=f"Words {number}.") for number in range(2, 42)]

    second = as_staff.get(f"{topic.get_absolute_url()}?page=2").content.decode()

    assert "Words 21." in second
    assert "Words 40." in second
    assert "Words 20." not in second
    assert as_staff.get(posts[-1].get_absolute_url())["Location"] == f"{topic.get_absolute_url()}?page=3#p-41"
    assert as_staff.get(f"{topic.get_absolute_url()}?page=4").status_code == 404


@pytest.mark.parametrize("page", ["0", "-1", "x", "1.5", "²", "9" * 30])
def test_page_that_cannot_be_is_not_found(as_staff: Client, topic: Topic, page: str) -> None:
    assert as_staff.get(topic.get_absolute_url(), {"page": page}).status_code == 404
    assert as_staff.get(topic.area.get_absolute_url(), {"page": page}).status_code == 404


def test_deleted_post_leaves_its_place_and_no_words(as_staff: Client, topic: Topic, staff: Any) -> None:
    post = make_reply(topic, author=staff, body="Regretted words")

    as_staff.post(reverse("forums:delete-post", args=[post.pk]))

    page = as_staff.get(topic.get_absolute_url()).content.decode()
    assert "Post 2 was deleted by its author" in page
    assert "Regretted words" not in page
    assert as_staff.get(post.get_absolute_url())["Location"] == f"{topic.get_absolute_url()}#p-2"


def test_reply_without_words_is_refused_and_says_why(as_staff: Client, topic: Topic) -> None:
    answer = as_staff.post(reverse("forums:reply", args=[topic.area.slug, topic.pk, topic.slug]), {"body": " "})

    assert answer.status_code == 422
    assert "Write your post" in answer.content.decode()
    assert topic.posts.count() == 1


def test_reply_takes_no_other_fields(as_staff: Client, topic: Topic, staff: Any, member: Any) -> None:
    extra = {"author": member.pk, "sticky": "on", "state": "held", "number": "99", "area": "1", "created": "2001-01-01"}

    as_staff.post(reverse("forums:reply", args=[topic.area.slug, topic.pk, topic.slug]), {"body": "Same here.", **extra})

    post = Post.objects.get(number=2)
    assert (post.author, post.state, post.topic, post.created.year > 2001, post.topic.sticky) == (staff, "published", topic, True, False)


def test_reply_to_a_closed_topic_is_refused_in_words(as_staff: Client, topic: Topic, moderator: Any) -> None:
    actions.lock(topic, actor=moderator)

    answer = as_staff.post(reverse("forums:reply", args=[topic.area.slug, topic.pk, topic.slug]), {"body": "Still here"})

    assert answer.status_code == 403
    assert denials() == [("staff", "POST forums:reply", "topic")]
    assert "This topic is closed." in as_staff.get(topic.get_absolute_url()).content.decode()
    assert topic.posts.count() == 1


def test_area_that_is_read_only_says_so(as_staff: Client, topic: Topic) -> None:
    Area.objects.update(state=Area.AreaState.READ_ONLY)

    assert "This area is read only for now." in as_staff.get(topic.get_absolute_url()).content.decode()
    assert "This area is read only for now." in as_staff.get(topic.area.get_absolute_url()).content.decode()
    assert topic.area.slug not in as_staff.get(reverse("forums:start-topic")).content.decode()


@pytest.mark.parametrize("number", ["", "one", "-1", "²", "9" * 5000])
def test_odd_number_to_quote_quotes_nothing(as_staff: Client, topic: Topic, number: str) -> None:
    assert as_staff.get(topic.get_absolute_url(), {"quote": number}).status_code == 200


def test_start_topic_from_the_form(as_staff: Client, area: Area, staff: Any) -> None:
    words = {"area": area.pk, "type": "question", "title": "Who holds the key?", "body": "For Calder Street.", "tags": "keys, #Voids"}

    answer = as_staff.post(reverse("forums:start-topic"), words)

    topic = Topic.objects.get()
    assert answer["Location"] == topic.get_absolute_url()
    assert (topic.title, topic.type, topic.tags, topic.author) == ("Who holds the key?", "question", ["keys", "voids"], staff)


def test_start_topic_keeps_the_words_and_names_each_fault(as_staff: Client, area: Area) -> None:
    words = {"area": "", "type": "question", "title": "", "body": "For Calder Street.", "tags": "a, b, c, d, e, f"}

    answer = as_staff.post(reverse("forums:start-topic"), words)

    page = answer.content.decode()
    assert answer.status_code == 422
    for fault in ("Choose an area", "Give the topic a title", "Use 5 tags or fewer: you have 6"):
        assert fault in page
    assert "For Calder Street." in page


def test_start_topic_refuses_a_kind_that_the_area_does_not_take(as_staff: Client, staff: Any) -> None:
    area = make_area("Questions only", topic_types=["question"])

    answer = as_staff.post(reverse("forums:start-topic"), {"area": area.pk, "type": "idea", "title": "T", "body": "B"})

    assert answer.status_code == 422
    assert not Topic.objects.exists()


def test_start_topic_in_a_closed_area_is_no_choice(as_staff: Client, closed: Topic) -> None:
    answer = as_staff.post(reverse("forums:start-topic"), {"area": closed.area.pk, "type": "question", "title": "T", "body": "B"})

    assert answer.status_code == 422
    assert "anary" not in answer.content.decode()


def test_edit_is_for_the_author_alone(client: Client, topic: Topic, member: Any) -> None:
    post = topic.posts.get()
    client.force_login(member)

    answers = [
        client.get(reverse("forums:edit-post", args=[post.pk])),
        client.post(reverse("forums:edit-post", args=[post.pk]), {"body": "Mine now"}),
    ]

    assert [answer.status_code for answer in answers] == [403, 403]
    post.refresh_from_db()
    assert post.body == "Three visits lost."
    assert denials() == [("member", "GET forums:edit-post", "post"), ("member", "POST forums:edit-post", "post")]


def test_first_post_stays_once_somebody_replied(as_staff: Client, topic: Topic, member: Any) -> None:
    make_reply(topic, author=member)

    assert as_staff.post(reverse("forums:delete-post", args=[topic.posts.get(is_first=True).pk])).status_code == 403
    assert denials() == [("staff", "POST forums:delete-post", "post")]


@pytest.mark.parametrize("name", ["mark-all-read"])
def test_acts_take_only_posts(as_staff: Client, name: str) -> None:
    assert as_staff.get(reverse(f"forums:{name}")).status_code == 405


def test_held_reply_is_shown_to_its_author_with_the_reason(client: Client, topic: Topic, newcomer: Any, staff: Any) -> None:
    client.force_login(newcomer)
    client.post(reverse("forums:reply", args=[topic.area.slug, topic.pk, topic.slug]), {"body": "First words"})

    assert "Waiting for a moderator" in client.get(topic.get_absolute_url()).content.decode()
    client.force_login(staff)
    assert "First words" not in client.get(topic.get_absolute_url()).content.decode()


def test_hidden_post_names_the_rule_and_not_its_words(as_staff: Client, topic: Topic, member: Any, moderator: Any) -> None:
    post = make_reply(topic, author=member, body="Canary words")
    case = report(post, reporter=topic.author, reason="unkind")
    decide(case, moderator=moderator, decision=Case.Decision.HIDDEN, reason="Named a tenant", rule="private")

    page = as_staff.get(topic.get_absolute_url()).content.decode()

    assert "Post 2 was removed by a moderator. Rule: Gives away something private" in page
    assert "Canary words" not in page
    assert as_staff.get(post.get_absolute_url())["Location"] == f"{topic.get_absolute_url()}#p-2"
