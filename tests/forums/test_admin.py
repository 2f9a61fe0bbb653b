"""Areas in Wagtail's admin: opened, closed to others and given moderators, without a developer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse

from forums.models import Area, Topic
from intranet.core.organisation.actions import all_staff, grant_role, intern_audience
from intranet.core.organisation.models import Role
from intranet.core.organisation.queries import holds
from intranet.core.search.models import Document
from tests.factories.forums import make_area
from tests.factories.people import make_person

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db

ADD = "forum_areas:add"


def words(**changes: Any) -> dict[str, Any]:
    return {"name": "Repairs", "slug": "repairs", "kind": "business", "state": "open", "position": 1, "readers": "all", "writers": "all", **changes}


@pytest.fixture
def owner(housing: Any) -> Any:
    person = make_person("owner", service=housing)
    grant_role(person, role=Role.SERVICE_OWNER, service=housing, actor=None)
    return person


@pytest.fixture
def as_owner(client: Client, owner: Any) -> Client:
    client.force_login(owner)
    return client


def test_owner_opens_an_area_for_all_staff(as_owner: Client, housing: Any) -> None:
    answer = as_owner.post(reverse(ADD), words(service=housing.pk))

    assert answer.status_code == 302
    area = Area.objects.get()
    assert (area.name, area.audience, area.post_audience) == ("Repairs", all_staff(), all_staff())


def test_owner_opens_an_area_for_some(as_owner: Client, housing: Any, member: Any) -> None:
    as_owner.post(reverse(ADD), words(service=housing.pk, readers="some", read_services=[housing.pk], read_people="member", moderators="member"))

    area = Area.objects.get()
    assert area.audience == intern_audience([[f"service:{housing.pk}", f"user:{member.pk}"]])
    assert holds(member, Role.MODERATOR, area=area)


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"readers": "some"}, "Choose at least one service, group or person"),
        ({"readers": "some", "read_people": "nobody.here"}, "There is nobody called nobody.here"),
        ({"readers": "some", "read_people": "member"}, "You could not see this area yourself."),
        ({"writers": "some"}, "Choose at least one service, group or person"),
        ({"slug": "-"}, "slug"),
    ],
)
def test_faults_are_named(as_owner: Client, member: Any, changes: dict[str, Any], fault: str) -> None:
    answer = as_owner.post(reverse(ADD), words(**changes))

    assert fault in answer.content.decode()
    assert not Area.objects.exists()


def test_closing_an_area_in_the_form_closes_its_documents(as_owner: Client, owner: Any, housing: Any, topic: Topic) -> None:
    Area.objects.update(service=housing)

    as_owner.post(reverse("forum_areas:edit", args=[topic.area.pk]), words(service=housing.pk, readers="some", read_services=[housing.pk]))

    narrow = intern_audience([[f"service:{housing.pk}"]])
    assert Area.objects.get().audience == narrow
    assert Document.objects.get(kind="topic").audience == narrow


@pytest.mark.parametrize("view", ["edit", "history", "usage", "delete"])
def test_area_that_is_closed_to_the_owner_is_not_there(as_owner: Client, closed: Topic, view: str) -> None:
    there = as_owner.get(reverse(f"forum_areas:{view}", args=[closed.area.pk]))

    assert there.status_code == 404
    assert "anary" not in as_owner.get(reverse("forum_areas:index")).content.decode()


def test_owner_changes_no_area_of_another_service(as_owner: Client) -> None:
    area = make_area("Theirs")

    answer = as_owner.post(reverse("forum_areas:edit", args=[area.pk]), words())

    assert answer.status_code == 302
    area.refresh_from_db()
    assert area.name == "Theirs"
    assert "Theirs" not in as_owner.get(reverse("forum_areas:index")).content.decode()


def test_staff_have_no_way_in(client: Client, staff: Any) -> None:
    client.force_login(staff)

    assert client.get(reverse(ADD)).status_code == 302
    assert not Area.objects.exists()
