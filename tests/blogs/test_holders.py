"""Somebody else takes over a leader's post: addresses, questions, drafts, followers, and who may say so."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localdate
from wagtail.models import ModelLogEntry, PageLogEntry

from blogs.actions import NotTheHolder, carry_out, draft_post, drop_hand_over, found_blog, hand_over, plan_hand_over, submit_post
from blogs.jobs import HandOverPosts
from blogs.models import BlogIndexPage, Leader, LeaderBlogPage, PlannedHandOver, PostPage
from intranet.core.background import at_moment, now
from intranet.core.discussion.actions import CommentsClosed, post_comment
from intranet.core.kinds import CommentsState
from intranet.core.notifications.actions import follow
from intranet.core.notifications.models import Notice
from intranet.core.organisation.actions import grant_role, revoke_role
from intranet.core.organisation.models import Role
from intranet.core.responses.models import ResponseRequest
from intranet.core.search.models import Document
from tests.denials import denials
from tests.factories.blogs import WORDS, make_blog, make_draft, make_leader, make_post
from tests.factories.people import make_person

if TYPE_CHECKING:
    from datetime import date

    from django.test import Client

pytestmark = pytest.mark.django_db

OWN, POST = "/blogs/chief-executive-ruth-adeyemi/", "/blogs/chief-executive/"


@pytest.fixture
def today() -> date:
    return localdate(now())


@pytest.fixture
def coordinator() -> Any:
    return with_role("comms", Role.CENTRAL_COORDINATOR)


def with_role(username: str, role: Role, **scope: Any) -> Any:
    person = make_person(username)
    grant_role(person, role=role, actor=None, reason="", **scope)
    return person


@pytest.fixture
def ruth(housing: Any) -> Leader:
    leader = make_leader(delegates=(make_person("office", name="Tom Fairweather"),), service=housing)
    make_blog(leader)
    return leader


@pytest.fixture
def nadia() -> Any:
    return make_person("nadia", name="Nadia Hussain")


def take_over(ruth: Leader, nadia: Any, coordinator: Any, **fields: Any) -> LeaderBlogPage:
    return hand_over(ruth, to=nadia, since=fields.pop("since", localdate(now())), actor=coordinator, **fields)


def test_the_address_of_the_post_leads_to_who_holds_it_and_every_other_address_stays(
    client: Client, staff: Any, ruth: Leader, nadia: Any, coordinator: Any
) -> None:
    client.force_login(staff)
    post = make_post(ruth.blog)
    assert client.get(OWN).context["blog"] == client.get(POST).context["blog"] == ruth.blog
    before = post.get_absolute_url()

    blog = take_over(ruth, nadia, coordinator, title="Nadia's notes")

    ruth.refresh_from_db()
    old = LeaderBlogPage.objects.get(leader=ruth)
    new_post = make_post(blog, title="First things")
    assert (blog.get_absolute_url(), old.get_absolute_url()) == (POST, OWN)
    assert client.get(POST).context["blog"] == blog
    page = client.get(OWN).content.decode()
    assert "This blog is closed." in page
    assert f'href="{POST}"' in page
    assert f'href="{OWN}"' in client.get(POST).content.decode()
    assert PostPage.objects.get(pk=post.pk).get_absolute_url() == before
    shown = client.get(before)
    assert shown.status_code == 200
    assert f'href="{OWN}"' in shown.content.decode()
    for address, found in ((f"{OWN}{post.slug}/?comments=2", f"{before}?comments=2"), (f"{POST}first-things/", new_post.get_absolute_url())):
        answer = client.get(address)
        assert (answer.status_code, answer["Location"]) == (302, found)
        assert client.get(found).status_code == 200
    assert dict(Document.objects.filter(kind="blog").values_list("title", "url")) == {"Nadia's notes": POST, "Ruth Adeyemi": OWN}


def test_the_new_blog_opens_with_its_office_and_the_old_one_takes_nothing_more(
    client: Client, ruth: Leader, nadia: Any, coordinator: Any, admin_user: Any, staff: Any, today: date
) -> None:
    office = ruth.delegates.get()
    waiting, planned, post = make_draft(ruth.blog, typed_by=office), make_draft(ruth.blog, title="Later"), make_post(ruth.blog, title="Now")
    submit_post(waiting, actor=office)
    planned.go_live_at = now() + timedelta(hours=1)
    planned.save_revision().publish()

    blog = take_over(ruth, nadia, coordinator)

    assert set(blog.leader.office.user_set.all()) == {nadia, office}
    old = Leader.objects.get(pk=ruth.pk)
    assert (old.until, old.leads, old.office.user_set.count()) == (today - timedelta(days=1), False, 0)
    assert not PostPage.objects.get(pk=waiting.pk).workflow_in_progress
    assert not planned.revisions.exclude(approved_go_live_at=None).exists()
    client.force_login(admin_user)
    assert client.get(reverse("wagtailadmin_pages:add", args=["intranet_blogs", "postpage", ruth.blog.pk])).status_code == 302
    assert not PostPage.objects.get(pk=waiting.pk).permissions_for_user(admin_user).can_publish()
    post = PostPage.objects.get(pk=post.pk)
    assert post.comments_now().state == CommentsState.READ_ONLY
    with pytest.raises(CommentsClosed):
        post_comment(post, author=staff, body="Still there?")
    assert post.permissions_for_user(admin_user).can_publish(), "what is live can be put right"


def test_open_questions_go_to_the_new_holder_with_their_clocks(ruth: Leader, nadia: Any, coordinator: Any, staff: Any) -> None:
    post = make_post(ruth.blog)
    asked, own = post_comment(post, author=staff, body="When?", question=True), post_comment(post, author=nadia, body="Why?", question=True)
    due = ResponseRequest.objects.of(asked).get().due_at

    blog = take_over(ruth, nadia, coordinator)

    moved, stays = ResponseRequest.objects.of(asked).get(), ResponseRequest.objects.of(own).get()
    assert (moved.addressee, moved.state, moved.due_at, moved.addressee_label) == (nadia, "referred", due, "Nadia Hussain, Chief executive")
    assert list(moved.delegates.all()) == list(blog.leader.delegates.all())
    assert moved.events.get().actor == coordinator
    assert (stays.addressee, stays.state) == (ruth.person, "awaiting"), "nobody answers a question of their own"
    post_comment(PostPage.objects.get(pk=post.pk), author=nadia, body="On Monday.", reply_to=asked, answers=True)
    assert ResponseRequest.objects.of(asked).get().state == "answered"


def test_it_is_noted_and_followers_are_told(
    ruth: Leader, nadia: Any, coordinator: Any, staff: Any, django_capture_on_commit_callbacks: Any, today: date
) -> None:
    follow(staff, ruth.blog)
    with django_capture_on_commit_callbacks(execute=True):
        blog = take_over(ruth, nadia, coordinator)
    told = Notice.objects.get(kind="blogs.new_holder")
    assert (told.recipient, told.thing) == (staff, blog)
    noted = PageLogEntry.objects.filter(action="blogs.hand_over")
    assert {entry.page_id for entry in noted} == {ruth.blog.pk, blog.pk}
    facts = {"from": "Ruth Adeyemi, Chief executive", "to": "Nadia Hussain, Chief executive", "since": today.isoformat(), "questions": 0, "hours": 0}
    assert [(entry.user, entry.data) for entry in noted] == [(coordinator, facts)] * 2


def test_days_and_people_have_to_fit(ruth: Leader, nadia: Any, coordinator: Any, today: date) -> None:
    for wrong in ({"since": today + timedelta(days=1)}, {"since": ruth.since}):
        with pytest.raises(NotTheHolder):
            take_over(ruth, nadia, coordinator, **wrong)
    with pytest.raises(NotTheHolder):
        take_over(ruth, ruth.person, coordinator)
    take_over(ruth, nadia, coordinator)
    with pytest.raises(NotTheHolder):
        take_over(ruth, make_person("third"), coordinator)
    assert Leader.objects.count() == 2


def test_who_may(client: Client, ruth: Leader, nadia: Any, coordinator: Any, housing: Any, staff: Any, admin_user: Any) -> None:
    owner = with_role("owner", Role.SERVICE_OWNER, service=housing)
    address = reverse("blogs_hand_over", args=[ruth.pk])
    for person in (coordinator, owner, admin_user):
        client.force_login(person)
        assert client.get(address).status_code == 200
        assert "Chief executive" in client.get(reverse("blogs_posts_held")).content.decode()
    refused = [ruth.delegates.get(), ruth.person, with_role("manager", Role.EDITOR, service=housing)]
    for person in refused:
        client.force_login(person)
        assert client.post(address, {"confirm": "1"}).status_code in (302, 403)
        with pytest.raises(PermissionDenied):
            take_over(ruth, nadia, person)
    client.force_login(staff)
    assert client.get(address).status_code == 302, "no way into the admin"
    assert denials()[0] == ("office", "POST blogs_hand_over", "leader")
    assert Leader.objects.count() == 1


def test_the_menu_of_the_admin_asks_for_no_leader(client: Client, ruth: Leader, coordinator: Any, housing: Any, admin_user: Any) -> None:
    owner, editor = with_role("owner", Role.SERVICE_OWNER, service=housing), with_role("manager", Role.EDITOR, service=housing)
    for person, shown in ((coordinator, True), (owner, True), (admin_user, True), (editor, False)):
        client.force_login(person)
        with CaptureQueriesContext(connection) as asked:
            page = client.get(reverse("wagtailadmin_account")).content.decode()
        assert (reverse("blogs_posts_held") in page) == shown
        assert not [query for query in asked if 'FROM "intranet_blogs_leader"' in query["sql"]]


def test_one_screen_says_what_will_happen_and_does_it(client: Client, ruth: Leader, nadia: Any, coordinator: Any, today: date) -> None:
    make_draft(ruth.blog)
    post_comment(make_post(ruth.blog, title="Now"), author=coordinator, body="When?", question=True)
    client.force_login(coordinator)
    address = reverse("blogs_hand_over", args=[ruth.pk])
    wrong = client.post(address, {"name": "nobody at all", "since": ruth.since.isoformat()})
    assert wrong.status_code == 422
    assert {"Nobody here is called that.", "Ruth Adeyemi has held the post since then."} <= set(words_of(wrong))
    said = {"name": "Nadia Hussain", "since": today.isoformat(), "title": "Nadia's notes", "keep_office": "on"}
    preview = client.post(address, said).content.decode()
    for words in (f"{POST} leads to the new blog", OWN, "1 open question goes", "1 post that is not published stays a draft", "0 people who follow"):
        assert words in preview
    assert Leader.objects.count() == 1
    assert client.post(address, {**said, "back": "1"}).content.decode().count("Nadia Hussain") == 1
    assert client.post(address, {**said, "confirm": "1"}).status_code == 302
    assert Leader.objects.get(leads=True).person == nadia
    assert client.post(address, {**said, "confirm": "1"}).url == reverse("blogs_posts_held"), "done once"
    assert Leader.objects.count() == 2


def words_of(answer: Any) -> list[str]:
    return [str(words) for errors in answer.context["form"].errors.values() for words in errors]


def test_an_address_under_a_post_is_given_once_whoever_holds_it(ruth: Leader, nadia: Any, coordinator: Any) -> None:
    make_post(ruth.blog, title="Thank you")
    blog = take_over(ruth, nadia, coordinator)
    with pytest.raises(ValidationError, match="held this post before"):
        draft_post(blog, title="Thank you", body=WORDS, typed_by=nadia, summary="Thanks.")
    assert make_post(blog, title="Thank you all").live


def test_a_second_leader_of_one_post_has_an_own_address(client: Client, staff: Any, ruth: Leader) -> None:
    shared = found_blog(make_leader("sam", name="Sam Whitlock"), actor=None)
    assert shared.get_absolute_url() == "/blogs/chief-executive-sam-whitlock/"
    client.force_login(staff)
    assert client.get(POST).context["blog"] == ruth.blog
    assert client.get(shared.get_absolute_url()).context["blog"] == shared
    with pytest.raises(IntegrityError), transaction.atomic():
        Leader.objects.filter(pk=shared.leader.pk).update(leads=True)


def test_a_term_that_ends_closes_the_blog_by_itself_and_the_address_stays(client: Client, staff: Any, ruth: Leader, today: date) -> None:
    post = make_post(ruth.blog)
    Leader.objects.update(until=today - timedelta(days=1))
    client.force_login(staff)
    assert "This blog is closed." in client.get(POST).content.decode()
    assert "This blog is closed: the term of Ruth Adeyemi is over." in client.get(post.get_absolute_url()).content.decode()


def test_blogs_are_found_by_both_addresses_where_the_index_stands_elsewhere(
    client: Client, staff: Any, ruth: Leader, nadia: Any, coordinator: Any
) -> None:
    index = BlogIndexPage.objects.get()
    index.slug = "leaders"
    index.save_revision().publish()
    post = make_post(ruth.blog)
    blog = take_over(ruth, nadia, coordinator)
    client.force_login(staff)
    assert client.get("/leaders/chief-executive/").context["blog"] == blog
    assert client.get("/leaders/chief-executive-ruth-adeyemi/").context["blog"].leader == ruth
    assert client.get(f"/leaders/chief-executive/{post.slug}/").context["post"].pk == post.pk


def planned(ruth: Leader, nadia: Any, actor: Any, *, days: int = 7) -> PlannedHandOver:
    return plan_hand_over(ruth, to=nadia, since=localdate(now()) + timedelta(days=days), actor=actor, title="Nadia's notes")


def test_a_hand_over_is_planned_changes_nothing_and_is_done_on_its_day(
    client: Client, ruth: Leader, nadia: Any, coordinator: Any, staff: Any, today: date, django_capture_on_commit_callbacks: Any
) -> None:
    follow(staff, ruth.blog)
    client.force_login(coordinator)
    address, day = reverse("blogs_hand_over", args=[ruth.pk]), today + timedelta(days=7)
    said = {"name": "Nadia Hussain", "since": day.isoformat(), "title": "Nadia's notes", "keep_office": "on"}
    assert "Plan this for that day" in client.post(address, said).text
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(address, {**said, "confirm": "1"}).url == reverse("blogs_posts_held")
        HandOverPosts().run()

    assert (Leader.objects.get(leads=True), Notice.objects.count()) == (ruth, 0)
    assert "Nadia Hussain takes over on" in client.get(reverse("blogs_posts_held")).text
    assert "It is planned that Nadia Hussain takes over" in client.get(address).text
    with at_moment(now() + timedelta(days=7)), django_capture_on_commit_callbacks(execute=True):
        HandOverPosts().run()
        HandOverPosts().run()

    leader = Leader.objects.get(leads=True)
    assert (leader.person, leader.since, leader.blog.title, leader.delegates.count()) == (nadia, day, "Nadia's notes", 1)
    assert (Leader.objects.get(pk=ruth.pk).until, PlannedHandOver.objects.count()) == (day - timedelta(days=1), 0)
    assert Notice.objects.get().kind == "blogs.new_holder"
    noted = PageLogEntry.objects.filter(page=ruth.blog.pk, action__startswith="blogs.").order_by("pk")
    assert [(entry.action, entry.user) for entry in noted] == [("blogs.hand_over", coordinator)]
    assert ModelLogEntry.objects.get(action="blogs.plan_hand_over").user == coordinator


def test_a_plan_takes_the_place_of_the_one_before_and_can_be_dropped(client: Client, ruth: Leader, nadia: Any, coordinator: Any) -> None:
    planned(ruth, make_person("third"), coordinator, days=3)
    plan = planned(ruth, nadia, coordinator)
    assert list(PlannedHandOver.objects.values_list("to", flat=True)) == [nadia.pk]
    client.force_login(coordinator)

    assert client.post(reverse("blogs_drop_hand_over", args=[ruth.pk])).url == reverse("blogs_posts_held")

    assert not PlannedHandOver.objects.exists()
    assert ModelLogEntry.objects.filter(action="blogs.drop_hand_over").count() == 1
    drop_hand_over(plan, actor=coordinator)
    assert ModelLogEntry.objects.filter(action="blogs.drop_hand_over").count() == 1, "once"
    assert carry_out(plan) is None


def test_who_may_plan_and_drop(client: Client, ruth: Leader, nadia: Any, coordinator: Any) -> None:
    plan = planned(ruth, nadia, coordinator)
    for person in (ruth.delegates.get(), ruth.person, nadia, with_role("manager", Role.EDITOR, service=ruth.service)):
        with pytest.raises(PermissionDenied):
            planned(ruth, nadia, person)
        with pytest.raises(PermissionDenied):
            drop_hand_over(plan, actor=person)
        client.force_login(person)
        assert client.post(reverse("blogs_drop_hand_over", args=[ruth.pk])).status_code in (302, 403)
    for wrong in ({"days": 0}, {"days": -1}):
        with pytest.raises(NotTheHolder):
            planned(ruth, nadia, coordinator, **wrong)
    with pytest.raises(NotTheHolder):
        planned(ruth, ruth.person, coordinator)
    assert PlannedHandOver.objects.get() == plan


def test_leader_and_office_read_of_no_plan(client: Client, ruth: Leader, nadia: Any, coordinator: Any) -> None:
    drop_hand_over(planned(ruth, nadia, coordinator), actor=coordinator)
    plan = planned(ruth, nadia, coordinator)
    revoke_role(coordinator, role=Role.CENTRAL_COORDINATOR, actor=None)
    histories = [reverse("wagtailadmin_pages:history", args=[ruth.blog.pk]), reverse("wagtailadmin_reports:site_history")]

    def read_of_it(person: Any) -> list[bool]:
        client.force_login(person)
        shown = [client.get(address) for address in histories]
        assert [page.status_code for page in shown] == [200, 200]
        return [any(words in page.text for words in ("somebody else takes over", "was planned for the post", "Nadia")) for page in shown]

    assert [read_of_it(person) for person in (ruth.person, ruth.delegates.get())] == [[False, False]] * 2
    with at_moment(now() + timedelta(days=7)):
        assert carry_out(plan) is None
    assert [read_of_it(person) for person in (ruth.person, ruth.delegates.get())] == [[False, False]] * 2
    noted = ModelLogEntry.objects.filter(object_id=str(plan.pk), action="blogs.drop_hand_over")
    assert noted.get().data == {"to": "Nadia Hussain", "since": plan.since.isoformat()}
    assert read_of_it(make_person("admin", is_superuser=True)) == [False, True], "the log keeps it"


def test_what_is_done_by_hand_takes_the_plan_away(ruth: Leader, nadia: Any, coordinator: Any) -> None:
    plan = planned(ruth, make_person("third"), coordinator)
    take_over(ruth, nadia, coordinator)
    with at_moment(now() + timedelta(days=7)):
        assert carry_out(plan) is None
    assert Leader.objects.get(leads=True).person == nadia


@pytest.mark.parametrize("gone", ["the role", "the planner", "the successor"])
def test_where_it_cannot_be_done_those_above_are_told(ruth: Leader, nadia: Any, coordinator: Any, gone: str) -> None:
    other = with_role("other", Role.CENTRAL_COORDINATOR)
    plan = planned(ruth, nadia, coordinator)
    if gone == "the role":
        revoke_role(coordinator, role=Role.CENTRAL_COORDINATOR, actor=None)
    elif gone == "the planner":
        coordinator.delete()
    else:
        nadia.is_active = False
        nadia.save()

    with at_moment(now() + timedelta(days=8)):
        assert carry_out(plan) is None

    assert (Leader.objects.get(leads=True), Leader.objects.count(), PlannedHandOver.objects.count()) == (ruth, 1, 0)
    told = {notice.recipient.get_username() for notice in Notice.objects.filter(kind="blogs.hand_over_failed")}
    assert told == ({"other"} if gone == "the planner" else {"other", "comms"})
    assert other.is_active
