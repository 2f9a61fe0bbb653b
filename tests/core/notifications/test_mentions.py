"""Whom words name: people, the duty officer of a service, and everybody; who is told, and what the writer hears of who is not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse

from intranet.core.background import now
from intranet.core.discussion.actions import post_comment
from intranet.core.discussion.models import Comment
from intranet.core.moderation.actions import decide
from intranet.core.moderation.models import Case
from intranet.core.notifications.models import Call, Notice
from intranet.core.notifications.queries.mentions import not_reached, people_named
from intranet.core.organisation.actions import grant_role, intern_audience
from intranet.core.organisation.models import Role
from intranet.core.text import render
from tests.budgets import query_budget
from tests.factories.forums import make_area, make_topic, only
from tests.factories.papers import make_paper
from tests.factories.people import make_person, make_service

if TYPE_CHECKING:
    from tests.papers.models import Paper

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.papers.urls")]


@pytest.fixture
def chief(housing: Any) -> Any:
    return make_person("chief", name="Maren Holroyd", service=housing)


@pytest.fixture
def roads(chief: Any) -> Any:
    """Three work there; one of them has the duty."""
    service = make_service("Roads and Streets")
    for name in ("first", "second"):
        make_person(name, service=service)
    service.duty_officer = make_person("duty", service=service)
    service.save()
    return service


@pytest.fixture
def paper(staff: Any, chief: Any, roads: Any) -> Paper:
    return make_paper(answerer=chief)


@pytest.fixture
def told(django_capture_on_commit_callbacks: Any) -> Any:
    """Does something, and says who is then told of it, by the kind of notice."""

    def run(act: Any) -> dict[str, set[str]]:
        Notice.objects.all().delete()
        with django_capture_on_commit_callbacks(execute=True):
            act()
        found: dict[str, set[str]] = {}
        for kind, name in Notice.objects.values_list("kind", "recipient__username"):
            found.setdefault(kind, set()).add(name)
        return found

    return run


def address(paper: Paper) -> str:
    return reverse("discussion:post", args=[ContentType.objects.get_for_model(paper).pk, paper.pk])


def test_a_service_is_a_link_and_everyone_a_word() -> None:
    html = render("@Service:roads, @everyone, @service:nowhere", known_names=lambda names: {"service:roads", "everyone"} & set(names)).html
    assert html == '<p><a class="mention" href="/services/roads/">@Service:roads</a>, @everyone, @service:nowhere</p>'


def test_a_service_that_is_named_reaches_its_duty_officer_alone(paper: Paper, staff: Any, told: Any) -> None:
    comment = told(lambda: post_comment(paper, author=staff, body="Can @service:roads-and-streets look, with @second?"))
    assert comment == {"discussion.mentioned": {"duty", "second"}}


def test_the_writer_hears_who_is_not_reached(client: Any, staff: Any, roads: Any, chief: Any, told: Any) -> None:
    closed = make_paper("Closed", audience=intern_audience([[f"user:{staff.pk}", f"user:{chief.pk}"]]))
    make_service("Parks")
    words = "See @first, @chief, @service:roads-and-streets, @service:parks, @nobody, @everyone."
    expected = [
        "@first cannot open this page, so nothing is sent to them.",
        "Parks has no duty officer now, so nobody there is told.",
        "The duty officer of Roads and Streets cannot open this page, so nothing is sent to them.",
        "@everyone is not yours to use here, so nobody is told by it.",
    ]
    assert sorted(not_reached(words, closed, actor=staff)) == sorted(expected)
    client.force_login(staff)
    assert told(lambda: client.post(address(closed), {"body": words})) == {"discussion.mentioned": {"chief"}}
    page = client.get(closed.get_absolute_url()).text
    assert [sentence for sentence in expected if sentence not in page] == []
    part = client.post(address(closed), {"body": "@first"}, headers={"HX-Request": "true"})
    assert "Your comment was posted. @first cannot open this page" in part["HX-Trigger"]
    before = reverse("notifications:reach", args=[ContentType.objects.get_for_model(closed).pk, closed.pk])
    assert expected[0] in client.post(before, {"body": words}).text


def test_words_without_names_ask_nothing_and_many_names_ask_no_more(paper: Paper, staff: Any, chief: Any) -> None:
    with query_budget(0):
        assert list(people_named("Nobody here.")) == []
        assert not_reached("Nobody here.", paper, actor=staff) == []
    for number in range(12):
        make_person(f"p{number}")
    for names in ("@p1", " ".join(f"@p{number}" for number in range(12))):
        with query_budget(3):
            not_reached(names, paper, actor=chief)


def test_everyone_is_confirmed_with_the_number_and_then_told_by_one_row(client: Any, paper: Paper, chief: Any, roads: Any, told: Any) -> None:
    client.force_login(chief)
    first = client.post(address(paper), {"body": "Fire drill, @everyone."})
    assert (first.status_code, Comment.objects.count()) == (422, 0)
    assert "Tell 4 people now." in first.text
    assert "Fire drill, @everyone." in first.text
    assert client.post(address(paper), {"body": "Fire drill, @everyone.", "everyone": "3"}).status_code == 422
    before = reverse("notifications:reach", args=[ContentType.objects.get_for_model(paper).pk, paper.pk])
    assert "@everyone tells 4 people." in client.post(before, {"body": "Fire drill, @everyone."}).text
    sent = told(lambda: client.post(address(paper), {"body": "@second, and @everyone: fire drill.", "everyone": "4"}))
    assert sent == {"discussion.mentioned": {"second"}, "discussion.mentioned_all": {None}}
    call = Call.objects.get()
    assert (call.number, call.caller, call.thing) == (4, chief, Comment.objects.get())


def test_everyone_is_but_a_word_of_others(client: Any, paper: Paper, staff: Any, told: Any) -> None:
    client.force_login(staff)
    assert told(lambda: client.post(address(paper), {"body": "Hello @everyone", "everyone": "4"})) == {}
    assert (Comment.objects.count(), Call.objects.count()) == (1, 0)


def test_a_call_waits_for_the_moderator_and_for_the_right_to_make_it(paper: Paper, chief: Any, housing: Any, told: Any) -> None:
    chief.roost_profile.joined = now().date()
    chief.roost_profile.save()
    moderator = make_person("moderator")
    grant_role(moderator, role=Role.SENIOR_MODERATOR, actor=None)
    assert told(lambda: post_comment(paper, author=chief, body="@everyone", everyone=5)).get("discussion.mentioned_all") is None
    assert told(lambda: decide(Case.objects.get(), moderator=moderator, decision="approved"))["discussion.mentioned_all"] == {None}
    again = told(lambda: post_comment(paper, author=chief, body="@everyone", everyone=5))
    paper.answerer = moderator
    paper.save()
    assert "discussion.mentioned_all" not in again | told(lambda: decide(Case.objects.open().get(), moderator=moderator, decision="approved"))


@pytest.mark.urls("intranet.urls")
def test_forum_posts_name_services_and_everyone_alike(client: Any, staff: Any, roads: Any, told: Any) -> None:
    grant_role(staff, role=Role.CENTRAL_COORDINATOR, actor=None)
    area = make_area("Closed", audience=only(staff, roads.duty_officer))
    topic = make_topic(area, author=staff)
    client.force_login(staff)
    reply = f"{topic.get_absolute_url()}-/reply/"
    assert "Tell 1 person now." in client.post(reply, {"body": "@everyone"}).text
    assert told(lambda: client.post(reply, {"body": "@service:roads-and-streets, @everyone", "everyone": "1"})) == {
        "forums.mention": {"duty"},
        "forums.mention_all": {None},
    }
    client.post(reply, {"body": "@first?"})
    assert "@first cannot open this page" in client.get(topic.get_absolute_url()).text
    started = {"area": area.pk, "type": "discussion", "title": "Drill", "body": "@everyone", "everyone": "1"}
    assert told(lambda: client.post(reverse("forums:start-topic"), started))["forums.mention_all"] == {None}
