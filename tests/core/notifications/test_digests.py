"""Digests: what is unread and still visible, once a period, and nothing when there is nothing."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core import mail

from blogs.notices import PostPublished
from intranet.core.background import at_moment
from intranet.core.background.jobs import run_due
from intranet.core.background.models import JobRun
from intranet.core.kinds import State
from intranet.core.notifications.actions import make_digests, set_deliveries, unsubscribe
from intranet.core.notifications.jobs import Digests, ForgetOldNotices
from intranet.core.notifications.models import Choice, Delivery, Digest, Mail, Notice, NoticeReading, Preference
from intranet.core.notifications.queries.digests import digest_of
from intranet.core.notifications.queries.periods import next_digest, periods_due
from intranet.core.notifications.tasks.mails import send_mails
from intranet.core.organisation.actions import all_staff
from intranet.core.organisation.models import Closure
from intranet.core.organisation.queries import forget_organisation, forget_rights
from tests.budgets import query_budget
from tests.factories.people import make_person, make_service
from tests.factories.things import audience_of, make_published
from tests.things.models import Thing
from tests.things.notices import ThingDecided, ThingMailed, ThingWritten

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from intranet.core.notifications.notices import NoticeKind

pytestmark = pytest.mark.django_db

LONDON = ZoneInfo("Europe/London")
MONDAY = datetime(2026, 11, 23, 7, 30, tzinfo=LONDON)
HOUR, DAY, WEEK = timedelta(hours=1), timedelta(days=1), timedelta(days=7)
ALL = (MONDAY - WEEK, MONDAY + WEEK)


@pytest.fixture
def author(housing: Any) -> Any:
    return make_person("author", name="Sam Okafor", service=housing)


@pytest.fixture
def tell(author: Any) -> Callable[..., Notice]:
    """A notice for a digest, about a thing of its own."""

    def tell(person: Any, title: str = "The lift", *, at: datetime = MONDAY - HOUR, kind: type[NoticeKind] = ThingWritten, **fields: Any) -> Notice:
        thing = fields.pop("thing", None) or make_published(title, author=author)
        values = {"event": f"e{Notice.objects.count()}", "delivery": Delivery.DIGEST, "actor_name": "Sam Okafor", "created": at, **fields}
        return Notice.objects.create(
            recipient=person, kind=kind.name, content_type=ContentType.objects.get_for_model(thing), object_id=thing.pk, **values
        )

    return tell


def choose(person: Any, rhythm: str, **fields: Any) -> None:
    Preference.objects.update_or_create(person=person, defaults={"digest": rhythm, **fields})


def run(moment: datetime) -> None:
    """The job at that moment, and the mails that are due then."""
    with at_moment(moment.astimezone(UTC)):
        Digests().run()
        send_mails.call()


def sentences(person: Any, since: datetime = ALL[0], until: datetime = ALL[1]) -> dict[str, list[str]]:
    forget_rights(person)
    content = digest_of(person, since, until)
    return {section.name: [reading.sentence for reading in section.readings] for section in content.sections} if content else {}


# --- what it holds --------------------------------------------------------------------------------------------------


def test_it_holds_what_is_unread_and_visible_and_for_the_digest(staff: Any, tell: Any) -> None:
    tell(staff, "The roof")
    tell(staff, "Read already", read_at=MONDAY)
    tell(staff, "At once", delivery=Delivery.MAIL)
    tell(staff, "In the list", delivery=Delivery.APP)
    tell(staff, "Too old", at=ALL[0] - HOUR)
    tell(staff, "To come", at=ALL[1])
    tell(make_person("other"), "Of somebody else")
    hidden = tell(staff, "Hidden")
    Thing.objects.filter(pk=hidden.object_id).update(state=State.HIDDEN)
    mailed = tell(staff, "Mailed before the choice")
    Mail.objects.create(person=staff, notice=mailed)
    assert sentences(staff) == {"": ["Sam Okafor wrote “The roof”"]}


def test_with_nothing_there_is_none(staff: Any) -> None:
    assert digest_of(staff, *ALL) is None


def test_what_matters_to_the_reader_comes_first(staff: Any, housing: Any, tell: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ThingMailed, "addressed", True)
    monkeypatch.setattr(ThingMailed, "section", "leaders")
    parks = make_service("Parks")
    tell(staff, "Rest", service=parks)
    tell(staff, "Mine", service=housing)
    tell(staff, "Mine, later", service=housing, at=MONDAY)
    tell(staff, "To me", kind=ThingMailed, service=parks)
    assert list(sentences(staff).items()) == [
        ("addressed", ["Sam Okafor wrote “To me”"]),
        ("services", ["Sam Okafor wrote “Mine, later”", "Sam Okafor wrote “Mine”"]),
        ("", ["Sam Okafor wrote “Rest”"]),
    ]
    monkeypatch.setattr(ThingMailed, "addressed", False)
    assert list(sentences(staff)) == ["services", "leaders", ""]
    assert PostPublished.section == "leaders"


def test_a_service_above_ones_own_is_ones_own(housing: Any, tell: Any) -> None:
    person = make_person("worker", service=make_service("Repairs", parent=housing))
    tell(person, "From above", service=housing)
    assert list(sentences(person)) == ["services"]


def test_what_belongs_together_is_one_line_and_nothing_is_cut(staff: Any, author: Any, tell: Any) -> None:
    thing = make_published("The lift", author=author)
    for number in range(3):
        tell(staff, thing=thing, group="g", actor_name=f"Person {number}", at=MONDAY - number * HOUR)
    for number in range(250):
        tell(staff, thing=thing, event=f"single{number}")
    content = digest_of(staff, *ALL)
    assert content is not None
    assert content.count == 253
    assert len(content.sections[0].readings) == 251


def test_a_broadcast_is_there_until_it_is_read_and_as_the_person_has_chosen(staff: Any, author: Any) -> None:
    thing = make_published("Fire drill", author=author)
    kind = ContentType.objects.get_for_model(thing)
    type(staff).objects.update(date_joined=MONDAY - 2 * WEEK)
    staff.refresh_from_db()
    notice = Notice.objects.create(
        audience=all_staff(), kind=ThingDecided.name, content_type=kind, object_id=thing.pk, event="drill", delivery="digest", created=MONDAY
    )
    assert sentences(staff) == {}
    Choice.objects.create(person=staff, kind=ThingDecided.name, delivery="digest")
    content = digest_of(staff, *ALL)
    assert content is not None
    assert [reading.notice for section in content.sections for reading in section.readings] == [notice]
    NoticeReading.objects.create(person=staff, notice=notice)
    assert digest_of(staff, *ALL) is None


def test_the_same_number_of_queries_for_one_and_for_five_hundred(staff: Any, author: Any, tell: Any) -> None:
    thing = make_published("The lift", author=author)
    tell(staff, thing=thing, event="first")
    ContentType.objects.get_for_id(ContentType.objects.get_for_model(Thing).pk)
    for number in (1, 500):
        forget_rights(staff)
        with query_budget(6):
            content = digest_of(staff, *ALL)
        assert content is not None
        assert content.count == number
        if number == 1:
            one = Notice.objects.get()
            for copy in range(499):
                one.pk, one.event = None, f"copy{copy}"
                one.save()


# --- when -----------------------------------------------------------------------------------------------------------


def names(moment: datetime) -> list[str]:
    return [period.name for period in periods_due(moment)]


def test_the_day_and_the_week_begin_at_half_past_seven() -> None:
    assert names(MONDAY - timedelta(seconds=1)) == []
    assert names(MONDAY) == ["2026-11-23", "2026-W48"]
    assert names(MONDAY + DAY) == ["2026-11-24", "2026-W48"]
    assert names(MONDAY + DAY - HOUR) == ["2026-W48"]
    assert names(MONDAY + 5 * DAY) == ["2026-W48"]
    assert names(MONDAY + WEEK - HOUR) == []


def test_no_daily_digest_on_a_day_off(db: None) -> None:
    Closure.objects.create(date=date(2026, 11, 24), name="Closed")
    forget_organisation()
    assert names(MONDAY + DAY) == ["2026-W48"]
    assert names(datetime(2026, 12, 25, 9, tzinfo=LONDON)) == ["2026-W52"]
    assert next_digest("daily", MONDAY) == MONDAY + 2 * DAY
    assert next_digest("daily", MONDAY - HOUR) == MONDAY
    assert next_digest("weekly", MONDAY) == MONDAY + WEEK
    assert next_digest("weekly", MONDAY - HOUR) == MONDAY
    assert next_digest("none", MONDAY) is None


@pytest.mark.parametrize("day", [date(2026, 3, 30), date(2026, 10, 26)])
def test_half_past_seven_stays_half_past_seven_when_the_clocks_change(day: date, settings: Any) -> None:
    """The week's digest after the change comes at the hour on the wall, and its week has one hour more or less."""
    (today, week) = periods_due(datetime(day.year, day.month, day.day, 12, tzinfo=LONDON))
    assert {period.sent.astimezone(LONDON).strftime("%H:%M") for period in (today, week)} == {"07:30"}
    settings.ROOST_DIGEST_TIME = "01:30"
    before = day - DAY
    (week,) = periods_due(datetime(before.year, before.month, before.day, 12, tzinfo=LONDON))
    assert week.sent.astimezone(LONDON).strftime("%a %H:%M") == "Mon 01:30"


# --- rounds ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [0, 1, 500])
def test_a_digest_of_none_of_one_and_of_five_hundred(staff: Any, author: Any, tell: Any, count: int) -> None:
    choose(staff, "daily")
    thing = make_published("The lift", author=author)
    for number in range(count):
        tell(staff, thing=thing, event=f"e{number}")
    run(MONDAY)
    assert Digest.objects.count() == Mail.objects.count() == len(mail.outbox) == min(count, 1)
    if count:
        (message,) = mail.outbox
        assert message.to == [staff.email]
        assert message.subject == f"Your digest: {count} new notice{'s' if count > 1 else ''}"
        for part in (message.body, message.alternatives[0].content):
            assert part.count("Sam Okafor wrote") == count
            assert len(re.findall(rf"/things/{thing.pk}/", part)) == count
            assert "said plainly" not in part


def test_one_a_period_however_often_the_job_runs(staff: Any, tell: Any) -> None:
    choose(staff, "daily")
    tell(staff)
    run(MONDAY)
    tell(staff, "The roof", at=MONDAY + HOUR)
    for minutes in (0, 5, 600):
        run(MONDAY + timedelta(minutes=minutes))
        JobRun.objects.all().delete()
    assert len(mail.outbox) == 1
    run(MONDAY + DAY)
    assert [message.body.count("wrote") for message in mail.outbox] == [1, 1]
    assert "The roof" in mail.outbox[1].body
    assert "The lift" not in mail.outbox[1].body


def test_who_has_not_chosen_gets_what_the_site_says(staff: Any, tell: Any, settings: Any) -> None:
    tell(staff, at=MONDAY + HOUR)
    run(MONDAY + DAY)
    assert mail.outbox == []
    run(MONDAY + WEEK)
    assert len(mail.outbox) == 1
    settings.ROOST_DIGEST = "none"
    tell(staff, at=MONDAY + WEEK)
    run(MONDAY + 2 * WEEK)
    assert len(mail.outbox) == 1
    settings.ROOST_DIGEST = "daily"
    Preference.objects.create(person=staff, bounces=1)
    run(MONDAY + 2 * WEEK + DAY)
    assert len(mail.outbox) == 2


def test_a_late_round_says_all_that_the_missed_ones_would_have(staff: Any, tell: Any) -> None:
    choose(staff, "daily")
    for days in range(1, 5):
        tell(staff, f"Day {days}", at=MONDAY + days * DAY + HOUR)
    run(MONDAY + WEEK + 6 * HOUR)
    (message,) = mail.outbox
    assert [f"Day {days}" in message.body for days in range(1, 5)] == [True] * 4


def test_who_changes_the_rhythm_hears_nothing_twice_and_misses_nothing(staff: Any, tell: Any) -> None:
    choose(staff, "weekly")
    tell(staff, "First")
    run(MONDAY)
    choose(staff, "daily")
    run(MONDAY + HOUR)
    tell(staff, "Second", at=MONDAY + HOUR)
    run(MONDAY + DAY)
    choose(staff, "weekly")
    tell(staff, "Third", at=MONDAY + 2 * DAY)
    run(MONDAY + WEEK)
    assert [re.findall("First|Second|Third", message.body) for message in mail.outbox] == [["First"], ["Second"], ["Third"]]


def test_what_is_told_while_a_round_begins_comes_with_the_next_one(staff: Any, tell: Any) -> None:
    choose(staff, "daily")
    tell(staff, "Just now", at=MONDAY - timedelta(minutes=5))
    run(MONDAY)
    assert Mail.objects.count() == 0
    run(MONDAY + DAY)
    assert "Just now" in mail.outbox[0].body


def test_who_has_left_who_wants_no_mail_and_whose_address_bounces_get_none(tell: Any, settings: Any) -> None:
    settings.ROOST_DIGEST = "daily"
    people = {name: make_person(name) for name in ("leaver", "refuser", "bouncer", "none", "mute", "reached")}
    for person in people.values():
        tell(person)
    type(people["leaver"]).objects.filter(username="leaver").update(is_active=False)
    type(people["mute"]).objects.filter(username="mute").update(email="")
    choose(people["refuser"], "daily", wants_mail=False)
    choose(people["bouncer"], "daily", bounces=3, bounced_address=people["bouncer"].email)
    choose(people["none"], "none")
    run(MONDAY)
    assert list(Digest.objects.values_list("person__username", flat=True)) == ["reached"]
    assert [message.to for message in mail.outbox] == [["reached@northmoor.example"]]


def test_what_changes_between_making_and_sending_is_asked_again(tell: Any, settings: Any) -> None:
    """Quiet hours put the mail off; until then one has left, one has read it, one has stopped digests, one may not see it any more."""
    settings.ROOST_DIGEST, settings.ROOST_QUIET_HOURS = "daily", "07:00-09:00"
    people = {name: make_person(name) for name in ("leaver", "reader", "stopper", "outsider", "reached")}
    told = {name: tell(person, f"For {name}") for name, person in people.items()}
    run(MONDAY)
    assert Mail.objects.filter(due=MONDAY + timedelta(minutes=90)).count() == 5
    type(people["leaver"]).objects.filter(username="leaver").update(is_active=False)
    Notice.objects.filter(pk=told["reader"].pk).update(read_at=MONDAY)
    unsubscribe(people["stopper"].pk, "digest")
    Thing.objects.filter(pk=told["outsider"].object_id).update(audience=audience_of(people["reader"]))
    run(MONDAY + 2 * HOUR)
    assert [message.to for message in mail.outbox] == [["reached@northmoor.example"]]
    assert sorted(Mail.objects.values_list("state", flat=True)) == ["dropped"] * 4 + ["sent"]


def test_a_canary_restricted_after_its_notice_is_nowhere_in_the_digest(staff: Any, tell: Any) -> None:
    choose(staff, "daily")
    canary, plain = tell(staff, "CANARY"), tell(staff, "Plain")
    run(MONDAY - HOUR)
    Thing.objects.filter(pk=canary.object_id).update(audience=audience_of(make_person("other")))
    run(MONDAY)
    (message,) = mail.outbox
    whole = message.message().as_string() + message.subject + message.body + message.alternatives[0].content
    assert "Plain" in message.body
    assert "1 new notice" in message.subject
    assert "CANARY" not in whole
    assert f"/things/{canary.object_id}/" not in whole
    assert f"/things/{plain.object_id}/" in whole


def test_the_site_may_keep_closed_titles_out_of_mail(staff: Any, tell: Any, settings: Any) -> None:
    settings.ROOST_MAIL_HIDE_CLOSED = True
    choose(staff, "daily")
    closed = tell(staff, "CANARY")
    tell(staff, "Plain")
    Thing.objects.filter(pk=closed.object_id).update(audience=audience_of(staff))
    run(MONDAY)
    (message,) = mail.outbox
    assert "CANARY" not in message.message().as_string() + message.body
    assert "Something new in a closed area" in message.body
    assert "Plain" in message.body


def test_it_can_be_ended_by_one_click_which_ends_nothing_else(staff: Any, tell: Any, client: Client) -> None:
    choose(staff, "daily")
    tell(staff)
    run(MONDAY)
    link = re.search(r"<(.*)>", mail.outbox[0].message()["List-Unsubscribe"]).group(1)
    assert client.post(urlsplit(link).path).status_code == 200
    row = Preference.objects.get(person=staff)
    assert (row.digest, row.wants_mail) == ("none", True)
    assert not Choice.objects.exists()


def test_the_job_is_found_and_runs_among_the_others(staff: Any, tell: Any) -> None:
    choose(staff, "daily")
    tell(staff)
    with at_moment(MONDAY.astimezone(UTC)):
        assert run_due([Digests()]) == []
    assert Digest.objects.get().period == "2026-11-23"
    assert set(JobRun.objects.values_list("name", flat=True)) == {"digests", "digests-daily", "digests-weekly"}


def test_a_finished_round_is_not_looked_through_again(staff: Any, tell: Any) -> None:
    run(MONDAY)
    with at_moment(MONDAY + HOUR), query_budget(2):
        Digests().run()


def test_a_round_costs_the_same_for_one_and_for_many_of_a_batch(tell: Any, settings: Any) -> None:
    settings.ROOST_DIGEST = "daily"
    (period, _week) = periods_due(MONDAY)
    for number in range(30):
        tell(make_person(f"p{number}"), thing=Thing.objects.first())
        if number in (0, 29):
            with query_budget(9):
                make_digests(period)
            Digest.objects.all().delete()


def test_old_digests_are_forgotten_and_those_that_the_next_one_begins_after_are_not(staff: Any, settings: Any) -> None:
    settings.ROOST_NOTICES_READ_DAYS = 1
    for days in (30, 32):
        digest = Digest.objects.create(person=staff, period=f"d{days}", since=MONDAY, until=MONDAY - days * DAY)
        Mail.objects.create(person=staff, digest=digest)
    with at_moment(MONDAY):
        ForgetOldNotices().run()
    assert Digest.objects.get().period == "d30"
    assert Mail.objects.count() == 1


# --- ending streams -------------------------------------------------------------------------------------------------


def test_ending_the_mails_of_a_kind_leaves_it_in_the_list_and_touches_nothing_else(staff: Any, housing: Any) -> None:
    Choice.objects.create(person=staff, kind=ThingMailed.name, service=housing, delivery="mail")
    Choice.objects.create(person=staff, kind=ThingWritten.name, delivery="mail")
    unsubscribe(staff.pk, ThingMailed.name)
    unsubscribe(staff.pk, ThingMailed.name)
    rows = set(Choice.objects.values_list("kind", "service", "delivery"))
    assert rows == {(ThingMailed.name, housing.pk, "app"), (ThingMailed.name, None, "app"), (ThingWritten.name, None, "mail")}
    assert not Preference.objects.exists()


def test_who_has_chosen_the_digest_since_keeps_it(staff: Any) -> None:
    set_deliveries(staff, {ThingMailed: Delivery.DIGEST})
    unsubscribe(staff.pk, ThingMailed.name)
    assert Choice.objects.get().delivery == "digest"
