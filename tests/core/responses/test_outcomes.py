"""You said, we did: recorded, told, amended, looked at again; seen by whom it concerns, and outside by a switch."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, transaction
from django.urls import reverse

from forums.actions import change_audience
from intranet.core.background import at_moment
from intranet.core.discussion.actions import post_comment
from intranet.core.discussion.models import Comment
from intranet.core.kinds import State
from intranet.core.moderation.actions import withdraw
from intranet.core.moderation.actions.states import show
from intranet.core.notifications.actions import follow
from intranet.core.notifications.models import Notice
from intranet.core.organisation.actions import grant_role
from intranet.core.organisation.models import Role
from intranet.core.organisation.queries import forget_rights
from intranet.core.responses.actions import Said, change_outcome, record_outcome, remind_of_reviews, want_to_know
from intranet.core.responses.models import Outcome, ResponseRequest
from intranet.core.responses.rules import can_change, can_record
from intranet.core.responses.tasks import tell_outcome
from intranet.core.search.models import Document
from polls.actions import vote
from tests.budgets import query_budget
from tests.core.responses.asking import london
from tests.factories.blogs import make_blog, make_leader, make_post
from tests.factories.forums import make_area, make_reply, make_topic, only
from tests.factories.people import make_person, make_service
from tests.factories.polls import make_poll
from tests.feeds import key_for, parsed, read

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db

Status = Outcome.Status
INDEX_QUERIES = 10
VISITS = Said(said="Reports of damp got letters.", done="Each is visited within ten days.", status=Status.DOING)


def told(kind: str = "outcome") -> list[str]:
    return sorted(Notice.objects.filter(kind=f"responses.{kind}").values_list("recipient__username", flat=True))


def tell(outcome: Outcome) -> None:
    for step in outcome.steps.all():
        tell_outcome.call(step.pk)


def record_address(thing: Any) -> str:
    return reverse("outcomes:record", args=[ContentType.objects.get_for_model(thing).pk, thing.pk])


@pytest.fixture
def delegate(db: None) -> Any:
    return make_person("delegate")


@pytest.fixture
def post(delegate: Any, housing: Any) -> Any:
    return make_post(make_blog(make_leader("chief", delegates=(delegate,), service=housing)))


def test_what_came_of_a_question_is_told_to_all_who_had_a_say_and_shown_where_it_was_said(
    client: Client, post: Any, delegate: Any, staff: Any
) -> None:
    question = post_comment(post, author=staff, body="Why only letters?", question=True)
    post_comment(post, author=make_person("replier"), body="Here too.", reply_to=question)
    post_comment(post, author=make_person("elsewhere"), body="About something else.")
    want_to_know(ResponseRequest.objects.get(), person=make_person("curious"))
    form = {"said": VISITS.said, "done": VISITS.done, "status": "doing", "evidence": "94 of 103.", "evidence_url": "https://example.org/damp"}
    client.force_login(delegate)
    assert "Say what came of it" in client.get(post.get_absolute_url()).content.decode()

    answer = client.post(record_address(question), form)

    outcome = Outcome.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, outcome.get_absolute_url())
    assert (outcome.owner, outcome.service, outcome.source) == (delegate, post.leader.service, question)
    tell(outcome)
    tell(outcome)
    assert told() == ["curious", "replier", "staff"]
    client.force_login(staff)
    assert f'href="{outcome.get_absolute_url()}"' in client.get(post.get_absolute_url()).content.decode()
    page = client.get(outcome.get_absolute_url()).content.decode()
    assert question.get_absolute_url() in page
    assert "Change it" not in page
    assert client.get(reverse("outcomes:change", args=[outcome.pk])).status_code == 403
    assert client.get(record_address(question)).status_code == 403
    (entry,) = parsed(read(key_for(staff), "outcomes.atom")).iter("{http://www.w3.org/2005/Atom}entry")
    assert VISITS.said in "".join(entry.itertext())


def test_what_is_missing_is_said_by_its_field_and_what_was_typed_is_kept(client: Client, post: Any) -> None:
    client.force_login(post.author)
    page = client.post(
        record_address(post), {"said": "Kept", "status": "done", "evidence_url": "nowhere", "review_on": "2000-01-01", "owner": "Nobody X"}
    )
    assert page.status_code == 422
    words = page.content.decode()
    for expected in ("Kept", "Say what is done about it", "Give the whole address, with https", "still to come", "Nobody here is called that"):
        assert expected in words
    assert "Say why you will not do it" in client.post(record_address(post), {"said": "Kept", "status": "not_doing"}).content.decode()
    for wrong in ({"status": "done", "done": ""}, {"status": "not_doing", "reason": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Outcome.objects.create(source=post, said="x", owner_name="", **wrong)


def test_each_change_of_status_is_told_once_and_other_words_to_nobody(post: Any, staff: Any) -> None:
    post_comment(post, author=staff, body="Letters are no visits.")
    outcome = record_outcome(post, VISITS, by=post.author)
    follow(make_person("follower"), outcome)
    change_outcome(outcome, Said(said="Damp.", done="Visited.", status=Status.DOING), by=post.author)
    change_outcome(outcome, Said(said="Damp.", done="Visited.", status=Status.DONE), by=post.author, note=" 103 of 103. ")

    tell(outcome)

    assert (told("outcome"), told("outcome_changed")) == (["follower", "staff"], ["follower", "staff"])
    steps = [(step.status, step.note, step.actor_name) for step in outcome.steps.all()]
    assert steps == [("doing", "", "Ruth Adeyemi"), ("done", "103 of 103.", "Ruth Adeyemi")]
    document = Document.objects.get(kind="outcome")
    assert (document.title, document.state, document.service) == ("Damp.", "done", post.leader.service)


def test_on_the_day_of_review_its_owner_is_reminded_once_and_then_it_is_overdue_until_confirmed(client: Client, post: Any) -> None:
    with at_moment(london("2026-11-20", "09:00")):
        outcome = record_outcome(post, Said(said="Damp", done="Visits", status=Status.DONE, review_on=date(2026, 11, 23)), by=post.author)
        assert remind_of_reviews() == 0
    with at_moment(london("2026-11-23", "00:10")):
        assert (remind_of_reviews(), remind_of_reviews()) == (1, 0)
        assert (told("outcome_review"), outcome.is_review_overdue) == (["chief"], False)
    with at_moment(london("2026-11-24", "00:10")):
        assert (remind_of_reviews(), outcome.is_review_overdue) == (0, True)
        client.force_login(post.author)
        assert "Review overdue" in client.get(outcome.get_absolute_url()).content.decode()
        assert client.post(reverse("outcomes:review", args=[outcome.pk]), {"review_on": "2026-11-24"}).status_code == 422
        client.post(reverse("outcomes:review", args=[outcome.pk]), {"review_on": "2027-05-03", "note": "Still so."})
        outcome.refresh_from_db()
        assert (outcome.review_on, outcome.is_review_overdue) == (date(2027, 5, 3), False)
        assert [(step.is_review, step.note) for step in outcome.steps.all()] == [(False, ""), (True, "Still so.")]
    with at_moment(london("2027-05-03", "09:00")):
        outcome.owner.is_active = False
        outcome.owner.save()
        outcome.service.lead = make_person("lead")
        outcome.service.save()
        assert (remind_of_reviews(), told("outcome_review")) == (1, ["chief", "lead"])


def test_who_may_record_and_change(post: Any, delegate: Any, staff: Any) -> None:
    service = post.leader.service
    people = {name: make_person(name) for name in ("owner_of_service", "lead", "deputy", "central", "champion", "elsewhere", "looking_after")}
    service.lead, service.deputy = people["lead"], people["deputy"]
    service.save()
    post.leader.service = service
    grant_role(people["owner_of_service"], role=Role.SERVICE_OWNER, service=service, actor=None)
    grant_role(people["central"], role=Role.CENTRAL_COORDINATOR, actor=None)
    grant_role(people["champion"], role=Role.CHAMPION, service=service, actor=None)
    grant_role(people["elsewhere"], role=Role.SERVICE_OWNER, service=make_service("Elsewhere"), actor=None)
    outcome = record_outcome(post, Said(said="Damp", status=Status.CONSIDERING, owner=people["looking_after"]), by=post.author)
    everybody = [*people.values(), delegate, post.author, staff]

    assert {person.username for person in everybody if can_record(person, post)} == {
        *("owner_of_service", "lead", "deputy", "central", "delegate", "chief"),
    }
    changing = {person.username for person in everybody if can_change(person, outcome)}
    assert changing == {"owner_of_service", "lead", "deputy", "central", "delegate", "chief", "looking_after"}


def test_voters_of_a_named_poll_are_told_and_of_an_anonymous_one_nobody_but_followers(client: Client, staff: Any, housing: Any) -> None:
    owner, follower = make_person("owner"), make_person("follower")
    for promise, hearing in (("named", ["follower", "staff"]), ("anonymous", ["follower"])):
        poll = make_poll(f"Six o'clock, {promise}?", owner=owner, promise=promise, service=housing)
        vote(poll, voter=staff, choice_id=poll.choices.first().pk)
        follow(follower, poll)
        outcome = record_outcome(poll, VISITS, by=owner)
        tell(outcome)
        assert told() == hearing
        client.force_login(staff)
        assert outcome.get_absolute_url() in client.get(poll.get_absolute_url()).content.decode()
        assert poll.get_absolute_url() in client.get(outcome.get_absolute_url()).content.decode()
        Notice.objects.all().delete()


def test_it_is_seen_with_where_it_was_said_and_outside_only_while_all_staff_may(client: Client, staff: Any) -> None:
    member, coordinator = make_person("member"), make_person("coordinator")
    grant_role(coordinator, role=Role.CENTRAL_COORDINATOR, actor=None)
    area = make_area("Practice")
    topic = make_topic(area, author=member)
    make_reply(topic, author=staff)
    outcome = record_outcome(topic, Said(said="Quiet lunch", done="No meetings", status=Status.DONE, public=True), by=coordinator)
    outside = outcome.get_outside_url()
    assert "Quiet lunch" in client.get("/outside/outcomes/").content.decode()
    page = client.get(outside).content.decode()
    assert "No meetings" in page
    assert "oordinator" not in page
    assert client.get(outcome.get_absolute_url()).status_code == 302
    client.force_login(staff)
    assert outcome.get_absolute_url() in client.get(topic.get_absolute_url()).content.decode()

    change_audience(area, audience=only(member), actor=None)
    forget_rights(staff)

    assert "Quiet lunch" not in client.get("/outside/outcomes/").content.decode()
    assert client.get(outside).status_code == client.get(outcome.get_absolute_url()).status_code == 404
    assert "Quiet lunch" not in client.get("/outcomes/").content.decode()
    tell(outcome)
    assert told() == ["member"]
    change_outcome(outcome, Said(said="Quiet lunch", done="No meetings", status=Status.DONE, public=True, for_all_staff=True), by=coordinator)
    page = client.get(outcome.get_absolute_url()).content.decode()
    assert "No meetings" in page
    assert topic.title not in page
    assert client.get(outside).status_code == 200


def test_what_is_closed_to_some_cannot_be_switched_public(client: Client, staff: Any) -> None:
    grant_role(staff, role=Role.CENTRAL_COORDINATOR, actor=None)
    topic = make_topic(make_area("Practice", audience=only(staff)), author=staff)
    client.force_login(staff)
    form = {"said": "Said", "status": "considering", "public": "on"}

    refused = client.post(record_address(topic), form)

    assert refused.status_code == 422
    assert "Let all staff read the outcome first" in refused.content.decode()
    assert client.post(record_address(topic), form | {"for_all_staff": "on"}).status_code == 302
    client.force_login(make_person("outsider"))
    assert client.get(record_address(topic)).status_code == 404


def test_it_goes_and_comes_back_with_the_comment(post: Any, staff: Any) -> None:
    comment = post_comment(post, author=staff, body="Letters are no visits.")
    outcome = record_outcome(comment, VISITS, by=post.author)
    withdraw(comment, actor=post.author, state=State.HIDDEN)
    assert not Outcome.objects.visible_to(staff).exists()
    assert not Document.objects.filter(kind="outcome").exists()
    Comment.objects.filter(pk=comment.pk).update(state=State.PUBLISHED)
    show(Comment.objects.get(pk=comment.pk), first=False)
    assert list(Outcome.objects.visible_to(staff)) == [outcome]
    assert Document.objects.filter(kind="outcome").count() == 1
    post.unpublish()
    assert not Document.objects.filter(kind="outcome").exclude(audience=None).exists()


@pytest.mark.site
@pytest.mark.parametrize("many", [1, 15])
def test_list_by_service_and_year_costs_the_same_with_one_and_with_many(client: Client, post: Any, staff: Any, many: int) -> None:
    libraries = make_service("Libraries")
    for number in range(many):
        with at_moment(london("2025-03-03", "09:00")):
            record_outcome(post, Said(said=f"Old {number}", done="Visits", status=Status.DONE), by=post.author)
        record_outcome(make_topic(make_area(f"Area {number}", service=libraries), author=staff), VISITS, by=post.author)
    client.force_login(staff)
    client.get("/outcomes/")

    with query_budget(INDEX_QUERIES):
        page = client.get("/outcomes/").content.decode()

    assert ">2025</h2>" in page or many > 10
    old = client.get("/outcomes/?year=2025&service=housing&status=done").content.decode()
    assert "Old 0" in old
    assert VISITS.said not in old
    assert "Nothing like that" in client.get("/outcomes/?service=housing&status=considering").content.decode()
    assert VISITS.said in client.get("/outcomes/?year=soon&service=nowhere&status=lost").content.decode()
