"""A post is reported as comments are: one queue, the leader and the reporter told, hiding takes it off."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils.timezone import localdate
from wagtail.models import PageLogEntry

from blogs.models import PostPage
from intranet.core.background import now
from intranet.core.moderation.actions import NothingToReport, NotYours, WordsChanged, decide, fingerprint, report
from intranet.core.moderation.models import Case, Report
from intranet.core.moderation.queries import judges_of, queue_of, trial_of
from intranet.core.notifications.models import Notice
from intranet.core.organisation.actions import grant_role
from intranet.core.organisation.models import ElectionPeriod, Role
from intranet.core.search.models import Document
from tests.budgets import query_budget
from tests.factories.blogs import make_blog, make_draft, make_leader, make_post
from tests.factories.people import make_person, make_service

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db


def moderator_of(service: Any, username: str = "moderator") -> Any:
    person = make_person(username, name="Yusuf Demir")
    grant_role(person, role=Role.MODERATOR, service=service, actor=None)
    return person


@pytest.fixture
def moderator(housing: Any) -> Any:
    return moderator_of(housing)


@pytest.fixture
def office(housing: Any) -> Any:
    return make_person("office", name="Tom Fairweather", service=housing)


@pytest.fixture
def post(housing: Any, office: Any) -> PostPage:
    return make_post(make_blog(make_leader(service=housing, delegates=(office,))), typed_by=office)


def address(post: PostPage) -> str:
    return reverse("moderation:report", args=[ContentType.objects.get_for_model(post).pk, post.pk])


def test_a_reader_reports_a_post_and_it_comes_into_the_queue_of_its_service(client: Client, post: PostPage, staff: Any, moderator: Any) -> None:
    client.force_login(staff)
    assert f'href="{address(post)}"' in client.get(post.get_absolute_url()).text
    assert "Written by Ruth Adeyemi." in client.get(address(post)).text
    wrong = client.post(address(post), {"words": "It names a tenant."})
    assert (wrong.status_code, "It names a tenant." in wrong.text) == (422, True)

    assert client.post(address(post), {"reason": "private", "words": "It names a tenant."}).status_code == 302

    case = Case.objects.get()
    assert (case.thing, case.author, case.service, case.team) == (post, post.author, post.leader.service, Case.Team.SERVICE)
    assert client.post(address(post), {"reason": "wrong"}).url == Report.objects.get().get_absolute_url(), "once"
    client.force_login(moderator)
    assert "412 open reports of damp." in client.get(reverse("moderation:queue")).text
    shown = client.get(case.get_absolute_url()).text
    for words in ("Gives away something private", "I asked for every open report of damp", "See it in its place"):
        assert words in shown


def test_hiding_takes_it_off_everywhere_and_tells_leader_and_reporter(client: Client, post: PostPage, staff: Any, moderator: Any) -> None:
    case = report(post, reporter=staff, reason="private")

    decide(case, moderator=moderator, decision="hidden", reason="A tenant can be recognised.", seen=fingerprint(post))

    assert not PostPage.objects.get().live
    assert not Document.objects.filter(url=post.get_absolute_url()).exists()
    told = {(notice.kind, notice.recipient) for notice in Notice.objects.filter(kind__startswith="moderation.").exclude(kind="moderation.waiting")}
    assert told == {("moderation.decided", post.author), ("moderation.report-decided", staff)}
    assert PageLogEntry.objects.get(action="wagtail.unpublish").user == moderator
    client.force_login(staff)
    assert client.get(post.get_absolute_url()).status_code == 404
    assert client.get(address(post)).status_code == 404
    assert "It is not to be seen any more." in client.get(Report.objects.get().get_absolute_url()).text
    client.force_login(post.author)
    own = client.get(case.get_absolute_url()).text
    assert "A tenant can be recognised." in own
    assert "Priya Nair" not in own.split("<main")[1], "nobody learns who reported it"


def test_what_needs_no_act_stays(post: PostPage, staff: Any, moderator: Any) -> None:
    decide(report(post, reporter=staff, reason="wrong"), moderator=moderator, decision="dismissed")

    assert PostPage.objects.get().live
    assert [notice.recipient for notice in Notice.objects.filter(kind__in=("moderation.decided", "moderation.report-decided"))] == [staff]


def test_words_that_were_changed_are_not_judged_unread(post: PostPage, staff: Any, moderator: Any) -> None:
    case, seen = report(post, reporter=staff, reason="wrong"), fingerprint(post)
    post.summary = "413 open reports of damp."
    post.save_revision().publish()

    with pytest.raises(WordsChanged):
        decide(case, moderator=moderator, decision="hidden", reason="Wrong.", seen=seen)
    assert PostPage.objects.get().live


def test_whose_work_it_is_neither_report_nor_judge_it(client: Client, post: PostPage, staff: Any, office: Any, moderator: Any) -> None:
    for person in (post.author, office):
        client.force_login(person)
        assert address(post) not in client.get(post.get_absolute_url()).text
        assert client.post(address(post), {"reason": "wrong"}).status_code == 403
        with pytest.raises(NothingToReport):
            report(post, reporter=person, reason="wrong")
    grant_role(office, role=Role.MODERATOR, service=post.leader.service, actor=None)
    case = report(post, reporter=staff, reason="wrong")
    assert (list(judges_of(case)), list(queue_of(office)), list(queue_of(moderator))) == ([moderator], [], [case])
    with pytest.raises(NotYours):
        decide(case, moderator=office, decision="hidden", reason="No.")


@pytest.mark.parametrize("kind", ["managerial", "political"])
def test_a_delegate_has_a_part_in_what_the_leader_typed(client: Client, housing: Any, staff: Any, moderator: Any, kind: str) -> None:
    delegate = moderator_of(housing, "delegate")
    post = make_post(make_blog(make_leader(service=housing, kind=kind, delegates=(delegate,))))
    today = localdate(now())
    ElectionPeriod.objects.create(name="Local election", first_day=today, last_day=today, words="The law asks for silence.")
    with pytest.raises(NothingToReport):
        report(post, reporter=delegate, reason="wrong")

    case = report(post, reporter=staff, reason="wrong", words="Ask the tenants.")

    assert (list(judges_of(case)), list(queue_of(delegate)), list(queue_of(moderator))) == ([moderator], [], [case])
    with pytest.raises(NotYours):
        decide(case, moderator=delegate, decision="dismissed")
    client.force_login(delegate)
    for shown in (client.get(reverse("moderation:queue"), {"show": "all"}), client.get(case.get_absolute_url())):
        assert "Ask the tenants." not in shown.text
        assert "Wrong or misleading" not in shown.text.split("<main")[1]


def test_where_only_a_delegate_moderates_the_centre_judges(housing: Any, staff: Any) -> None:
    delegate = moderator_of(housing, "delegate")
    post = make_post(make_blog(make_leader(service=housing, delegates=(delegate,))))
    assert report(post, reporter=staff, reason="wrong").team == Case.Team.CENTRE


def test_the_wrong_people_find_nothing_there(client: Client, post: PostPage, staff: Any, moderator: Any) -> None:
    draft = make_draft(post.leader.blog, title="Not yet")
    case = report(post, reporter=staff, reason="wrong")
    client.force_login(staff)
    assert client.get(address(draft)).status_code == 404
    elsewhere = moderator_of(make_service("Waste"), "elsewhere")
    for person in (staff, elsewhere, post.author):
        client.force_login(person)
        assert client.get(case.get_absolute_url()).status_code == 404
    client.logout()
    assert client.post(address(post), {"reason": "wrong"}).status_code == 302
    assert Report.objects.count() == 1


@pytest.mark.parametrize("number", [1, 5])
def test_a_queue_of_pages_costs_the_same_for_one_and_for_many(client: Client, post: PostPage, staff: Any, moderator: Any, number: int) -> None:
    for place in range(number):
        report(make_post(post.leader.blog, title=f"Post {place}"), reporter=staff, reason="wrong")
    client.force_login(moderator)
    client.get(reverse("moderation:queue"))

    with query_budget(15, at_most=True):
        assert client.get(reverse("moderation:queue")).text.count("412 open reports of damp.") == number


def test_of_a_page_nobody_is_put_on_trial(post: PostPage, staff: Any, moderator: Any) -> None:
    """Who typed it and who answers for it may be two, and what they publish next is read by their workflow."""
    case = decide(report(post, reporter=staff, reason="private"), moderator=moderator, decision="hidden", reason="No.", trial=True)
    assert (case.trial_until, trial_of(get_user_model().objects.get(pk=post.author_id))) == (None, None)
