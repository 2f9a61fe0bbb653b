"""This is a question for …: posts that a leader, an officer or a service owes an answer to."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from forums import actions
from forums.models import Post
from forums.tasks import tell, tell_question
from intranet.core.background import at_moment
from intranet.core.kinds import State
from intranet.core.moderation.actions import withdraw
from intranet.core.notifications.models import Notice
from intranet.core.organisation.actions import grant_role
from intranet.core.organisation.models import Role
from intranet.core.organisation.queries import forget_rights
from intranet.core.responses.actions import recount, tell_steps
from intranet.core.responses.models import ResponseRequest
from intranet.core.responses.queries import addressee_of, record_of, waiting_for
from intranet.core.search.models import Document
from tests.factories.forums import make_area, make_reply, make_topic, only
from tests.factories.people import make_person

if TYPE_CHECKING:
    from django.test import Client

    from forums.models import Topic

pytestmark = pytest.mark.django_db


def monday(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, 23, hour, minute, tzinfo=ZoneInfo("Europe/London"))


@pytest.fixture
def officer(housing: Any) -> Any:
    return make_person("officer", name="Tom Ward", service=housing, profile={"post": "Head of Tablets"})


@pytest.fixture
def topic(staff: Any, housing: Any) -> Topic:
    with at_moment(monday(9)):
        return make_topic(make_area("Tools", service=housing), author=staff, body="Who can look at my tablet?")


def first_of(topic: Topic) -> Post:
    return topic.posts.select_related("topic__area").get(is_first=True)


def told(person: Any) -> list[str]:
    return sorted(Notice.objects.filter(recipient=person).values_list("kind", flat=True))


@pytest.fixture
def asked(topic: Topic, officer: Any, staff: Any) -> ResponseRequest:
    """Asked on Monday at nine, and due at eleven."""
    with at_moment(monday(9)):
        request = actions.ask(first_of(topic), of=addressee_of(officer), actor=staff)
        tell_question.call(request.object_id)
    return request


def test_its_author_asks_an_officer_by_the_post_held(client: Client, topic: Topic, officer: Any, staff: Any) -> None:
    question = first_of(topic)
    client.force_login(staff)
    assert "Ask somebody for an answer" in client.get(topic.get_absolute_url()).content.decode()
    refused = client.post(reverse("forums:ask", args=[question.pk]), {"name": "Nobody X", "service": topic.area.service_id})
    assert (refused.status_code, "Nobody here is called that" in refused.content.decode()) == (422, True)

    with at_moment(monday(16, 30)):
        client.post(reverse("forums:ask", args=[question.pk]), {"name": "head of tablets", "service": topic.area.service_id})

    request = ResponseRequest.objects.get()
    assert (request.question, request.asker, request.addressee) == (question, staff, officer)
    assert request.due_at == datetime(2026, 11, 24, 10, 30, tzinfo=ZoneInfo("Europe/London"))
    assert list(waiting_for(officer)) == [request]
    assert "Ask somebody" not in client.get(topic.get_absolute_url()).content.decode()


def test_the_answer_stands_first_under_it_and_is_told_once(client: Client, topic: Topic, asked: ResponseRequest, officer: Any, staff: Any) -> None:
    address, curious = reverse("forums:answer", args=[asked.object_id]), make_person("curious")
    client.force_login(curious)
    client.post(reverse("responses:want", args=[asked.pk]), {"wanted": "1"})
    assert client.get(address).status_code == 403
    for number in range(25):
        make_reply(topic, author=curious, body=f"Mine too {number}")
    client.force_login(officer)
    with at_moment(monday(10)):
        assert tell_steps() == 1
        assert "Answer officially" in client.get(topic.get_absolute_url()).content.decode()
        assert client.post(address, {"body": " "}).status_code == 422
        client.post(address, {"body": "The desk on floor 2."})
    given = Post.objects.get(is_official=True)
    tell.call(given.pk)
    asked.refresh_from_db()
    assert (asked.state, asked.answer, asked.was_in_time, asked.answer_minutes) == ("answered", given, True, 60)
    assert told(officer) == ["responses.asked", "responses.halfway"]
    assert [told(person).count("responses.answered") for person in (staff, curious)] == [1, 1]
    assert not Notice.objects.filter(kind="forums.reply", object_id=given.pk, recipient__in=[staff, curious]).exists()
    page = client.get(topic.get_absolute_url()).content.decode()
    assert page.index("Who can look at my tablet?") < page.index("The desk on floor 2.") < page.index("Mine too 0")
    assert Document.objects.get(object_id=given.pk, kind="reply").state == "official"
    assert record_of(officer).in_time == 1
    assert list(recount()) == []


def test_a_service_is_asked_by_a_moderator_and_answers_also_where_the_topic_is_closed(client: Client, topic: Topic, staff: Any, housing: Any) -> None:
    champion, moderator, question = make_person("champion"), make_person("moderator"), first_of(topic)
    grant_role(champion, role=Role.CHAMPION, service=housing, actor=None)
    grant_role(moderator, role=Role.MODERATOR, actor=None)
    client.force_login(moderator)
    client.post(reverse("forums:ask", args=[question.pk]), {"name": "", "service": housing.pk})
    request = ResponseRequest.objects.get()
    assert (request.asker, request.addressee, request.service) == (staff, None, housing)
    assert client.get(reverse("forums:ask", args=[question.pk])).status_code == 403  # once
    actions.lock(topic, actor=moderator)
    client.force_login(champion)

    client.post(reverse("forums:answer", args=[question.pk]), {"body": "Come to floor 2."})

    request.refresh_from_db()
    assert (request.state, request.closed_by) == ("answered", champion)


def test_question_and_answer_go_and_come_back(topic: Topic, officer: Any, staff: Any) -> None:
    question = first_of(topic)
    request = actions.ask(question, of=addressee_of(officer), actor=staff)
    given = actions.reply(topic, author=officer, body="Floor 2.", answers=question)
    stranger = actions.reply(topic, author=make_person("stranger"), body="Floor 3.", answers=question)
    assert [Post.objects.get(pk=post.pk).is_official for post in (given, stranger)] == [True, False]

    withdraw(Post.objects.get(pk=given.pk), actor=staff, state=State.HIDDEN)
    request.refresh_from_db()
    assert (request.state, request.answer_id, Post.objects.get(pk=given.pk).is_official) == ("awaiting", None, False)
    withdraw(Post.objects.get(pk=question.pk), actor=staff, state=State.HIDDEN)
    request.refresh_from_db()
    assert request.state == "withdrawn"
    Post.objects.filter(pk=question.pk).update(state=State.PUBLISHED)
    actions.announce(Post.objects.select_related("topic__area").get(pk=question.pk))
    request.refresh_from_db()
    assert request.state == "awaiting"


def test_who_cannot_see_the_topic_is_not_asked_and_sees_nothing_of_it(client: Client, staff: Any, officer: Any, housing: Any) -> None:
    topic = make_topic(make_area("Practice", audience=only(staff), service=housing), author=staff)
    question = first_of(topic)
    client.force_login(staff)
    refused = client.post(reverse("forums:ask", args=[question.pk]), {"name": "officer"})
    assert (refused.status_code, "They cannot see this question" in refused.content.decode()) == (422, True)
    assert "Nobody answers a question of their own" in client.post(reverse("forums:ask", args=[question.pk]), {"name": "staff"}).content.decode()
    request = actions.ask(question, of=addressee_of(officer), actor=staff)
    forget_rights(officer)
    client.force_login(officer)
    for address in (
        reverse("forums:ask", args=[question.pk]),
        reverse("forums:answer", args=[question.pk]),
        reverse("responses:life", args=[request.pk]),
    ):
        assert client.get(address).status_code == 404
    assert client.post(reverse("responses:want", args=[request.pk]), {"wanted": "1"}).status_code == 404
    tell_question.call(question.pk)
    assert told(officer) == []
