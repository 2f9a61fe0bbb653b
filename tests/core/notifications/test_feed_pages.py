"""Making, showing and revoking keys for feeds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse
from wagtail.models import ModelLogEntry

from intranet.core.notifications.actions.feeds import MOST_KEYS
from intranet.core.notifications.feeds import all_feeds
from intranet.core.notifications.models import FeedKey
from tests.budgets import query_budget
from tests.factories.people import make_person
from tests.factories.things import audience_of, make_published
from tests.feeds import address, key_for

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db

PAGE = "/notices/feeds/"


@pytest.fixture
def signed_in(client: Client, staff: Any) -> Client:
    client.force_login(staff)
    return client


def test_a_key_is_made_and_its_addresses_work(signed_in: Client, staff: Any) -> None:
    response = signed_in.post(PAGE, {"name": "Outlook"})

    key = FeedKey.objects.get(person=staff, name="Outlook")
    assert response.url == reverse("notifications:feed-key", args=[key.pk])
    page = signed_in.get(response.url)
    assert "private" in page["Cache-Control"]
    assert "no-store" in page["Cache-Control"]
    for feed in all_feeds():
        assert (f"http://testserver{address(key, feed.file())}" in page.content.decode()) == (feed.of is None)
    entry = ModelLogEntry.objects.get(action="roost.feed_key.make")
    assert (entry.user, entry.data) == (staff, {"name": "Outlook"})


def test_a_key_needs_a_name(signed_in: Client) -> None:
    response = signed_in.post(PAGE, {"name": " "})

    assert response.status_code == 422
    assert "<title>Error: Feeds and calendars" in response.content.decode()
    assert "Say what the key is for" in response.content.decode()
    assert not FeedKey.objects.exists()


def test_no_two_keys_have_one_name(signed_in: Client, staff: Any) -> None:
    for _ in range(3):
        signed_in.post(PAGE, {"name": "Outlook"})

    assert set(FeedKey.objects.filter(person=staff).values_list("name", flat=True)) == {"Outlook", "Outlook (2)", "Outlook (3)"}


def test_there_is_an_end_to_keys(signed_in: Client, staff: Any) -> None:
    FeedKey.objects.bulk_create(FeedKey(person=staff, name=f"Key {number}") for number in range(MOST_KEYS))

    assert signed_in.post(PAGE, {"name": "One more"}).status_code == 422
    assert FeedKey.objects.count() == MOST_KEYS


@pytest.mark.parametrize("number", (1, MOST_KEYS))
def test_the_page_costs_the_same_however_many_keys(signed_in: Client, staff: Any, number: int) -> None:
    FeedKey.objects.bulk_create(FeedKey(person=staff, name=f"Key {number}") for number in range(number))
    signed_in.get(PAGE)

    with query_budget(7, at_most=True):
        assert signed_in.get(PAGE).content.decode().count("Show its addresses") == number


def test_no_page_but_that_of_the_key_holds_its_address(signed_in: Client, staff: Any) -> None:
    key = key_for(staff)

    for page in (PAGE, reverse("notifications:revoke-feed-key", args=[key.pk]), "/", "/notices/settings/"):
        assert key.token not in signed_in.get(page).content.decode()


def test_a_key_is_revoked_after_a_question(signed_in: Client, staff: Any) -> None:
    key = key_for(staff)
    revoke = reverse("notifications:revoke-feed-key", args=[key.pk])

    assert "Revoke the key “Reader”?" in signed_in.get(revoke).content.decode()
    assert FeedKey.objects.exists()
    assert signed_in.post(revoke).url == PAGE
    assert not FeedKey.objects.exists()
    assert signed_in.post(revoke).status_code == 404


def test_the_keys_of_others_do_not_exist(signed_in: Client) -> None:
    key = key_for(make_person("other"))

    for page in (reverse("notifications:feed-key", args=[key.pk]), reverse("notifications:revoke-feed-key", args=[key.pk])):
        assert signed_in.get(page).content == signed_in.get(page.replace(str(key.pk), "999999")).content
        assert signed_in.post(page).status_code in {404, 405}
    assert FeedKey.objects.get() == key


def test_the_feed_of_one_thing_stands_first(signed_in: Client, staff: Any) -> None:
    thing, key = make_published("The lift is broken", author=staff), key_for(staff)

    assert "The feed of “The lift is broken”" in signed_in.get(PAGE, {"for": f"place.atom/{thing.pk}"}).content.decode()
    shown = signed_in.get(reverse("notifications:feed-key", args=[key.pk]), {"for": f"place.atom/{thing.pk}"}).content.decode()
    made = signed_in.post(f"{PAGE}?for=place.atom/{thing.pk}", {"name": "Outlook"})

    assert shown.index(address(key, "place.atom", thing)) < shown.index(address(key, "notices.atom"))
    assert made.url.endswith(f"/?for=place.atom/{thing.pk}")


def test_the_feed_of_what_cannot_be_seen_is_not_offered(signed_in: Client, staff: Any) -> None:
    author = make_person("author")
    closed = make_published("CANARY", author=author, audience=audience_of(author))
    key = key_for(staff)
    nowhere = signed_in.get(PAGE, {"for": "place.atom/999999"})

    for wanted in (f"place.atom/{closed.pk}", "place.atom", "place.atom/x", "things.atom/1", "no.atom/1", f"place.atom/{10**30}"):
        for page in (PAGE, reverse("notifications:feed-key", args=[key.pk])):
            response = signed_in.get(page, {"for": wanted})
            assert (response.status_code, response.content) == (404, nowhere.content)
