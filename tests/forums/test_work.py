"""Topics that are given to somebody, and topics about things elsewhere on the site."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse
from django.utils.timezone import localtime

from forums import actions, queries
from forums.models import Assignment, Topic
from intranet.core.background import now
from intranet.core.notifications.models import Notice
from intranet.core.organisation.queries import forget_rights
from tests.denials import denials
from tests.factories.forums import only
from tests.factories.people import make_person

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db


def at(name: str, topic: Topic) -> str:
    return reverse(f"forums:{name}", args=[topic.area.slug, topic.pk, topic.slug])


def local(moment: Any) -> str:
    return localtime(moment).strftime("%Y-%m-%dT%H:%M")


def test_a_person_is_told_once_and_says_how_far_they_are(client: Client, topic: Topic, moderator: Any, member: Any) -> None:
    client.force_login(moderator)
    due = now() + timedelta(days=3)
    for _time in range(2):
        assert client.post(at("assign-topic", topic), {"person": "@member", "due_at": local(due)}).status_code == 302
    client.post(at("assign-topic", topic), {"person": "member", "due_at": local(due + timedelta(days=1))})

    assert list(Notice.objects.filter(kind="forums.assigned").values_list("recipient", flat=True)) == [member.pk]
    client.force_login(member)
    page = client.get(reverse("forums:assigned")).text
    assert topic.title in page
    client.post(at("set-progress", topic), {"state": "in_progress"})
    client.post(at("set-progress", topic), {"state": "nonsense"})
    assert Assignment.objects.get().state == "in_progress"
    client.post(at("set-progress", topic), {"state": "done"})
    assert topic.title not in client.get(reverse("forums:assigned")).text
    assert topic.title in client.get(f"{reverse('forums:assigned')}?show=done").text
    assert "Looked after by" in client.get(topic.get_absolute_url()).text


def test_a_service_finds_it_in_its_list_and_those_who_lead_it_are_told(topic: Topic, moderator: Any, housing: Any, staff: Any, member: Any) -> None:
    lead = make_person("lead", service=housing)
    housing.lead = lead
    housing.save()

    actions.assign(topic, service=housing, due_at=now() - timedelta(hours=1), actor=moderator)

    assert [notice.recipient for notice in Notice.objects.filter(kind="forums.assigned")] == [lead]
    for person, count in ((staff, 1), (lead, 1), (member, 0)):
        forget_rights(person)
        assert queries.assigned_to(person, whose="service").count() == count
        assert queries.assigned_to(person).count() == 0
    assert Assignment.objects.get().is_overdue


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        ({"person": ""}, "Give a person or a service"),
        ({"person": "nobody.here"}, "There is nobody called nobody.here"),
        ({"person": "staff"}, "staff cannot read this topic"),
        ({"person": "member", "due_at": "2001-01-01T10:00"}, "still to come"),
    ],
)
def test_faults_are_named(client: Client, closed: Topic, member: Any, moderator: Any, staff: Any, words: dict[str, str], fault: str) -> None:
    actions.change_audience(closed.area, audience=only(member, moderator), actor=None)
    client.force_login(moderator)

    answer = client.post(at("assign-topic", closed), words)

    assert answer.status_code == 422
    assert fault in answer.text
    assert not Assignment.objects.exists()


def test_others_give_nothing_to_anybody_and_what_they_do_not_see_is_not_there(
    client: Client, topic: Topic, closed: Topic, staff: Any, member: Any, moderator: Any
) -> None:
    actions.assign(topic, person=moderator, actor=moderator)
    actions.assign(closed, person=staff, actor=moderator)
    client.force_login(staff)

    acts = ("assign-topic", "set-progress", "attach-topic", "detach-topic")
    assert [client.post(at(name, closed), {"person": "staff", "state": "done"}).status_code for name in acts] == [404] * 4
    client.force_login(make_person("stranger"))
    assert [client.post(at(name, topic), {"person": "staff", "state": "done"}).status_code for name in acts] == [403] * 4
    client.force_login(staff)
    assert "Canary" not in client.get(reverse("forums:assigned")).text
    assert Assignment.objects.filter(state="new").count() == 2
    assert len(denials()) == 4


def test_what_one_looks_after_is_among_the_lists_of_the_forums(client: Client, topic: Topic, staff: Any) -> None:
    client.force_login(staff)
    tab = f'href="{reverse("forums:assigned")}"'

    for address in (reverse("forums:index"), f"{reverse('forums:topics')}?show=unread", reverse("forums:assigned"), reverse("forums:bookmarks")):
        assert tab in client.get(address).text
    page = client.get(reverse("forums:assigned")).text
    assert f'{tab} aria-current="page"' in page
    assert "Whose topics" in page
