"""Who is told, once, and only what they may see at the moment of reading."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse

from intranet.core.background import now
from intranet.core.kinds import State
from intranet.core.moderation.actions import decide, report
from intranet.core.moderation.models import Case
from intranet.core.notifications.actions import follow, notify, unfollow
from intranet.core.notifications.models import Follow, Notice
from intranet.core.notifications.queries import followers_of, forget_tray, unread_count
from intranet.core.organisation.actions import grant_role
from intranet.core.organisation.models import Role
from intranet.core.organisation.queries import forget_rights
from tests.factories.people import make_person, make_service
from tests.factories.things import audience_of, make_held, make_published
from tests.things.models import Thing
from tests.things.notices import ThingMailed, ThingWritten

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db

LIST = "/notices/"


@pytest.fixture
def author(housing: Any) -> Any:
    return make_person("author", name="Sam Okafor", service=housing)


@pytest.fixture
def thing(author: Any) -> Thing:
    return make_published("CANARY", author=author)


def sentences(client: Client, **query: str) -> list[str]:
    return [reading.sentence for _, readings in client.get(LIST, query).context["days"] for _, reading in readings]


def count(person: Any) -> int:
    forget_tray(person)
    forget_rights(person)
    return unread_count(person)


def test_the_actor_and_whoever_may_not_see_it_are_left_out(thing: Thing, author: Any, staff: Any) -> None:
    outsider = make_person("outsider")
    leaver = make_person("leaver", is_active=False)
    Thing.objects.update(audience=audience_of(author, staff, leaver))
    thing.refresh_from_db()
    notify(ThingWritten, thing=thing, recipients=[author, staff, outsider, leaver], actor=author)
    assert list(Notice.objects.values_list("recipient__username", "actor_name")) == [("staff", "Sam Okafor")]


def test_of_a_thing_that_is_not_found_each_person_is_asked(author: Any, staff: Any) -> None:
    held = make_held(author=author)
    notify(ThingWritten, thing=held, recipients=[author, staff])
    assert list(Notice.objects.values_list("recipient__username", flat=True)) == ["author"]


def test_one_event_is_one_notice(thing: Thing, author: Any, staff: Any) -> None:
    for _ in range(2):
        notify(ThingWritten, thing=thing, recipients=[staff], actor=author)
    notify(ThingWritten, thing=thing, recipients=[staff], actor=author, event="another")
    assert Notice.objects.count() == 2


def test_a_notice_outlives_nothing(thing: Thing, author: Any, staff: Any, client: Client) -> None:
    """D-06, D-56: list, menu and count fall silent as soon as the thing may not be seen."""
    notify(ThingWritten, thing=thing, recipients=[staff], actor=author)
    client.force_login(staff)
    assert sentences(client) == ["Sam Okafor wrote “CANARY”"]
    assert count(staff) == 1
    notice = Notice.objects.get()

    def silent() -> None:
        assert count(staff) == 0
        for address in (LIST, reverse("notifications:latest"), "/notices/?show=new"):
            assert "CANARY" not in client.get(address).content.decode()
        assert client.post(reverse("notifications:open", args=[notice.pk])).status_code == 404
        assert client.post(reverse("notifications:read", args=[notice.pk])).status_code == 404

    Thing.objects.update(audience=audience_of(author))
    silent()
    Thing.objects.update(audience=thing.audience)
    assert count(staff) == 1
    Thing.objects.update(state=State.HIDDEN)
    silent()
    Thing.objects.all().delete()
    silent()


def test_a_notice_is_its_readers_alone(thing: Thing, author: Any, staff: Any, client: Client) -> None:
    notify(ThingWritten, thing=thing, recipients=[staff], actor=author)
    notice = Notice.objects.get()
    client.force_login(author)
    assert sentences(client) == []
    for act in ("open", "read"):
        assert client.post(reverse(f"notifications:{act}", args=[notice.pk])).status_code == 404
    client.post(reverse("notifications:read-all"))
    notice.refresh_from_db()
    assert notice.read_at is None


def test_opening_marks_it_read_and_goes_there(thing: Thing, author: Any, staff: Any, client: Client) -> None:
    notify(ThingWritten, thing=thing, recipients=[staff], actor=author)
    notice = Notice.objects.get()
    client.force_login(staff)
    assert client.get(reverse("notifications:open", args=[notice.pk])).status_code == 405
    assert client.post(reverse("notifications:open", args=[notice.pk])).url == f"/things/{thing.pk}/"
    assert count(staff) == 0
    assert f'<a href="/things/{thing.pk}/">Sam' in client.get(LIST).content.decode()


def test_marking_one_and_all(thing: Thing, author: Any, staff: Any, client: Client) -> None:
    for event in "abc":
        notify(ThingWritten, thing=thing, recipients=[staff], actor=author, event=event)
    client.force_login(staff)
    first = Notice.objects.order_by("pk").first()
    assert client.post(reverse("notifications:read", args=[first.pk])).url == LIST
    assert count(staff) == 2
    assert len(sentences(client, show="new")) == 2
    client.post(reverse("notifications:read-all"))
    assert count(staff) == 0


def test_marking_in_place_answers_with_the_list_and_says_so(thing: Thing, author: Any, staff: Any, client: Client) -> None:
    notify(ThingWritten, thing=thing, recipients=[staff], actor=author)
    notice = Notice.objects.get()
    client.force_login(staff)
    response = client.post(reverse("notifications:read", args=[notice.pk]), headers={"HX-Request": "true"})
    assert "<html" not in response.content.decode()
    assert '"Marked as read"' in response.headers["HX-Trigger"]
    assert f"#notice-{notice.pk}" in response.headers["HX-Trigger"]


def test_pages_of_twenty_five(thing: Thing, author: Any, staff: Any, client: Client) -> None:
    for number in range(30):
        notify(ThingWritten, thing=thing, recipients=[staff], actor=author, event=str(number))
    client.force_login(staff)
    assert len(sentences(client)) == 25
    assert len(sentences(client, page="2")) == 5
    assert "Notices, 30 new" in client.get(LIST).content.decode()


@pytest.mark.parametrize("number", [1, 50])
def test_the_list_asks_as_much_for_one_notice_as_for_fifty(
    number: int, author: Any, staff: Any, client: Client, django_assert_num_queries: Any
) -> None:
    moderator = make_person("moderator")
    grant_role(moderator, role=Role.MODERATOR, service=None, actor=None)
    place = make_service("Place")
    for index in range(number):
        mine = make_held(f"Mine {index}", author=staff, service=place)
        decide(Case.objects.open().get(), moderator=moderator, decision="approved")
        told = report(make_published(f"Theirs {index}", author=author, service=place), reporter=staff, reason="wrong")
        decide(told, moderator=moderator, decision="dismissed")
        notify(ThingWritten, thing=mine, recipients=[staff], actor=author)
    client.force_login(staff)
    client.get(LIST)
    with django_assert_num_queries(LIST_BUDGET):
        client.get(LIST)


LIST_BUDGET = 10


def test_follows_have_levels_and_only_choices_replace_choices(thing: Thing, staff: Any, author: Any) -> None:
    leaver = make_person("leaver", is_active=False)
    follow(author, thing, level="mentions")
    follow(staff, thing, automatic=True)
    follow(leaver, thing)
    assert list(followers_of(thing)) == [staff]
    assert set(followers_of(thing, "mentions")) == {staff, author}
    unfollow(staff, thing)
    follow(staff, thing, automatic=True)
    assert list(followers_of(thing)) == []
    follow(staff, thing)
    assert list(followers_of(thing)) == [staff]


def follow_address(thing: Any) -> str:
    return reverse("notifications:follow", args=[ContentType.objects.get_for_model(thing).pk, thing.pk])


def test_the_button_follows_and_stops(thing: Thing, staff: Any, client: Client) -> None:
    client.force_login(staff)
    assert client.get(follow_address(thing)).status_code == 405
    assert client.post(follow_address(thing), {"level": "everything"}).url == f"/things/{thing.pk}/"
    assert list(followers_of(thing)) == [staff]
    response = client.post(follow_address(thing), {"level": "mentions"}, headers={"HX-Request": "true"})
    assert 'value="everything" aria-pressed="false"' in response.content.decode()
    assert client.post(follow_address(thing), {"level": "loud"}).status_code == 400
    assert list(followers_of(thing)) == []


def test_what_a_person_may_not_see_cannot_be_followed(author: Any, staff: Any, client: Client) -> None:
    hidden = make_published(author=author, audience=audience_of(author))
    client.force_login(staff)
    assert client.post(follow_address(hidden), {"level": "everything"}).status_code == 404
    assert client.post(follow_address(Notice(pk=1)), {"level": "everything"}).status_code == 404
    assert not Follow.objects.exists()


def test_the_list_of_follows_is_silent_too(thing: Thing, author: Any, staff: Any, client: Client) -> None:
    follow(staff, thing)
    client.force_login(staff)
    assert "CANARY" in client.get(reverse("notifications:follows")).content.decode()
    Thing.objects.update(audience=audience_of(author))
    assert "CANARY" not in client.get(reverse("notifications:follows")).content.decode()


def test_read_once_keeps_the_first_moment(thing: Thing, author: Any, staff: Any, client: Client) -> None:
    notify(ThingMailed, thing=thing, recipients=[staff], actor=author)
    earlier = now()
    Notice.objects.update(read_at=earlier)
    client.force_login(staff)
    client.post(reverse("notifications:read-all"))
    assert Notice.objects.get().read_at == earlier
