"""Feeds read for a person as the person could read now, and for nobody else (D-03, D-04, D-41, D-43, D-46)."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings as site
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from wagtail.models import ModelLogEntry

from intranet.core.background import at_moment, now
from intranet.core.background.log import LineFormatter, RequestIdFilter
from intranet.core.kinds import State
from intranet.core.moderation.actions import withdraw
from intranet.core.notifications.actions import notify, revoke_forgotten_keys, revoke_key
from intranet.core.notifications.feeds import all_feeds
from intranet.core.notifications.models import FeedKey
from intranet.core.notifications.views.feeds import MOST_READINGS
from tests.budgets import query_budget
from tests.factories.people import make_person, make_service
from tests.factories.things import audience_of, make_published
from tests.feeds import address, entries, events, key_for, parsed, read, titles
from tests.things.models import Thing
from tests.things.notices import ThingWritten

if TYPE_CHECKING:
    from django.http import HttpResponse

pytestmark = pytest.mark.django_db

HOSTILE = 'Lift </title><script>alert(1)</script> & "]]>" <!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]> &e;'


@pytest.fixture
def author(housing: Any) -> Any:
    return make_person("author", name="Sam Okafor", service=housing)


@pytest.fixture
def key(staff: Any) -> FeedKey:
    return key_for(staff)


def is_dead(response: HttpResponse) -> bool:
    """Not there, and by no byte other than an address that nobody ever gave out."""
    never = Client().get("/feeds/x/nothing.atom")
    kept = {name: value for name, value in response.items() if name != "X-Request-ID"}
    assert never.status_code == 404
    return (response.status_code, response.content, kept) == (
        404,
        never.content,
        {name: value for name, value in never.items() if name != "X-Request-ID"},
    )


def test_a_feed_holds_what_its_reader_may_see(key: FeedKey, author: Any, staff: Any) -> None:
    seen = make_published("The lift is broken", author=author)
    make_published("CANARY", author=author, audience=audience_of(author))

    (entry,) = entries(read(key, "things.atom"))

    assert (entry["title"], entry["author"], entry["summary"]) == ("The lift is broken", "Sam Okafor", "The lift is broken, said plainly.")
    assert entry["url"] == f"{site.WAGTAILADMIN_BASE_URL}{seen.get_absolute_url()}"
    assert entry["id"].endswith(f",2026:things.thing/{seen.pk}")


def test_of_what_is_not_for_all_staff_it_holds_the_title_alone(key: FeedKey, author: Any, staff: Any) -> None:
    make_published("Between us", author=author, audience=audience_of(author, staff), text="CANARY")

    response = read(key, "things.atom")

    assert titles(response) == ["Between us"]
    assert b"CANARY" not in response.content


def test_what_is_hidden_or_closed_is_silent_at_the_next_reading(key: FeedKey, author: Any, staff: Any) -> None:
    hidden, closed = make_published("Hidden later", author=author), make_published("Closed later", author=author)
    first = read(key, "things.atom")
    assert titles(first) == ["Closed later", "Hidden later"]
    assert [str(event["SUMMARY"]) for event in events(read(key, "things-due.ics"))] == ["Hidden later", "Closed later"]

    withdraw(hidden, actor=author, state=State.HIDDEN)
    Thing.objects.filter(pk=closed.pk).update(audience=audience_of(author))

    assert titles(read(key, "things.atom", **{"If-None-Match": first["ETag"]})) == []
    assert events(read(key, "things-due.ics")) == []


def test_who_is_taken_out_of_an_audience_reads_it_no_more(key: FeedKey, author: Any, staff: Any) -> None:
    place = make_published("Closed place", author=author, audience=audience_of(author, staff))
    make_published("CANARY", author=author, place=place)
    assert titles(read(key, "place.atom", place)) == ["CANARY"]

    Thing.objects.filter(pk=place.pk).update(audience=audience_of(author))

    assert is_dead(read(key, "place.atom", place))


def test_a_wrong_address_of_whatever_kind_is_not_there(key: FeedKey, author: Any) -> None:
    closed = make_published("CANARY", author=author, audience=audience_of(author))
    other = FeedKey(person=author)

    dead: list[Any] = [
        read(key, "nothing.atom"),
        read(key, "things.ics"),
        read(key, "place.atom"),
        read(key, "things.atom", closed),
        read(key, "place.atom", closed),
    ]
    dead += [read(other, "things.atom"), Client().get(f"/feeds/{key.key.hex}/things.atom"), Client().get(f"/feeds/{key.token}x/things.atom")]

    assert all(is_dead(response) for response in dead)
    assert Client().post(address(key, "things.atom")).status_code == 405


def test_a_copy_of_the_database_opens_nothing(key: FeedKey, settings: Any) -> None:
    theirs = key.token
    settings.SECRET_KEY = "another-key-than-that-of-the-site-for-sure"

    assert is_dead(Client().get(f"/feeds/{theirs}/things.atom"))
    assert key.token != theirs


def test_a_revoked_key_opens_nothing(key: FeedKey, staff: Any) -> None:
    revoke_key(key, actor=staff)

    assert is_dead(read(key, "things.atom"))
    entry = ModelLogEntry.objects.get(action="roost.feed_key.revoke")
    assert (entry.user, entry.data) == (staff, {"name": "Reader"})


def test_who_is_deactivated_loses_their_keys_for_good(key: FeedKey, staff: Any) -> None:
    staff.is_active = False
    staff.save()
    assert is_dead(read(key, "things.atom"))

    staff.is_active = True
    staff.save()

    assert is_dead(read(key, "things.atom"))


def test_keys_of_accounts_that_a_bulk_update_ended_are_swept(key: FeedKey, staff: Any) -> None:
    get_user_model().objects.update(is_active=False)
    assert is_dead(read(key, "things.atom"))

    assert revoke_forgotten_keys() == 1
    get_user_model().objects.update(is_active=True)

    assert is_dead(read(key, "things.atom"))


def test_saving_an_account_that_stays_keeps_its_keys(key: FeedKey, staff: Any) -> None:
    staff.save()

    assert FeedKey.objects.get() == key


def test_what_comes_back_is_private_and_starts_no_session(key: FeedKey) -> None:
    for file in ("things.atom", "things-due.ics", "nothing.atom"):
        response = read(key, file)

        assert not response.cookies
        assert response["Cache-Control"].startswith("private, no-")
        assert response["X-Robots-Tag"] == "noindex, nofollow"
        assert response["Referrer-Policy"] == "no-referrer"
        assert response["X-Content-Type-Options"] == "nosniff"


def test_who_is_signed_in_reads_as_the_owner_of_the_key(key: FeedKey, author: Any, client: Client) -> None:
    make_published("CANARY", author=author, audience=audience_of(author))
    client.force_login(author)

    response = client.get(address(key, "things.atom"))

    assert titles(response) == []
    assert response["Cache-Control"] == "private, no-cache"


def test_nothing_in_it_holds_the_key(key: FeedKey, author: Any) -> None:
    make_published(author=author)

    for file in ("things.atom", "things-due.ics"):
        response = read(key, file)
        assert key.token.encode() not in response.content
        assert key.key.hex not in str(response.items())


def test_the_same_is_sent_once(key: FeedKey, author: Any) -> None:
    make_published(author=author)
    for file in ("things.atom", "things-due.ics", "notices.atom"):
        with at_moment(now() - timedelta(hours=1)):
            first = read(key, file)

        again = read(key, file, **{"If-None-Match": first["ETag"]})

        assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
        assert again["Referrer-Policy"] == "no-referrer"
        # A date says nothing of what was taken away since.
        assert "Last-Modified" not in first
        assert read(key, file, **{"If-Modified-Since": "Fri, 01 Jan 2100 00:00:00 GMT"}).status_code == 200


def test_not_even_its_size_is_told_to_who_asks_for_the_head(key: FeedKey, author: Any) -> None:
    make_published(author=author)

    assert Client().head(address(key, "things.atom")).content == b""


def test_the_day_of_the_last_reading_is_kept_and_no_more(key: FeedKey) -> None:
    read(key, "things.atom")
    day = FeedKey.objects.values_list("used_on", flat=True).get()
    assert day is not None

    with query_budget(3):
        read(key, "things.atom")
    with at_moment(now() + timedelta(days=1)):
        read(key, "things.atom")

    assert FeedKey.objects.values_list("used_on", flat=True).get() == day + timedelta(days=1)


@pytest.mark.parametrize("number", (1, 50))
def test_fifty_things_cost_as_much_as_one(key: FeedKey, author: Any, number: int) -> None:
    for place in range(number):
        make_published(f"Thing {place}", author=author)
    read(key, "things.atom")

    with query_budget(4):  # the key with its person, their audiences, the things, which audience is all staff
        assert len(entries(read(key, "things.atom"))) == number
    with query_budget(3):
        assert len(events(read(key, "things-due.ics"))) == number


def test_fifty_things_are_the_most(key: FeedKey, author: Any) -> None:
    for number in range(51):
        make_published(f"Thing {number}", author=author)

    assert titles(read(key, "things.atom"))[::49] == ["Thing 50", "Thing 1"]
    assert len(events(read(key, "things-due.ics"))) == 50


def test_titles_that_mean_harm_are_words(key: FeedKey, author: Any) -> None:
    make_published(HOSTILE, author=author, text=HOSTILE)
    make_published("Bell\x07 form\x0cfeed \x1b[31m\u202eevil\ufffe \nEND:VCALENDAR", author=author)

    response = read(key, "things.atom")

    assert titles(response) == ["Bell formfeed [31mevil END:VCALENDAR", " ".join(HOSTILE.split())]
    assert b"&lt;script&gt;" in response.content
    assert b"<script>" not in response.content
    assert entries(response)[1]["summary"].startswith("Lift &lt;/title&gt;&lt;script&gt;")  # as HTML, it is the same words
    assert {str(event["SUMMARY"]) for event in events(read(key, "things-due.ics"))} == set(titles(response))


def test_a_long_excerpt_is_cut(key: FeedKey, author: Any) -> None:
    make_published("Long", author=author, text="word " * 400)

    (entry,) = entries(read(key, "things.atom"))

    assert len(entry["summary"]) <= 300
    assert entry["summary"].endswith("…")


def test_a_calendar_says_the_same_of_a_thing_each_time(key: FeedKey, author: Any) -> None:
    thing = make_published("Über die Lifte: " + "sehr lang, " * 12, author=author)

    (first,), (again,) = events(read(key, "things-due.ics")), events(read(key, "things-due.ics"))

    assert first.to_ical() == again.to_ical()
    assert str(first["UID"]).startswith(f"things.thing-{thing.pk}@")
    assert str(first["URL"]).endswith(thing.get_absolute_url())
    assert first["DTSTART"].to_ical().endswith(b"Z")
    assert str(first["TRANSP"]) == "TRANSPARENT"


def test_my_notices_are_their_sentences(key: FeedKey, author: Any, staff: Any) -> None:
    thing = make_published("CANARY", author=author)
    notify(ThingWritten, thing=thing, recipients=[staff], actor=author)

    (entry,) = entries(read(key, "notices.atom"))
    assert "CANARY" in entry["title"]
    assert (entry["author"], entry["summary"]) == ("Sam Okafor", "")

    Thing.objects.update(audience=audience_of(author))
    response = read(key, "notices.atom")

    assert titles(response) == []
    assert b"CANARY" not in response.content


@pytest.mark.parametrize("number", (1, 50))
def test_my_notices_cost_the_same_however_many(key: FeedKey, author: Any, staff: Any, number: int) -> None:
    for place in range(number):
        notify(ThingWritten, thing=make_published(f"Thing {place}", author=author), recipients=[staff], actor=author)
    ContentType.objects.clear_cache()
    read(key, "notices.atom")

    with query_budget(5, at_most=True):
        assert len(entries(read(key, "notices.atom"))) == number


def test_an_empty_feed_is_whole_and_stays_the_same(key: FeedKey) -> None:
    first = read(key, "things.atom")

    assert parsed(first) is not None
    assert read(key, "things.atom").content == first.content
    assert events(read(key, "things-due.ics")) == []


def test_whoever_reads_without_pause_is_asked_to_wait(key: FeedKey, staff: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("intranet.core.notifications.views.feeds.MOST_READINGS", 2)
    assert MOST_READINGS >= 100  # a dozen feeds each quarter of an hour, and twice that

    with at_moment(now().replace(minute=1)):
        codes = [read(key, "things.atom").status_code for _ in range(3)]
        assert codes == [200, 200, 429]
        assert read(key, "things.atom")["Retry-After"] == "3600"
        assert read(key_for(staff), "things.atom").status_code == 200
    with at_moment(now().replace(minute=1) + timedelta(hours=1)):
        assert read(key, "things.atom").status_code == 200


def test_the_key_is_in_no_line_of_the_log(key: FeedKey, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        read(key, "nothing.atom")
        Client().get(f"/feeds/{key.token}/")
        Client().post(address(key, "things.atom"))
    assert [record for record in caplog.records if key.token in record.getMessage()]

    lines = []
    for record in caplog.records:
        RequestIdFilter().filter(record)
        lines.append(LineFormatter().format(record))

    assert not [line for line in lines if key.key.hex in line or key.token.rpartition(".")[2] in line]
    assert [line for line in lines if "/feeds/…/nothing.atom" in line]


def test_what_was_raised_is_logged_without_the_key(key: FeedKey) -> None:
    try:
        raise ValueError(address(key, "things.atom"))
    except ValueError as error:
        record = logging.LogRecord("x", logging.ERROR, "x.py", 1, "failed", (), (type(error), error, error.__traceback__))
    RequestIdFilter().filter(record)

    assert "/feeds/…/things.atom" in LineFormatter().format(record)


def test_the_names_of_feeds_are_their_own() -> None:
    files = [feed.file() for feed in all_feeds()]

    assert len(files) == len(set(files))
    assert {"notices.atom", "service.atom"} <= set(files)


def test_an_empty_service_has_an_empty_feed(key: FeedKey) -> None:
    assert titles(read(key, "service.atom", make_service("Quiet"))) == []
