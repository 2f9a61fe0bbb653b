"""What service owners set for their areas: headings, templates, tags, and when a question is brought to the team."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse
from wagtail.models import ModelLogEntry

from forums import actions, queries
from forums.jobs import BringUpUnanswered
from forums.models import Area, AreaGroup, Topic
from intranet.core.background import at_moment
from intranet.core.notifications.models import Notice
from intranet.core.organisation.actions import grant_role
from intranet.core.organisation.models import Role
from tests.factories.forums import make_area, make_reply, make_topic, only
from tests.factories.people import make_person, make_service
from tests.forums.test_admin import words

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db

TUESDAY = datetime(2026, 3, 3, 10, 0, tzinfo=UTC)


@pytest.fixture
def owner(housing: Any) -> Any:
    person = make_person("owner", service=housing)
    grant_role(person, role=Role.SERVICE_OWNER, service=housing, actor=None)
    return person


def test_owner_sets_how_posts_begin_and_what_tags_are_offered(client: Client, owner: Any, housing: Any, staff: Any) -> None:
    client.force_login(owner)
    heading = AreaGroup.objects.create(name="Homes")
    said = {
        "tags": "Repairs, #Damp and mould",
        "template_question": "What happened?\n\nSince when?",
        "unanswered_after_hours": 8,
        "group": heading.pk,
    }

    assert client.post(reverse("forum_areas:add"), words(service=housing.pk, **said)).status_code == 302

    area = Area.objects.get()
    assert (area.tags, area.templates, area.unanswered_after_hours) == (
        ["repairs", "damp-and-mould"],
        {"question": "What happened?\n\nSince when?"},
        8,
    )
    assert ModelLogEntry.objects.filter(action="wagtail.create", object_id=area.pk, user=owner).exists()
    client.force_login(staff)
    assert "Homes" in client.get(reverse("forums:index")).text
    address = f"{reverse('forums:start-topic')}?area=repairs&type=question"
    form = client.get(address).text
    assert "Since when?</textarea>" in form
    assert "#damp-and-mould" in form
    sent = {"area": area.pk, "type": "question", "title": "Wet wall", "body": "What happened? Rain.", "offered": ["repairs"], "tags": "rain"}
    assert client.post(address, {**sent, "offered": ["nonsense"]}).status_code == 422
    client.post(address, sent)
    assert Topic.objects.get().tags == ["rain", "repairs"]
    assert "What happened?" not in client.get(f"{reverse('forums:start-topic')}?area=repairs").text


def test_owner_opens_no_area_in_the_name_of_another_service_and_makes_no_headings(client: Client, owner: Any, housing: Any) -> None:
    client.force_login(owner)
    other = make_service("Library")

    assert client.post(reverse("forum_areas:add"), words(service=other.pk)).status_code == 200
    assert client.post(reverse("forum_areas:add"), words()).status_code == 200
    assert client.post(reverse("forum_area_groups:add"), {"name": "Mine", "position": 1}).status_code == 302
    area = make_area(service=housing)
    client.post(reverse("forum_areas:edit", args=[area.pk]), words(service=other.pk))

    area.refresh_from_db()
    assert (Area.objects.count(), AreaGroup.objects.count(), area.service) == (1, 0, housing)


def test_coordinator_makes_headings(client: Client) -> None:
    boss = make_person("boss")
    grant_role(boss, role=Role.CENTRAL_COORDINATOR, actor=None)
    client.force_login(boss)

    client.post(reverse("forum_area_groups:add"), {"name": "Homes", "position": 1})

    assert AreaGroup.objects.get().name == "Homes"


def test_a_heading_is_shown_to_who_sees_an_area_below_it(client: Client, staff: Any, member: Any) -> None:
    make_area("Open", group=AreaGroup.objects.create(name="Second", position=2))
    make_area("Closed", audience=only(member), group=AreaGroup.objects.create(name="Canary heading", position=1))

    client.force_login(member)
    page = client.get(reverse("forums:index")).text
    assert page.index("Canary heading") < page.index("Second")
    client.force_login(staff)
    assert "Canary" not in client.get(reverse("forums:index")).text


@pytest.mark.site
def test_a_question_is_brought_to_the_team_and_the_champion_once_its_working_hours_are_over(
    client: Client, housing: Any, staff: Any, member: Any, moderator: Any
) -> None:
    champion, keeper = make_person("champion", service=housing), make_person("keeper")
    grant_role(champion, role=Role.CHAMPION, service=housing, actor=None)
    area = make_area("Repairs", service=housing, unanswered_after_hours=8)
    grant_role(keeper, role=Role.MODERATOR, area=area, actor=None)
    with at_moment(TUESDAY):
        question = make_topic(area, author=staff, title="Who knows", type="question")
        answered = make_topic(area, author=staff, title="Known", type="question")
        make_reply(answered, author=member)
        make_topic(area, author=staff, title="Only talk")
    with at_moment(TUESDAY.replace(hour=17)):
        BringUpUnanswered().run()
        assert not Notice.objects.exists()

    with at_moment(TUESDAY.replace(day=4, hour=12)):
        BringUpUnanswered().run()
        BringUpUnanswered().run()
        told = Notice.objects.filter(kind="forums.waiting").values_list("recipient__username", "object_id")
        assert sorted(told) == [("champion", question.pk), ("keeper", question.pk)]
        for person, seen in ((champion, [question]), (keeper, [question]), (moderator, [question]), (member, [])):
            assert list(queries.waiting_for(person)) == seen
        client.force_login(keeper)
        page = client.get(reverse("forums:waiting")).text
        assert "Who knows" in page
        assert "Known" not in page
        assert "1 question waits for an answer" in client.get("/").text
        make_reply(question, author=member)
        assert "Nothing waits" in client.get(reverse("forums:waiting")).text


def test_the_hours_go_by_the_area_where_the_question_is(area: Area, staff: Any, moderator: Any) -> None:
    quick = make_area("Quick", unanswered_after_hours=1)
    with at_moment(TUESDAY):
        topic = make_topic(area, author=staff, type="question")
        assert topic.answer_due_at is None
        actions.move_topic(topic, area=quick, actor=moderator)
        assert Topic.objects.get().answer_due_at == TUESDAY.replace(hour=11)
        quick.unanswered_after_hours = 2
        actions.set_answers_due(quick)
        assert Topic.objects.get().answer_due_at == TUESDAY.replace(hour=12)
        actions.change_type(Topic.objects.select_related("area__service").get(), type="idea", actor=moderator)
        assert Topic.objects.get().answer_due_at is None
