"""What follows when comments come into view and go out of it."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.contrib.messages import get_messages
from django.core.checks import run_checks
from django.db.models.signals import pre_save
from django.test import override_settings
from django.urls import include, path, reverse
from django_comments_xtd.models import publish_or_unpublish_on_pre_save

from intranet.core.background import now
from intranet.core.discussion.actions import delete_comment, edit_comment, post_comment
from intranet.core.discussion.models import Comment, Thread
from intranet.core.kinds import State
from intranet.core.moderation.actions import claim, decide, withdraw
from intranet.core.moderation.models import Case
from intranet.core.moderation.signals import published
from intranet.core.notifications.models import Follow, Notice
from intranet.core.organisation.actions import grant_role, intern_audience
from intranet.core.organisation.models import Role
from intranet.core.search.models import Document
from tests.factories.papers import make_paper
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db

urlpatterns = [path("comments-of-the-package/", include("django_comments_xtd.urls"))]


@pytest.fixture
def other(housing: Any) -> Any:
    return make_person("other", name="Tomasz Wilk", service=housing)


@pytest.fixture
def newcomer(housing: Any) -> Any:
    return make_person("newcomer", profile={"joined": now().date()})


@pytest.fixture
def moderator(housing: Any) -> Any:
    person = make_person("moderator")
    grant_role(person, role=Role.MODERATOR, service=housing, actor=None)
    return person


def approve(comment: Comment, moderator: Any) -> None:
    case = Case.objects.get(object_id=comment.pk, decided_at=None)
    claim(case, moderator=moderator)
    decide(case, moderator=moderator, decision=Case.Decision.APPROVED, reason="")


def counts(comment: Comment) -> tuple[int, int]:
    """Of a thread, and of what stands below its first comment."""
    return Thread.objects.get(pk=comment.discussion_id).comment_count, Comment.objects.get(discussion_id=comment.discussion_id, number=1).nested_count


def test_a_held_reply_is_counted_when_it_is_approved(staff: Any, housing: Any, newcomer: Any, moderator: Any) -> None:
    first = post_comment(make_paper(service=housing), author=staff, body="x")
    held = post_comment(first.discussion.thing, author=newcomer, body="y", reply_to=first)
    assert counts(first) == (1, 0)
    approve(held, moderator)
    assert counts(first) == (2, 1)
    assert Document.objects.filter(kind="comment").count() == 2


def test_hearing_of_it_twice_counts_it_once(staff: Any) -> None:
    first = post_comment(make_paper(), author=staff, body="x")
    published.send(sender=Comment, thing=Comment.objects.get(), first=False)
    assert counts(first) == (1, 0)


def test_a_held_comment_that_is_withdrawn_was_never_counted(staff: Any, newcomer: Any) -> None:
    first = post_comment(make_paper(), author=staff, body="x")
    held = post_comment(first.discussion.thing, author=newcomer, body="y", reply_to=first)
    delete_comment(held, actor=newcomer)
    assert counts(first) == (1, 0)
    assert not Case.objects.filter(decided_at=None).exists()


def test_hidden_means_not_counted_and_not_found(staff: Any, other: Any) -> None:
    first = post_comment(make_paper(), author=staff, body="x")
    reply = post_comment(first.discussion.thing, author=other, body="y", reply_to=first)
    withdraw(reply, actor=staff, state=State.HIDDEN)
    assert counts(first) == (1, 0)
    assert list(Document.objects.filter(kind="comment").values_list("object_id", flat=True)) == [first.pk]


def test_held_words_notify_nobody_until_they_are_approved(
    staff: Any, housing: Any, newcomer: Any, moderator: Any, django_capture_on_commit_callbacks: Any
) -> None:
    first = post_comment(make_paper(service=housing), author=staff, body="x")
    with django_capture_on_commit_callbacks(execute=True):
        held = post_comment(first.discussion.thing, author=newcomer, body="@staff hello", reply_to=first)
    assert not Notice.objects.filter(recipient=staff).exists()
    with django_capture_on_commit_callbacks(execute=True):
        approve(held, moderator)
    assert [notice.kind for notice in Notice.objects.filter(recipient=staff)] == ["discussion.mentioned"]


def test_each_person_is_told_once_and_of_what_concerns_them_most(
    staff: Any, housing: Any, other: Any, django_capture_on_commit_callbacks: Any
) -> None:
    follower, author = make_person("follower"), make_person("author")
    paper = make_paper(author=author)
    Follow.objects.create(person=follower, content_type=_kind(paper), object_id=paper.pk)
    first = post_comment(paper, author=staff, body="x")
    with django_capture_on_commit_callbacks(execute=True):
        post_comment(paper, author=other, body="@follower and @nobody, see", reply_to=first)
    told = dict(Notice.objects.values_list("recipient__username", "kind"))
    assert told == {"follower": "discussion.mentioned", "staff": "discussion.replied", "author": "discussion.commented"}
    assert Follow.objects.filter(person=other, automatic=True).exists()


def mentioned() -> list[str]:
    return sorted(Notice.objects.filter(kind="discussion.mentioned").values_list("recipient__username", flat=True))


def test_a_change_tells_whom_it_names_newly_and_once(staff: Any, other: Any, django_capture_on_commit_callbacks: Any) -> None:
    follower, paper = make_person("follower"), make_paper()
    Follow.objects.create(person=follower, content_type=_kind(paper), object_id=paper.pk)
    with django_capture_on_commit_callbacks(execute=True):
        comment = post_comment(paper, author=staff, body="@other, see")
    assert mentioned() == ["other"]
    for words in ("@other and @follower and @everyone, see", "See.", "@follower and @other, see again"):
        with django_capture_on_commit_callbacks(execute=True):
            edit_comment(comment, editor=staff, body=words)
        comment.refresh_from_db()
        assert mentioned() == (["follower", "other", "other"] if "again" in words else ["follower", "other"])
    assert Notice.objects.filter(recipient=follower).count() == 2, "of the comment as a follower, and that it names them"
    assert not Notice.objects.filter(kind="discussion.mentioned_all").exists()


def test_a_change_that_waits_tells_nobody_until_it_is_approved(
    staff: Any, housing: Any, newcomer: Any, moderator: Any, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        comment = post_comment(make_paper(service=housing), author=newcomer, body="Hello")
        approve(comment, moderator)
    comment.refresh_from_db()
    with django_capture_on_commit_callbacks(execute=True):
        edit_comment(comment, editor=newcomer, body="Hello @staff")
    assert mentioned() == []
    with django_capture_on_commit_callbacks(execute=True):
        approve(comment, moderator)
    assert mentioned() == ["staff"]


def test_a_change_tells_nobody_who_may_not_see_it_and_says_so(client: Any, staff: Any, other: Any, django_capture_on_commit_callbacks: Any) -> None:
    comment = post_comment(make_paper(audience=intern_audience([[f"user:{staff.pk}"]])), author=staff, body="See.")
    client.force_login(staff)
    with django_capture_on_commit_callbacks(execute=True):
        done = client.post(reverse("discussion:edit", args=[comment.pk]), {"body": "@other, see."})
    said = ["Your comment was changed.", "@other cannot open this page, so nothing is sent to them."]
    assert [str(message) for message in get_messages(done.wsgi_request)] == said
    assert mentioned() == []


def test_a_name_that_may_not_see_it_is_told_nothing(staff: Any, other: Any, django_capture_on_commit_callbacks: Any) -> None:
    paper = make_paper(audience=intern_audience([[f"user:{staff.pk}"]]))
    with django_capture_on_commit_callbacks(execute=True):
        post_comment(paper, author=staff, body="@other look")
    assert not Notice.objects.exists()


def test_an_edit_is_found_by_its_new_words(staff: Any) -> None:
    comment = post_comment(make_paper(), author=staff, body="old words")
    edit_comment(comment, editor=staff, body="new **words**")
    assert Document.objects.get(kind="comment").body == "new words"


def test_the_packages_receiver_is_off() -> None:
    assert publish_or_unpublish_on_pre_save not in pre_save._live_receivers(Comment)[0]
    pre_save.connect(publish_or_unpublish_on_pre_save, sender=Comment)
    try:
        assert "intranet.E011" in {message.id for message in run_checks(app_configs=[apps.get_app_config("intranet_discussion")], tags=["models"])}
    finally:
        pre_save.disconnect(publish_or_unpublish_on_pre_save, sender=Comment)


def test_the_packages_addresses_are_refused() -> None:
    assert "intranet.E010" not in {message.id for message in run_checks(tags=["urls"])}
    with override_settings(ROOT_URLCONF=__name__):
        assert "intranet.E010" in {message.id for message in run_checks(tags=["urls"])}


def _kind(thing: Any) -> Any:
    from django.contrib.contenttypes.models import ContentType  # noqa: PLC0415 -- short

    return ContentType.objects.get_for_model(thing)
