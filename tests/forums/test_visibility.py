"""A restricted area is closed everywhere, byte for byte, and closing one closes it at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse

from forums import actions, queries
from forums.models import Area, AreaMark, Post, Topic
from intranet.core.notifications.models import Follow, Notice
from intranet.core.organisation.actions import grant_role
from intranet.core.organisation.models import Role
from intranet.core.organisation.queries import forget_rights
from intranet.core.search.models import Document
from tests.denials import denials
from tests.factories.forums import make_area, make_reply, make_topic, only
from tests.factories.people import make_person

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db

ACTS = ["reply", "lock-topic", "stick-topic", "archive-topic", "change-type", "move-topic", "merge-topic", "split-topic"]


@pytest.mark.parametrize("name", ["area", "mark-area-read"])
def test_closed_area_is_not_there(client: Client, staff: Any, closed: Topic, name: str) -> None:
    client.force_login(staff)
    method = client.get if name == "area" else client.post

    there = method(reverse(f"forums:{name}", args=[closed.area.slug]), {"level": "everything"})
    nowhere = method(reverse(f"forums:{name}", args=["nowhere"]), {"level": "everything"})

    assert (there.status_code, there.content) == (404, nowhere.content)
    assert not Follow.objects.filter(person=staff).exists()
    assert not AreaMark.objects.filter(person=staff).exists()


@pytest.mark.parametrize("name", ["topic", "first-unread", *ACTS])
def test_closed_topic_is_not_there(client: Client, staff: Any, closed: Topic, name: str) -> None:
    client.force_login(staff)
    method = client.post if name in ACTS else client.get

    there = method(reverse(f"forums:{name}", args=[closed.area.slug, closed.pk, closed.slug]), {"body": "x", "level": "everything"})
    nowhere = method(reverse(f"forums:{name}", args=["nowhere", 999_999, "nothing"]), {"body": "x", "level": "everything"})

    assert (there.status_code, there.content) == (404, nowhere.content)
    assert closed.posts.count() == 1


def test_closed_topic_under_an_open_area_is_not_there(client: Client, staff: Any, closed: Topic, area: Area) -> None:
    client.force_login(staff)

    assert client.get(reverse("forums:topic", args=[area.slug, closed.pk, closed.slug])).status_code == 404


@pytest.mark.parametrize("name", ["post", "edit-post", "delete-post"])
def test_closed_post_is_not_there(client: Client, staff: Any, closed: Topic, name: str) -> None:
    client.force_login(staff)

    there = client.get(reverse(f"forums:{name}", args=[closed.posts.get().pk]))
    nowhere = client.get(reverse(f"forums:{name}", args=[999_999]))

    assert (there.status_code, there.content) == (404, nowhere.content)


def test_index_names_nothing_of_a_closed_area(client: Client, staff: Any, closed: Topic, topic: Topic) -> None:
    client.force_login(staff)

    for address in (reverse("forums:index"), reverse("forums:start-topic"), "/"):
        page = client.get(address).content.decode()
        assert "anary" not in page
        assert "Lucy" not in page


def test_member_finds_the_closed_area(client: Client, member: Any, closed: Topic) -> None:
    client.force_login(member)

    assert "Canary title" in client.get(reverse("forums:index")).content.decode()
    assert "Canary words" in client.get(closed.get_absolute_url()).content.decode()


def test_wrong_slug_leads_to_the_right_one_only_for_who_may_see(client: Client, staff: Any, member: Any, closed: Topic) -> None:
    address = reverse("forums:topic", args=[closed.area.slug, closed.pk, "wrong"])

    client.force_login(staff)
    assert client.get(address).status_code == 404
    client.force_login(member)
    assert client.get(address)["Location"] == closed.get_absolute_url()


def test_who_left_the_area_cannot_touch_their_old_post(client: Client, member: Any, closed: Topic, staff: Any) -> None:
    post = make_reply(closed, author=member, body="My own old words")
    actions.change_audience(closed.area, audience=only(staff), actor=None)
    client.force_login(member)

    for name in ("edit-post", "delete-post"):
        assert client.get(reverse(f"forums:{name}", args=[post.pk])).status_code == 404
        assert client.post(reverse(f"forums:{name}", args=[post.pk]), {"body": "changed"}).status_code == 404
    post.refresh_from_db()
    assert (post.body, post.state) == ("My own old words", "published")


def test_superuser_is_a_person_like_others(client: Client, closed: Topic) -> None:
    client.force_login(make_person("admin", is_superuser=True, is_staff=True))

    assert client.get(closed.get_absolute_url()).status_code == 404


def test_closing_an_area_closes_all_that_lies_in_it(staff: Any, member: Any) -> None:
    area = make_area()
    for number in range(3):
        make_reply(make_topic(area, author=staff, title=f"Topic {number}"), author=staff)
    narrow = only(member)

    actions.change_audience(area, audience=narrow, actor=None)

    assert set(Document.objects.filter(kind__in=["topic", "reply"]).values_list("audience", flat=True)) == {narrow.pk}
    assert Document.objects.filter(audience=narrow).count() == 6
    forget_rights(staff)
    assert not Area.objects.visible_to(staff).exists()
    assert not Topic.objects.visible_to(staff).exists()
    assert not Post.objects.visible_to(staff).exists()


def test_followers_who_lost_the_area_hear_nothing(member: Any, staff: Any, closed: Topic, django_capture_on_commit_callbacks: Any) -> None:
    actions.change_audience(closed.area, audience=only(staff), actor=None)

    with django_capture_on_commit_callbacks(execute=True):
        make_reply(Topic.objects.get(pk=closed.pk), author=staff)

    assert not Notice.objects.filter(recipient=member).exists()


def test_places_and_home_name_no_closed_area(staff: Any, closed: Topic) -> None:
    assert queries.places_of(staff) == []
    assert queries.latest_topics(staff, limit=5) == []
    assert queries.unanswered_topics(staff, limit=5) == []


def test_moderator_of_one_area_manages_no_other(client: Client, staff: Any, topic: Topic) -> None:
    other = make_topic(make_area("Kettle"), author=staff)
    keeper = make_person("keeper")
    grant_role(keeper, role=Role.MODERATOR, area=topic.area, actor=None)
    client.force_login(keeper)

    here = client.post(reverse("forums:lock-topic", args=[topic.area.slug, topic.pk, topic.slug]))
    there = client.post(reverse("forums:lock-topic", args=[other.area.slug, other.pk, other.slug]))

    assert (here.status_code, there.status_code) == (302, 403)
    assert denials() == [("keeper", "POST forums:lock-topic", "topic")]
    topic.refresh_from_db()
    other.refresh_from_db()
    assert (topic.locked, other.locked) == (True, False)
