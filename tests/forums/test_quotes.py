"""Quotations: filled in without a script, never of words that nobody said, and gone with the words they are of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse

from forums import actions
from forums.models import Post
from intranet.core.kinds import State
from intranet.core.moderation.actions import withdraw
from tests.factories.forums import make_reply, make_topic

if TYPE_CHECKING:
    from django.test import Client

    from forums.models import Topic

pytestmark = pytest.mark.django_db


@pytest.fixture
def as_staff(client: Client, staff: Any) -> Client:
    client.force_login(staff)
    return client


def reply_url(topic: Topic) -> str:
    return reverse("forums:reply", args=[topic.area.slug, topic.pk, topic.slug])


def test_quote_begins_the_reply_and_is_shown_with_its_author(as_staff: Client, topic: Topic, member: Any) -> None:
    quoted = make_reply(topic, author=member, body="It is the **cache**.\n\nRestart it twice, then wait.")

    page = as_staff.get(f"{topic.get_absolute_url()}?quote=2").content.decode()
    assert "You quote post 2 by Lucy Tan" in page
    assert "It is the cache.\nRestart it twice, then wait.</textarea>" in page

    as_staff.post(reply_url(topic), {"body": "Which one?", "quotes": quoted.pk, "quoted": "It is the cache. … then wait."})
    page = as_staff.get(topic.get_absolute_url()).content.decode()
    assert Post.objects.get(number=3).body == "Which one?"
    assert "<blockquote><p>It is the cache. … then wait.</p><cite>" in page
    assert "Lucy Tan, in post 2" in page


def test_quote_of_words_that_nobody_said_is_refused(as_staff: Client, topic: Topic) -> None:
    answer = as_staff.post(reply_url(topic), {"body": "Really?", "quotes": topic.posts.get().pk, "quoted": "Three tenants lost."})

    assert answer.status_code == 422
    assert "Quote only what stands in that post" in answer.content.decode()
    assert "Three tenants lost.</textarea>" in answer.content.decode()


def test_quoted_words_go_with_their_post(as_staff: Client, topic: Topic, member: Any, staff: Any) -> None:
    quoted = make_reply(topic, author=member, body="Canary words")
    make_reply(topic, author=staff, body="Indeed.", quotes=quoted, quoted="Canary words")
    assert as_staff.get(topic.get_absolute_url()).content.decode().count("Canary words") == 2

    actions.edit_post(quoted, editor=member, body="Other words")
    page = as_staff.get(topic.get_absolute_url()).content.decode()
    assert "Canary words" not in page
    assert "in reply to 2" in page

    actions.edit_post(quoted, editor=member, body="Canary words")
    withdraw(quoted, actor=member, state=State.HIDDEN)
    assert "Canary words" not in as_staff.get(topic.get_absolute_url()).content.decode()


def test_quote_of_what_cannot_be_read_is_none(as_staff: Client, topic: Topic, closed: Topic, member: Any) -> None:
    elsewhere = make_topic(topic.area, author=member, title="Elsewhere")

    for post in (closed.posts.get(), elsewhere.posts.get()):
        as_staff.post(reply_url(topic), {"body": "Hello", "quotes": post.pk, "quoted": post.body})

    assert list(Post.objects.filter(topic=topic, number__gt=1).values_list("quotes", "quoted")) == [(None, ""), (None, "")]


def test_form_sent_twice_makes_one_post(as_staff: Client, topic: Topic) -> None:
    token = "5a4a8b57-6d5c-4d6a-9d5e-6f1f0f3c2b1a"

    answers = [as_staff.post(reply_url(topic), {"body": "Same here.", "token": token}) for _ in range(2)]

    assert topic.posts.count() == 2
    assert answers[0]["Location"] == answers[1]["Location"]
