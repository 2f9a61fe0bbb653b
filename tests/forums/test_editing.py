"""Two edits of one post: the second sees both texts, and nothing is lost (D-51)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from forums import actions
from intranet.core.notifications.models import Notice
from tests.factories.forums import make_area, make_reply, make_topic, only

if TYPE_CHECKING:
    from django.test import Client

    from forums.models import Topic

pytestmark = pytest.mark.django_db


def version_in(page: str) -> str:
    found = re.search(r'name="version" value="(\w+)"', page)
    assert found
    return found[1]


def test_second_edit_sees_both_texts(client: Client, topic: Topic, staff: Any) -> None:
    client.force_login(staff)
    post = topic.posts.get()
    address = reverse("forums:edit-post", args=[post.pk])
    opened = version_in(client.get(address).content.decode())
    client.post(address, {"body": "Words of the first tab.", "version": opened})

    answer = client.post(address, {"body": "Words of the second tab.", "version": opened})

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Words of the first tab.</textarea>" in page
    assert "Words of the second tab.</textarea>" in page
    post.refresh_from_db()
    assert post.body == "Words of the first tab."

    answer = client.post(address, {"body": "Words of both.", "version": version_in(page)})
    post.refresh_from_db()
    assert (answer.status_code, post.body, post.revisions.count()) == (302, "Words of both.", 2)


def test_same_edit_sent_twice_is_no_conflict(client: Client, topic: Topic, staff: Any) -> None:
    client.force_login(staff)
    post = topic.posts.get()
    address = reverse("forums:edit-post", args=[post.pk])
    opened = version_in(client.get(address).content.decode())

    answers = [client.post(address, {"body": "Other words.", "version": opened}).status_code for _ in range(2)]

    assert answers == [302, 302]
    assert post.revisions.count() == 1


def test_two_changes_that_wait_are_a_conflict_too(topic: Topic, newcomer: Any, moderator: Any) -> None:
    post = make_reply(topic, author=newcomer, body="First words")
    opened = actions.version_of(actions.words_to_edit(post))
    actions.edit_post(post, editor=newcomer, body="Second words", version=opened)

    with pytest.raises(actions.EditConflict) as conflict:
        actions.edit_post(post, editor=newcomer, body="Third words", version=opened)

    assert conflict.value.words == "Second words"


def mentioned() -> list[str]:
    return sorted(Notice.objects.filter(kind="forums.mention").values_list("recipient__username", flat=True))


def test_whom_a_change_names_newly_is_told_once(
    topic: Topic, staff: Any, member: Any, moderator: Any, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        post = make_reply(topic, author=staff, body="@member, see")
    assert mentioned() == ["member"]
    for words in ("@member and @moderator, see", "See.", "@member and @moderator, see"):
        with django_capture_on_commit_callbacks(execute=True):
            actions.edit_post(post, editor=staff, body=words)
    assert mentioned() == ["member", "member", "moderator"], "by the first words, and each once by a change"


def test_the_first_post_names_in_the_name_of_its_topic(topic: Topic, staff: Any, member: Any, django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        actions.edit_post(topic.posts.get(), editor=staff, body="Hello @member")
    assert Notice.objects.get(kind="forums.mention").thing == topic


def test_a_change_of_what_is_held_tells_nobody(topic: Topic, newcomer: Any, member: Any, django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        post = make_reply(topic, author=newcomer, body="Hello")
        actions.edit_post(post, editor=newcomer, body="Hello @member")
    assert mentioned() == []


def test_a_change_tells_nobody_who_may_not_read_it_and_says_so(
    client: Client, staff: Any, member: Any, django_capture_on_commit_callbacks: Any
) -> None:
    post = make_topic(make_area("For one", audience=only(staff)), author=staff).posts.get()
    client.force_login(staff)
    with django_capture_on_commit_callbacks(execute=True):
        done = client.post(reverse("forums:edit-post", args=[post.pk]), {"body": "@member, see."})
    said = ["Your change is there for all to read.", "@member cannot open this page, so nothing is sent to them."]
    assert [str(message) for message in get_messages(done.wsgi_request)] == said
    assert mentioned() == []
