"""How much new colleagues may write at once."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from django.urls import reverse

from forums.models import Post
from forums.queries import why_wait
from intranet.core.background import at_moment, now
from intranet.core.moderation.models import Standing
from intranet.core.organisation.actions import grant_role
from intranet.core.organisation.models import Role
from intranet.core.organisation.queries import forget_rights
from tests.factories.forums import make_reply

if TYPE_CHECKING:
    from django.test import Client

    from forums.models import Topic

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def two_in_an_hour(settings: Any) -> None:
    settings.ROOST_FORUM_NEWCOMER_POSTS, settings.ROOST_NEWCOMER_APPROVALS = 2, 3


def send(client: Client, topic: Topic, body: str, token: Any = None) -> Any:
    address = reverse("forums:reply", args=[topic.area.slug, topic.pk, topic.slug])
    return client.post(address, {"body": body, "token": token or uuid4()})


def test_newcomer_is_told_when_the_limit_ends_and_keeps_the_text(client: Client, topic: Topic, newcomer: Any) -> None:
    client.force_login(newcomer)
    Standing.objects.create(person=newcomer, approved=1)
    for body in ("First.", "Second."):
        assert send(client, topic, body).status_code == 302

    answer = send(client, topic, "My third thought.")

    assert (answer.status_code, Post.objects.filter(author=newcomer).count()) == (422, 2)
    assert "up to 2 posts in 60 minutes" in answer.text
    assert "approved 2 more posts of yours" in answer.text
    assert "My third thought." in answer.text


def test_limit_moves_on_with_the_hour(topic: Topic, newcomer: Any) -> None:
    for minutes in (50, 10):
        with at_moment(now() - timedelta(minutes=minutes)):
            make_reply(topic, author=newcomer)
    assert why_wait(newcomer, topic.area)

    with at_moment(now() + timedelta(minutes=11)):
        assert why_wait(newcomer, topic.area) == ""


def test_form_that_made_its_post_already_is_not_refused(client: Client, topic: Topic, newcomer: Any) -> None:
    client.force_login(newcomer)
    token = uuid4()
    send(client, topic, "First.")

    answers = [send(client, topic, "Second.", token).status_code for _ in range(2)]

    assert answers == [302, 302]
    assert Post.objects.filter(author=newcomer).count() == 2


def test_who_is_trusted_or_moderates_is_never_limited(topic: Topic, newcomer: Any, staff: Any) -> None:
    for _ in range(3):
        make_reply(topic, author=staff)
        make_reply(topic, author=newcomer)
    assert why_wait(staff, topic.area) == ""
    assert why_wait(newcomer, topic.area)

    Standing.objects.create(person=newcomer, approved=3)
    assert why_wait(newcomer, topic.area) == ""

    Standing.objects.update(approved=0)
    grant_role(newcomer, role=Role.MODERATOR, area=topic.area, actor=None)
    forget_rights(newcomer)
    assert why_wait(newcomer, topic.area) == ""


def test_who_was_put_on_trial_again_is_limited_and_not_called_new(topic: Topic, member: Any) -> None:
    member.roost_profile.trial_since = now().date()
    member.roost_profile.save()
    for _post in range(2):
        make_reply(topic, author=member)
    assert why_wait(member, topic.area).startswith("For now you write up to 2 posts in 60 minutes.")
