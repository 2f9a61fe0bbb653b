"""The accepted answer: who accepts it, who is told, and that a hidden one is not shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse
from wagtail.models import ModelLogEntry

from forums import actions
from forums.models import Topic
from intranet.core.kinds import State
from intranet.core.moderation.actions import withdraw
from intranet.core.notifications.models import Notice
from tests.factories.forums import make_area, make_reply, make_topic
from tests.factories.people import make_person

if TYPE_CHECKING:
    from django.test import Client

    from forums.models import Area, Post

pytestmark = pytest.mark.django_db


@pytest.fixture
def question(area: Area, staff: Any) -> Topic:
    return make_topic(area, author=staff, title="Who knows", type="question")


@pytest.fixture
def answer(question: Topic, member: Any) -> Post:
    return make_reply(question, author=member, body="Turn the map off.")


def send(client: Client, person: Any, post: Post, accepted: str = "1") -> int:
    client.force_login(person)
    return client.post(reverse("forums:accept-answer", args=[post.pk]), {"accepted": accepted}).status_code


def test_the_asker_accepts_and_the_answer_stands_at_the_top_and_in_its_place(
    client: Client, question: Topic, answer: Post, staff: Any, member: Any
) -> None:
    assert send(client, staff, answer) == 302
    assert send(client, staff, answer) == 302

    page = client.get(question.get_absolute_url()).text
    assert page.count("Turn the map off.") == 2
    assert page.index("accepted-h") < page.index('id="p-2"')
    assert "post--accepted" in page
    assert "Question, answered" in page
    assert list(Notice.objects.filter(kind="forums.accepted").values_list("recipient", flat=True)) == [member.pk]
    assert ModelLogEntry.objects.filter(action="forums.accept").count() == 1


def test_another_answer_takes_its_place_and_all_three_hear(
    client: Client, question: Topic, answer: Post, moderator: Any, staff: Any, member: Any
) -> None:
    better = make_reply(question, author=make_person("better"), body="Update it.")
    send(client, staff, answer)
    Notice.objects.all().delete()

    send(client, moderator, better)

    told = Notice.objects.order_by("recipient").values_list("recipient__username", "kind")
    assert sorted(told) == [("better", "forums.accepted"), ("member", "forums.answer_changed"), ("staff", "forums.accepted")]
    assert Topic.objects.get(pk=question.pk).accepted == better
    send(client, staff, better, "0")
    assert Topic.objects.get(pk=question.pk).accepted is None
    assert ModelLogEntry.objects.filter(action="forums.withdraw_acceptance").count() == 1


def test_others_do_not_accept_and_what_they_do_not_see_is_not_there(
    client: Client, question: Topic, answer: Post, member: Any, staff: Any, closed: Topic
) -> None:
    in_closed = make_reply(closed, author=member)

    assert send(client, member, answer) == 403
    assert send(client, staff, in_closed) == 404
    assert send(client, staff, question.posts.get(is_first=True)) == 403
    assert not Topic.objects.filter(accepted__isnull=False).exists()
    assert not Topic.objects.filter(solved=True).exists()


def test_a_hidden_answer_is_not_shown_and_the_question_is_unsolved_until_it_is_back(
    client: Client, question: Topic, answer: Post, staff: Any, moderator: Any
) -> None:
    send(client, staff, answer)
    unsolved = f"{question.area.get_absolute_url()}?show=unsolved"
    assert "Who knows" not in client.get(unsolved).text

    withdraw(answer, actor=moderator, state=State.HIDDEN)

    page = client.get(question.get_absolute_url()).text
    assert "Turn the map off." not in page
    assert "accepted-h" not in page
    assert "Who knows" in client.get(unsolved).text
    assert actions.recount(Topic.objects.all()) == 0


def test_an_answer_that_is_split_off_answers_no_more_and_again_once_it_is_back(
    client: Client, question: Topic, answer: Post, staff: Any, moderator: Any
) -> None:
    send(client, staff, answer)

    event = actions.split_topic(question, posts=[answer.pk], title="Elsewhere", area=make_area("Other"), actor=moderator)
    assert not Topic.objects.filter(solved=True).exists()

    actions.undo(event, actor=moderator)
    assert Topic.objects.get(solved=True).accepted == answer
