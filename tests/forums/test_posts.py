"""What people write: numbers, counters, held and withdrawn posts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from django.urls import reverse

from forums import actions
from forums.models import Post, PostRevision, Topic
from intranet.core.kinds import State
from intranet.core.moderation.actions import decide, withdraw
from intranet.core.moderation.models import Case
from intranet.core.search.models import Document
from tests.factories.forums import make_area, make_reply, make_topic

if TYPE_CHECKING:
    from django.test import Client

    from forums.models import Area

pytestmark = pytest.mark.django_db


def test_start_topic_publishes_its_first_post(topic: Topic, staff: Any) -> None:
    first = topic.posts.get()

    assert (first.number, first.is_first, first.state, first.author_name) == (1, True, State.PUBLISHED, "Priya Nair")
    assert (topic.state, topic.post_count, topic.last_number, topic.last_post) == (State.PUBLISHED, 1, 1, first)


def test_reply_takes_the_next_number_and_counts(topic: Topic, staff: Any) -> None:
    replies = [make_reply(topic, author=staff) for _ in range(3)]

    topic.refresh_from_db()
    assert [reply.number for reply in replies] == [2, 3, 4]
    assert (topic.post_count, topic.last_post, topic.last_posted_at) == (4, replies[-1], replies[-1].published_at)


def test_reply_sent_twice_is_one_post(topic: Topic, staff: Any) -> None:
    token = uuid4()

    posts = {actions.reply(topic, author=staff, body="Same here.", token=token).pk for _ in range(2)}

    assert len(posts) == 1
    assert topic.posts.count() == 2


def test_topic_sent_twice_is_one_topic(staff: Any) -> None:
    area, token = make_area(), uuid4()

    topics = {make_topic(area, author=staff, token=token).pk for _ in range(2)}

    assert len(topics) == 1
    assert Topic.objects.count() == 1


def test_body_is_rendered_once_and_safely(topic: Topic, staff: Any) -> None:
    post = make_reply(topic, author=staff, body="**Bold** <script>alert(1)</script>")

    assert "<strong>Bold</strong>" in post.html
    assert "<script>" not in post.html


def test_topic_of_a_newcomer_is_seen_by_its_author_only(newcomer: Any, staff: Any) -> None:
    topic = make_topic(author=newcomer)

    assert topic.state == State.HELD
    assert list(Topic.objects.visible_to(newcomer)) == [topic]
    assert not Topic.objects.visible_to(staff).exists()
    assert not Post.objects.visible_to(staff).exists()
    assert not Document.objects.filter(kind="topic").exists()


def test_approved_topic_gets_its_number_and_is_found(newcomer: Any, moderator: Any, staff: Any) -> None:
    topic = make_topic(author=newcomer)

    decide(Case.objects.get(), moderator=moderator, decision=Case.Decision.APPROVED, reason="")

    topic.refresh_from_db()
    assert (topic.state, topic.post_count, topic.posts.get().number) == (State.PUBLISHED, 1, 1)
    assert list(Topic.objects.visible_to(staff)) == [topic]
    assert Document.objects.get(kind="topic").title == topic.title


def test_held_reply_gets_its_number_when_it_is_approved(topic: Topic, newcomer: Any, moderator: Any, staff: Any) -> None:
    held = make_reply(topic, author=newcomer)
    later = make_reply(topic, author=staff)

    decide(Case.objects.get(), moderator=moderator, decision=Case.Decision.APPROVED, reason="")

    held.refresh_from_db()
    topic.refresh_from_db()
    assert (later.number, held.number) == (2, 3)
    assert topic.last_post == held


def test_withdrawn_reply_keeps_its_number_and_leaves_the_counters(topic: Topic, staff: Any) -> None:
    first, last = make_reply(topic, author=staff), make_reply(topic, author=staff)

    actions.delete_post(last, actor=staff)

    topic.refresh_from_db()
    last.refresh_from_db()
    assert (last.state, last.number) == (State.REMOVED, 3)
    assert (topic.post_count, topic.last_post, topic.last_number) == (2, first, 3)
    assert make_reply(topic, author=staff).number == 4


def test_hidden_first_post_takes_its_topic_along(topic: Topic, staff: Any, moderator: Any, django_capture_on_commit_callbacks: Any) -> None:
    make_reply(topic, author=staff)

    with django_capture_on_commit_callbacks(execute=True):
        withdraw(topic.posts.get(is_first=True), actor=moderator, state=State.HIDDEN, reason="rule 4")

    assert not Topic.objects.visible_to(staff).exists()
    assert not Post.objects.visible_to(staff).exists()
    assert not Document.objects.filter(kind__in=["topic", "reply"], audience__isnull=False).exists()


def test_edit_keeps_the_words_before(topic: Topic, staff: Any) -> None:
    post = make_reply(topic, author=staff, body="Same here.")

    actions.edit_post(post, editor=staff, body="Same *there*.")

    post.refresh_from_db()
    assert (post.body, post.html) == ("Same *there*.", "<p>Same <em>there</em>.</p>")
    assert post.edited_at is not None
    assert [revision.body for revision in post.revisions.all()] == ["Same here."]
    assert Document.objects.get(kind="reply").body == "Same there."


def test_recount_repairs_what_was_wrong(topic: Topic, staff: Any) -> None:
    make_reply(topic, author=staff)
    Topic.objects.update(post_count=99, last_post=None)

    assert actions.recount(Topic.objects.all()) == 1

    topic.refresh_from_db()
    assert (topic.post_count, topic.last_post.number) == (2, 2)
    assert actions.recount(Topic.objects.all()) == 0


def test_a_change_of_the_first_post_is_found(topic: Topic, staff: Any) -> None:
    actions.edit_post(topic.posts.get(), editor=staff, body="Seven visits lost.")

    assert Document.objects.get(kind="topic").body == "Seven visits lost."


def test_a_newcomers_change_waits_while_the_approved_words_stand(client: Client, area: Area, newcomer: Any, moderator: Any, member: Any) -> None:
    """D-55, of a first post: topic and search keep what was approved."""
    topic = make_topic(area, author=newcomer, body="First words.")
    decide(Case.objects.get(), moderator=moderator, decision="approved")
    post = topic.posts.get()
    client.force_login(newcomer)
    edit = reverse("forums:edit-post", args=[post.pk])

    assert "Until then your words stay as they were." in client.post(edit, {"body": "Canary words."}, follow=True).text
    assert "Canary words.</textarea>" in client.get(edit).text
    client.force_login(member)
    page = client.get(topic.get_absolute_url()).text
    assert "First words." in page
    assert "Canary" not in page
    assert Document.objects.get(kind="topic").body == "First words."

    decide(Case.objects.open().get(), moderator=moderator, decision="approved")
    assert "Canary words." in client.get(topic.get_absolute_url()).text
    assert Document.objects.get(kind="topic").body == "Canary words."
    assert list(PostRevision.objects.values_list("body", "editor")) == [("First words.", newcomer.pk)]
