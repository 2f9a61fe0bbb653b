"""On behalf of a leader, approved from a mail, and published at its time: acceptance lines of leadership blogs, from door to door."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core import mail
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from blogs.actions import submit_post
from blogs.models import PostPage
from intranet.core.background import at_moment, now
from intranet.core.discussion.actions import post_comment
from intranet.core.notifications.actions import follow
from intranet.core.notifications.models import Notice
from intranet.core.search.models import Document
from tests.factories.blogs import make_blog, make_draft, make_leader, make_post
from tests.factories.people import make_person

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Any:
    return make_person("office", name="Tom Fairweather")


@pytest.fixture
def draft(office: Any) -> PostPage:
    return make_draft(make_blog(make_leader(delegates=(office,))), typed_by=office)


def test_what_the_office_types_is_the_leaders_and_history_says_who_typed_it(client: Client, draft: PostPage, office: Any, staff: Any) -> None:
    post = make_post(draft.leader.blog, title="On behalf", typed_by=office)
    client.force_login(staff)
    page = client.get(post.get_absolute_url()).content.decode()
    assert "Posted on behalf of Ruth Adeyemi" in page
    assert "Tom Fairweather" not in page
    assert (post.author, post.author_post) == (draft.leader.person, "Chief executive")
    assert {revision.user for revision in post.revisions.all()} == {office}
    own = make_post(draft.leader.blog, title="By herself")
    assert "Posted on behalf" not in client.get(own.get_absolute_url()).content.decode()


def test_the_leader_approves_from_the_mail_after_signing_in_without_the_admin(
    client: Client, draft: PostPage, office: Any, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        submit_post(draft, actor=office)
    sent = next(message for message in mail.outbox if message.to == [draft.leader.person.email])
    address = reverse("blogs:approve", args=[draft.pk])
    notice = Notice.objects.get(recipient=draft.leader.person, kind="blogs.post_waiting")
    assert address in str(sent.body) or f"/notices/{notice.pk}/" in str(sent.body)
    door = client.get(address)
    assert (door.status_code, door.url) == (302, f"/accounts/login/?next={address}")
    entered = client.post(door.url, {"username": "chief", "password": "roost-demo"}, follow=True)
    assert "Approve and publish" in entered.content.decode()
    assert client.post(address, {"decision": "approve"}).url == draft.get_absolute_url()
    assert PostPage.objects.get(pk=draft.pk).live


def test_before_its_time_nobody_comments_and_nobody_is_told(
    client: Client, draft: PostPage, staff: Any, django_capture_on_commit_callbacks: Any
) -> None:
    follow(staff, draft.leader.blog)
    draft.go_live_at = now() + timedelta(hours=1)
    with django_capture_on_commit_callbacks(execute=True):
        draft.save_revision().publish()
    client.force_login(staff)
    comment = reverse("discussion:post", args=[ContentType.objects.get_for_model(draft).pk, draft.pk])
    assert client.get(draft.get_absolute_url()).status_code == 404
    assert client.post(comment, {"body": "First!"}).status_code == 404
    assert not Notice.objects.filter(recipient=staff).exists()
    assert not Document.objects.filter(kind="post").exists()
    assert not mail.outbox
    later = timezone.now() + timedelta(hours=2)
    with django_capture_on_commit_callbacks(execute=True), at_moment(later), patch.object(timezone, "now", lambda: later):
        call_command("publish_scheduled")
    post = PostPage.objects.get(pk=draft.pk)
    assert post.live
    assert Notice.objects.get(recipient=staff).kind == "blogs.post_published"
    assert post_comment(post, author=staff, body="First!").number == 1
