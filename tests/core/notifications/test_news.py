"""Who follows a person, a service or a tag hears of what is published, once, and of no name that is withheld."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from intranet.core.notifications.actions import follow, follow_tag, notify, tell_of_new
from intranet.core.notifications.models import Notice
from tests.factories.forums import make_area, make_topic
from tests.factories.people import make_person, make_service
from tests.factories.things import audience_of, make_published
from tests.things.models import Thing
from tests.things.notices import ThingWritten

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.django_db


@pytest.fixture
def author(housing: Any) -> Any:
    return make_person("author", name="Sam Okafor", service=housing)


@pytest.fixture
def tell(django_capture_on_commit_callbacks: Any) -> Callable[..., list[str]]:
    """Tell of a thing, tasks included; the kinds that staff was told by."""

    def telling(thing: Any, **more: Any) -> list[str]:
        with django_capture_on_commit_callbacks(execute=True):
            tell_of_new(thing, **more)
        return list(Notice.objects.values_list("kind", flat=True))

    return telling


def test_followers_of_the_author_hear(tell: Callable[..., list[str]], author: Any, staff: Any) -> None:
    follow(staff, author.roost_profile)
    follow(author, author.roost_profile)
    assert tell(make_published("Damp", author=author)) == ["notifications.new"]
    notice = Notice.objects.get()
    assert (notice.recipient, notice.actor_name, notice.delivery) == (staff, "Sam Okafor", "digest")


def test_who_may_not_see_it_hears_nothing(tell: Callable[..., list[str]], author: Any, staff: Any) -> None:
    follow(staff, author.roost_profile)
    assert tell(make_published("Damp", author=author, audience=audience_of(author))) == []


def test_silence_at_the_place_silences(tell: Callable[..., list[str]], author: Any, staff: Any) -> None:
    place = make_published("Repairs", author=author)
    follow(staff, author.roost_profile)
    follow(staff, place, level="nothing")
    assert tell(make_published("Damp", author=author), within=[place]) == []


def test_an_event_that_was_told_otherwise_is_not_told_again(tell: Callable[..., list[str]], author: Any, staff: Any) -> None:
    thing = make_published("Damp", author=author)
    follow(staff, author.roost_profile)
    notify(ThingWritten, thing=thing, recipients=[staff], actor=author, event="one")
    assert tell(thing, event="one") == [ThingWritten.name]
    assert tell(thing, event="one") == [ThingWritten.name]


def test_a_withheld_author_is_not_given_away(tell: Callable[..., list[str]], author: Any, staff: Any) -> None:
    follow(staff, author.roost_profile)
    thing = make_published("Damp", author=author)
    Thing.objects.update(author=None)
    thing.refresh_from_db()
    assert tell(thing) == []


@pytest.mark.parametrize("followed", ["service", "above", "tag"])
def test_a_topic_is_told_of_by_its_service_and_its_tags(
    followed: str, author: Any, staff: Any, housing: Any, django_capture_on_commit_callbacks: Any
) -> None:
    team = make_service("Repairs team", parent=housing)
    area = make_area("Repairs", service=team)
    if followed == "tag":
        follow_tag(staff, "damp")
    else:
        follow(staff, team if followed == "service" else housing)
    with django_capture_on_commit_callbacks(execute=True):
        make_topic(area, author=author, title="Walls", body="All about #Damp")
    assert list(Notice.objects.values_list("recipient__username", "kind")) == [("staff", "notifications.new")]


def test_who_follows_area_and_service_hears_of_a_topic_once(author: Any, staff: Any, housing: Any, django_capture_on_commit_callbacks: Any) -> None:
    area = make_area("Repairs", service=housing)
    follow(staff, area)
    follow(staff, housing)
    with django_capture_on_commit_callbacks(execute=True):
        make_topic(area, author=author, title="Walls", body="Words")
    assert list(Notice.objects.values_list("recipient__username", "kind")) == [("staff", "forums.topic")]
