"""Before an election the blogs of politicians are silent, and afterwards everything is as before, by the dates alone."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate
from wagtail.models import Page

from blogs.actions import approve_post, publish_post, submit_post, tell_everybody
from blogs.models import Leader, PostPage
from intranet.core.background import at_moment, midnight_of, now
from intranet.core.discussion.actions import CannotReact, post_comment, react
from intranet.core.discussion.models import Reaction
from intranet.core.kinds import CommentsState
from intranet.core.notifications.actions import follow
from intranet.core.notifications.models import Notice
from intranet.core.organisation.actions import grant_role
from intranet.core.organisation.models import ElectionPeriod, Role
from intranet.core.responses.models import AlsoWants, ResponseRequest
from tests.budgets import query_budget
from tests.denials import denials
from tests.factories.blogs import make_blog, make_draft, make_leader, make_post
from tests.factories.elections import make_election
from tests.factories.people import make_person

if TYPE_CHECKING:
    from django.test import Client

    from blogs.models import LeaderBlogPage

pytestmark = pytest.mark.django_db

WORDS = "The law asks for silence before the local election."
election = partial(make_election, words=WORDS)


@pytest.fixture
def office() -> Any:
    return make_person("office", name="Rosalind Frayne")


@pytest.fixture
def blog(office: Any) -> LeaderBlogPage:
    return make_blog(make_leader("cllr", name="Nasreen Malik", post_held="Leader of the council", kind="political", delegates=(office,)))


def on(day: datetime) -> Any:
    """Wagtail asks its own clock what is due."""
    return patch.object(timezone, "now", lambda: day)


def again(post: PostPage) -> PostPage:
    return PostPage.objects.get(pk=post.pk)


def test_nothing_new_appears_until_it_is_over_then_by_itself(blog: LeaderBlogPage, office: Any, admin_user: Any) -> None:
    approved, planned, pressed = make_draft(blog, typed_by=office), make_draft(blog, title="Planned"), make_draft(blog, title="Pressed")
    planned.go_live_at = now() + timedelta(hours=1)
    planned.save_revision().publish()
    submit_post(approved, actor=office)
    follow(make_person("reader"), blog)
    period = election()

    approve_post(approved, approver=blog.leader.person)
    publish_post(pressed, actor=admin_user)
    with on(timezone.now() + timedelta(hours=2)):
        call_command("publish_scheduled")
    assert not any(again(post).live for post in (approved, planned, pressed))
    assert not again(pressed).permissions_for_user(admin_user).can_publish()
    assert not Page.objects.get(pk=blog.pk).specific.permissions_for_user(admin_user).can_publish_subpage()
    assert blog.permissions_for_user(office).can_add_subpage(), "drafts may be written"
    assert not Notice.objects.filter(kind="blogs.post_published").exists()

    moment = period.ends + timedelta(minutes=1)
    with on(moment), at_moment(moment):
        call_command("publish_scheduled")
        call_command("publish_scheduled")
        assert all(again(post).live for post in (approved, planned, pressed))
        assert again(pressed).permissions_for_user(admin_user).can_publish()


def test_what_is_live_may_be_put_right_and_managers_go_on(blog: LeaderBlogPage) -> None:
    post, chief = make_post(blog), make_blog()
    election()
    post.title = "A number put right"
    post.save_revision().publish()
    assert again(post).title == "A number put right"
    assert make_post(chief, title="Business as usual").live
    assert again(make_post(chief, title="And more")).comments_now().state == CommentsState.OPEN


def test_comments_are_read_only_and_a_forged_one_is_refused_alike(client: Client, blog: LeaderBlogPage, office: Any, staff: Any) -> None:
    post = make_post(blog)
    asked = post_comment(post, author=staff, body="When?", question=True)
    period = election()
    address = reverse("discussion:post", args=[ContentType.objects.get_for_model(post).pk, post.pk])
    for person in (staff, office, blog.leader.person):
        client.force_login(person)
        page = client.get(post.get_absolute_url()).content.decode()
        assert page.count(WORDS) == 2, "above the post, and where comments would be written"
        assert "They open again" in page
        assert 'name="body"' not in page
        assert client.post(address, {"body": "All the same."}).status_code == 403
        assert WORDS in client.get(blog.get_absolute_url()).content.decode()
    client.force_login(staff)
    reply = reverse("discussion:reply", args=[asked.pk])
    assert client.post(reply, {"body": "All the same."}).status_code == 403
    assert [line[0] for line in denials()] == ["staff", "office", "cllr", "staff"]

    post_comment(again(post), author=office, body="On Monday.", reply_to=asked, answers=True)
    assert ResponseRequest.objects.get().state == "answered", "what was promised before may be kept"

    with at_moment(period.ends):
        assert again(post).comments_now().state == CommentsState.OPEN
        assert WORDS not in client.get(post.get_absolute_url()).content.decode()
    with at_moment(midnight_of(period.first_day) - timedelta(seconds=1)):
        assert again(post).comments_now().state == CommentsState.OPEN


def test_nobody_reacts_meanwhile_to_posts_or_comments(client: Client, blog: LeaderBlogPage, office: Any, staff: Any) -> None:
    post = make_post(blog)
    comment = post_comment(post, author=office, body="On Monday.")
    fan = make_person("fan")
    react(post, person=fan)
    react(comment, person=fan)
    period = election()
    kind = ContentType.objects.get_for_model(post).pk
    addresses = [reverse("discussion:react-to-thing", args=[kind, post.pk]), reverse("discussion:react", args=[comment.pk])]
    client.force_login(staff)
    page = client.get(post.get_absolute_url()).text
    assert not any(f'"{address}"' in page for address in addresses)
    assert page.count('<span class="num">1</span>') == 2, "what was given before is to be seen"
    assert client.get(reverse("discussion:reactions", args=[comment.pk])).status_code == 200
    for headers in ({}, {"HX-Request": "true"}):
        for address in addresses:
            refused = client.post(address, {"thanks": "1"}, headers=headers)
            assert (refused.status_code, WORDS in refused.text) == (403, True)
    client.force_login(fan)
    assert client.post(addresses[1], {"thanks": "0"}).status_code == 403, "nor is anything taken back"
    with pytest.raises(CannotReact):
        react(again(post), person=staff)
    assert Reaction.objects.count() == 2

    client.force_login(staff)
    with at_moment(period.ends):
        assert [client.post(address, {"thanks": "1"}).status_code for address in addresses] == [302, 302]


def test_nobody_says_meanwhile_that_they_want_to_know_too(client: Client, blog: LeaderBlogPage, staff: Any) -> None:
    post = make_post(blog)
    asked = post_comment(post, author=make_person("asker"), body="When?", question=True)
    address = reverse("discussion:want", args=[asked.pk])
    client.force_login(staff)
    assert f'"{address}"' in client.get(post.get_absolute_url()).text
    period = election()
    assert f'"{address}"' not in client.get(post.get_absolute_url()).text
    for headers in ({}, {"HX-Request": "true"}):
        refused = client.post(address, {"wanted": "1"}, headers=headers)
        assert (refused.status_code, WORDS in refused.text) == (403, True)
    assert not AlsoWants.objects.exists()
    with at_moment(period.ends):
        assert client.post(address, {"wanted": "1"}).status_code == 302


def test_a_blog_that_is_closed_besides_is_as_silent(blog: LeaderBlogPage, staff: Any) -> None:
    post = make_post(blog)
    Leader.objects.filter(pk=blog.leader.pk).update(until=localdate(now()) - timedelta(days=1))
    assert not again(post).comments_now().is_silent
    election()
    assert again(post).comments_now().is_silent


def test_who_approves_is_told_when_it_will_appear(client: Client, blog: LeaderBlogPage, office: Any) -> None:
    draft = make_draft(blog, typed_by=office)
    submit_post(draft, actor=office)
    election()
    client.force_login(blog.leader.person)
    address = reverse("blogs:approve", args=[draft.pk])
    assert "after the election period" in client.get(address).content.decode()
    assert "It is published after the election period" in client.post(address, {"decision": "approve"}, follow=True).content.decode()


def test_central_coordinators_say_when_and_nobody_else(client: Client, staff: Any, blog: LeaderBlogPage, office: Any) -> None:
    comms, editor = make_person("comms"), make_person("editor")
    grant_role(comms, role=Role.CENTRAL_COORDINATOR, actor=None)
    grant_role(editor, role=Role.EDITOR, actor=None)
    address = reverse("wagtailsnippets_intranet_organisation_electionperiod:add")
    said = {"name": "Local election", "first_day": "2027-03-22", "last_day": "2027-05-06", "words": WORDS}
    for person in (staff, editor, office, blog.leader.person):
        client.force_login(person)
        assert client.post(address, said).status_code == 302
        assert not ElectionPeriod.objects.exists()
    client.force_login(comms)
    wrong = client.post(address, {**said, "last_day": "2027-03-01"})
    assert "The last day comes after the first." in wrong.content.decode()
    assert client.post(address, said).status_code == 302
    assert ElectionPeriod.objects.get().words == WORDS


@pytest.mark.parametrize("number", [1, 20])
def test_a_list_of_silent_posts_costs_nothing_more(blog: LeaderBlogPage, number: int) -> None:
    for place in range(number):
        make_post(blog, title=f"Post {place}")
    election()
    with query_budget(1):
        assert {post.comments_now().why for post in PostPage.objects.with_line()} == {WORDS}


def test_nobody_tells_everybody_until_it_is_over(client: Client, blog: LeaderBlogPage) -> None:
    post, coordinator = make_post(blog), make_person("coordinator")
    grant_role(coordinator, role=Role.CENTRAL_COORDINATOR, actor=None)
    address = reverse("blogs:tell-everybody", args=[post.pk])
    period = election()
    for person in (blog.leader.person, coordinator):
        client.force_login(person)
        assert address not in client.get(post.get_absolute_url()).text
        assert client.get(address).status_code == client.post(address).status_code == 403
        with pytest.raises(PermissionDenied):
            tell_everybody(again(post), actor=person)
    assert not Notice.objects.exists()
    with at_moment(period.ends + timedelta(minutes=1)):
        assert client.post(address).status_code == 302
    assert Notice.objects.get().kind == "blogs.post_for_everybody"
