"""Two edits of one post: the second sees both texts, and nothing is lost (D-51)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse

from forums import actions
from tests.factories.forums import make_reply

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
