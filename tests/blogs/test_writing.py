"""From a draft of the office to a post of the leader, and who may do what on the way."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.timezone import localdate
from wagtail.models import GroupPagePermission, Workflow

from blogs.actions import AlreadyDecided, approve_post, ask_for_changes, found_blog, submit_post
from blogs.models import Leader, PostPage
from blogs.queries import drafts_waiting_for
from intranet.core.background import now
from intranet.core.notifications.actions import follow
from intranet.core.notifications.models import Notice
from intranet.core.search.models import Document
from tests.denials import denials
from tests.factories.blogs import make_blog, make_draft, make_leader, make_post
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Any:
    return make_person("office", name="Tom Fairweather")


@pytest.fixture
def leader(office: Any) -> Leader:
    return make_leader(delegates=(office, make_person("deputy", name="Nadia Hussain")))


@pytest.fixture
def waiting(leader: Leader, office: Any) -> PostPage:
    post = make_draft(make_blog(leader), typed_by=office)
    submit_post(post, actor=office)
    return post


def test_founding_a_blog_brings_its_office_its_permissions_and_its_approval(leader: Leader, office: Any) -> None:
    blog = found_blog(leader, actor=None, title="Ruth's page", slug="chief-executive")
    assert blog.get_absolute_url() == "/blogs/chief-executive/"
    assert set(leader.office.user_set.all()) == {leader.person, *leader.delegates.all()}
    granted = GroupPagePermission.objects.filter(group=leader.office).values_list("page", "permission__codename")
    assert set(granted) == {(blog.pk, "add_page"), (blog.pk, "change_page")}
    assert not blog.permissions_for_user(office).can_publish()
    assert blog.permissions_for_user(office).can_add_subpage()
    assert blog.get_workflow() == Workflow.objects.get(name__startswith="Posts of Ruth Adeyemi")


def test_the_office_follows_the_delegates_and_ends_with_the_term(leader: Leader, office: Any) -> None:
    make_blog(leader)
    leader.delegates.remove(office)
    assert office not in leader.office.user_set.all()
    leader.until = localdate(now()) - timedelta(days=1)
    leader.save()
    assert not leader.office.user_set.exists()


def test_what_the_office_types_is_signed_by_the_leader(waiting: PostPage, leader: Leader, office: Any) -> None:
    assert (waiting.author, waiting.author_name, waiting.author_post) == (leader.person, "Ruth Adeyemi", "Chief executive")
    assert waiting.owner == office
    assert waiting.is_on_behalf
    assert not waiting.live


def test_the_leader_is_told_and_finds_the_draft_among_the_next_steps(waiting: PostPage, leader: Leader) -> None:
    notice = Notice.objects.get(recipient=leader.person)
    assert notice.kind == "blogs.post_waiting"
    assert drafts_waiting_for(leader.person) == [waiting]


def test_approving_publishes_and_tells_followers_once(waiting: PostPage, leader: Leader, django_capture_on_commit_callbacks: Any) -> None:
    reader = make_person("reader")
    follow(reader, waiting.leader.blog)
    with django_capture_on_commit_callbacks(execute=True):
        published = approve_post(waiting, approver=leader.person)
    assert published.live
    assert list(Notice.objects.filter(kind="blogs.post_published").values_list("recipient", flat=True)) == [reader.pk]
    assert Document.objects.get(kind="post").url == published.get_absolute_url()
    with django_capture_on_commit_callbacks(execute=True):
        published.save_revision().publish()
    assert Notice.objects.filter(kind="blogs.post_published").count() == 1
    assert drafts_waiting_for(leader.person) == []


def test_nobody_is_told_of_a_draft(waiting: PostPage, django_capture_on_commit_callbacks: Any) -> None:
    follow(make_person("reader"), waiting.leader.blog)
    with django_capture_on_commit_callbacks(execute=True):
        waiting.save_revision()
    assert not Notice.objects.filter(kind="blogs.post_published").exists()
    assert not Document.objects.filter(kind="post").exists()


def test_who_typed_it_for_another_does_not_approve_it(waiting: PostPage, office: Any) -> None:
    with pytest.raises(PermissionDenied):
        approve_post(waiting, approver=office)
    task = waiting.current_workflow_task
    assert [name for name, _label, _comment in task.get_actions(waiting, office)] == ["reject"]
    with pytest.raises(PermissionDenied):
        task.on_action(waiting.current_workflow_task_state, office, "approve")
    assert not PostPage.objects.get(pk=waiting.pk).live


def test_another_delegate_may_approve(waiting: PostPage, leader: Leader) -> None:
    deputy = leader.delegates.get(username="deputy")
    assert approve_post(waiting, approver=deputy).live


def test_asking_for_changes_gives_it_back_with_words(waiting: PostPage, leader: Leader, office: Any) -> None:
    ask_for_changes(waiting, approver=leader.person, reason="Name the flag.")
    waiting = PostPage.objects.get(pk=waiting.pk)
    assert not waiting.live
    assert waiting.current_workflow_state.current_task_state.comment == "Name the flag."
    assert Notice.objects.get(recipient=office, kind="blogs.post_returned")


def test_a_second_decision_comes_too_late(waiting: PostPage, leader: Leader) -> None:
    approve_post(waiting, approver=leader.person)
    with pytest.raises(AlreadyDecided):
        approve_post(waiting, approver=leader.delegates.get(username="deputy"))


def test_the_leader_reads_the_draft_as_readers_will_and_approves_it(client: Any, waiting: PostPage, leader: Leader) -> None:
    client.force_login(leader.person)
    address = reverse("blogs:approve", args=[waiting.pk])
    page = client.get(address).content.decode()
    assert "without tidying" in page
    assert "Posted on behalf of Ruth Adeyemi" in page
    answer = client.post(address, {"decision": "approve"})
    assert answer.url == PostPage.objects.get(pk=waiting.pk).get_absolute_url()
    assert client.get(answer.url).status_code == 200
    assert "Nothing waits here." in client.get(address).content.decode()


def test_asking_for_changes_needs_a_reason(client: Any, waiting: PostPage, leader: Leader) -> None:
    client.force_login(leader.person)
    address = reverse("blogs:approve", args=[waiting.pk])
    answer = client.post(address, {"decision": "change", "reason": " "})
    assert answer.status_code == 422
    assert "Say what should change" in answer.content.decode()
    assert client.post(address, {"decision": "change", "reason": "Name the flag."}).status_code == 302


def test_a_draft_does_not_exist_for_others(client: Any, waiting: PostPage, staff: Any) -> None:
    client.force_login(staff)
    for answer in (
        client.get(reverse("blogs:approve", args=[waiting.pk])),
        client.post(reverse("blogs:approve", args=[waiting.pk]), {"decision": "approve"}),
    ):
        assert answer.status_code == 404
    assert denials() == []
    assert client.get(waiting.get_absolute_url()).status_code == 404


def test_the_office_may_read_and_not_approve_its_own(client: Any, waiting: PostPage, office: Any) -> None:
    client.force_login(office)
    address = reverse("blogs:approve", args=[waiting.pk])
    assert "somebody else approves it" in client.get(address).content.decode()
    assert client.post(address, {"decision": "approve"}).status_code == 403
    assert denials() == [("office", "POST blogs:approve", "postpage")]


def test_a_draft_is_written_in_the_admin_by_the_office_alone(client: Any, leader: Leader, office: Any, staff: Any) -> None:
    blog = make_blog(leader)
    address = reverse("wagtailadmin_pages:add", args=["intranet_blogs", "postpage", blog.pk])
    client.force_login(office)
    assert client.get(address).status_code == 200
    client.force_login(staff)
    assert client.get(address).status_code == 302


def test_a_new_leader_in_the_admin_has_a_blog_at_once(client: Any, admin_user: Any) -> None:
    person = make_person("cllr", name="Nasreen Malik")
    client.force_login(admin_user)
    answer = client.post(
        reverse("wagtailsnippets_intranet_blogs_leader:add"),
        {"person": person.pk, "post_held": "Leader of the council", "kind": "political", "since": "2024-05-08", "delegates": [], "service": ""},
    )
    assert answer.status_code == 302
    assert Leader.objects.get().blog.get_absolute_url() == "/blogs/leader-of-the-council/"


def test_deleting_the_leaders_account_keeps_the_words_and_the_name() -> None:
    post = make_post()
    post.leader.person.delete()
    kept = PostPage.objects.get(pk=post.pk)
    assert (kept.author, kept.author_name, kept.leader.name) == (None, "Ruth Adeyemi", "Ruth Adeyemi")
    assert kept.addressee() is None


def test_questions_end_with_the_term() -> None:
    leader = make_leader()
    post = make_post(make_blog(leader))
    addressee = post.addressee()
    assert addressee is not None
    assert (addressee.user, addressee.label) == (leader.person, "Ruth Adeyemi, Chief executive")
    Leader.objects.update(until=localdate(now()) - timedelta(days=1))
    assert PostPage.objects.get(pk=post.pk).addressee() is None
