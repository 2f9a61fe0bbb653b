"""Telling everybody of a post: by whom, to whom, and once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.timezone import localdate
from wagtail.models import PageLogEntry

from blogs import tasks
from blogs.actions import tell_everybody
from intranet.core.background import now
from intranet.core.notifications.actions import follow
from intranet.core.notifications.models import Notice
from intranet.core.notifications.queries import unread_count
from intranet.core.organisation.actions import grant_role, sync_page_audiences
from intranet.core.organisation.models import Role
from intranet.core.organisation.queries import forget_rights
from tests.denials import denials
from tests.factories.blogs import make_blog, make_leader, make_post
from tests.factories.people import make_person

if TYPE_CHECKING:
    from django.test import Client

    from blogs.models import PostPage

pytestmark = pytest.mark.django_db


@pytest.fixture
def delegate() -> Any:
    return make_person("delegate")


@pytest.fixture
def post(delegate: Any, staff: Any) -> PostPage:
    return make_post(make_blog(make_leader(delegates=(delegate,))))


@pytest.fixture
def coordinator() -> Any:
    person = make_person("coordinator")
    grant_role(person, role=Role.CENTRAL_COORDINATOR, actor=None)
    return person


def address(post: PostPage) -> str:
    return reverse("blogs:tell-everybody", args=[post.pk])


def test_the_leader_sees_the_number_tells_all_and_it_is_noted(client: Client, post: PostPage, staff: Any, delegate: Any) -> None:
    client.force_login(post.author)
    assert address(post) in client.get(post.get_absolute_url()).content.decode()
    assert "Tell 2 people" in client.get(address(post)).content.decode()
    assert not Notice.objects.exists()
    for _ in range(2):
        assert client.post(address(post)).url == post.get_absolute_url()
    assert Notice.objects.get().recipient is None
    assert [unread_count(person) for person in (staff, delegate, post.author)] == [1, 1, 0]
    assert "Everybody was told by Ruth Adeyemi" in client.get(address(post)).content.decode()
    assert PageLogEntry.objects.get(action="blogs.tell_everybody").user == post.author


def test_a_central_coordinator_may(client: Client, post: PostPage, coordinator: Any, staff: Any) -> None:
    client.force_login(coordinator)
    client.post(address(post))
    assert unread_count(staff) == 1


def test_nobody_else_may(client: Client, post: PostPage, delegate: Any, staff: Any) -> None:
    moderator = make_person("moderator")
    grant_role(moderator, role=Role.MODERATOR, actor=None)
    for person in (staff, delegate, moderator):
        client.force_login(person)
        assert address(post) not in client.get(post.get_absolute_url()).content.decode()
        assert client.get(address(post)).status_code == client.post(address(post)).status_code == 403
        with pytest.raises(PermissionDenied):
            tell_everybody(post, actor=person)
    assert {name for name, _act, _kind in denials()} == {"staff", "delegate", "moderator"}
    assert not Notice.objects.exists()


def test_a_leader_whose_term_is_over_may_not(client: Client, post: PostPage) -> None:
    post.leader.since = post.leader.until = localdate(now()).replace(year=2000)
    post.leader.save()
    client.force_login(post.author)
    assert client.post(address(post)).status_code == 403


def test_what_may_not_be_seen_does_not_exist(client: Client, post: PostPage, coordinator: Any) -> None:
    post.unpublish()
    for person in (coordinator, post.author):
        client.force_login(person)
        assert client.get(address(post)).status_code == client.post(address(post)).status_code == 404
    assert not Notice.objects.exists()


def test_followers_hear_of_it_once(post: PostPage, staff: Any, delegate: Any) -> None:
    follow(staff, post.leader.blog)
    tasks.tell_followers.func(post.pk)
    tell_everybody(post, actor=post.author)
    assert [unread_count(person) for person in (staff, delegate)] == [1, 1]


def test_told_to_all_before_it_was_told_to_followers_it_is_told_once(post: PostPage, staff: Any) -> None:
    follow(staff, post.leader.blog)
    tell_everybody(post, actor=post.author)
    tasks.tell_followers.func(post.pk)
    assert unread_count(staff) == 1
    assert Notice.objects.count() == 1


def test_it_falls_silent_with_the_post(post: PostPage, staff: Any) -> None:
    tell_everybody(post, actor=post.author)
    post.unpublish()
    sync_page_audiences(post.path)
    forget_rights(staff)
    assert unread_count(staff) == 0
