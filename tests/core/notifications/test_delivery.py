"""How what people are told reaches them, and when."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.checks import run_checks
from django.core.management import call_command
from django.core.management.base import SystemCheckError

from intranet.core.moderation.notices import CaseDecided
from intranet.core.notifications.models import Choice, Delivery, Preference
from intranet.core.notifications.queries.delivery import deliveries, first_free, mail_due
from intranet.core.organisation.models import Closure
from intranet.core.organisation.queries import forget_organisation
from tests.budgets import query_budget
from tests.factories.people import make_person, make_service
from tests.things.notices import ThingMailed, ThingWritten

pytestmark = pytest.mark.django_db

LONDON = ZoneInfo("Europe/London")
NIGHT = (time(20), time(7))
MONDAY = (2026, 11, 23)


def at(hour: int, minute: int = 0, day: tuple[int, int, int] = MONDAY) -> datetime:
    return datetime(*day, hour, minute, tzinfo=LONDON)


def choose(person: Any, delivery: str, kind: str = "", service: Any = None) -> None:
    Choice.objects.create(person=person, kind=kind, service=service, delivery=delivery)


def test_who_has_not_chosen_gets_what_the_kind_says(staff: Any) -> None:
    assert deliveries(ThingMailed, {staff.pk}, None) == {staff.pk: Delivery.MAIL}
    assert deliveries(ThingWritten, {staff.pk}, None) == {staff.pk: Delivery.APP}
    assert deliveries(ThingWritten, set(), None) == {}


def test_the_site_may_say_otherwise_than_the_kind_but_not_turn_off_what_is_required(staff: Any, settings: Any) -> None:
    settings.ROOST_DELIVERY = {"things.mailed": "digest", "moderation.decided": "off"}
    assert deliveries(ThingMailed, {staff.pk}, None) == {staff.pk: Delivery.DIGEST}
    assert deliveries(CaseDecided, {staff.pk}, None) == {staff.pk: Delivery.MAIL}


def test_the_most_particular_choice_holds(staff: Any, housing: Any) -> None:
    kind, key = ThingMailed.name, housing.pk
    choose(staff, "app", service=housing)
    assert deliveries(ThingMailed, {staff.pk}, key)[staff.pk] == Delivery.APP
    assert deliveries(ThingMailed, {staff.pk}, None)[staff.pk] == Delivery.MAIL
    choose(staff, "digest", kind=kind)
    assert deliveries(ThingMailed, {staff.pk}, key)[staff.pk] == Delivery.DIGEST
    choose(staff, "off", kind=kind, service=housing)
    assert deliveries(ThingMailed, {staff.pk}, key)[staff.pk] == Delivery.OFF
    assert deliveries(ThingMailed, {staff.pk}, None)[staff.pk] == Delivery.DIGEST
    assert deliveries(ThingWritten, {staff.pk}, key)[staff.pk] == Delivery.APP


def test_a_choice_for_a_service_holds_below_it_until_a_nearer_one(staff: Any, housing: Any) -> None:
    repairs = make_service("Repairs", parent=housing)
    make_service("Lettings", parent=housing)
    choose(staff, "off", service=housing)
    assert deliveries(ThingMailed, {staff.pk}, repairs.pk)[staff.pk] == Delivery.OFF
    choose(staff, "digest", service=repairs)
    assert deliveries(ThingMailed, {staff.pk}, repairs.pk)[staff.pk] == Delivery.DIGEST
    assert deliveries(ThingMailed, {staff.pk}, housing.pk)[staff.pk] == Delivery.OFF


def test_what_is_required_is_never_off(staff: Any, housing: Any) -> None:
    choose(staff, "digest", service=housing)
    choose(staff, "off", kind=CaseDecided.name)
    assert deliveries(CaseDecided, {staff.pk}, None)[staff.pk] == Delivery.MAIL
    assert deliveries(CaseDecided, {staff.pk}, housing.pk)[staff.pk] == Delivery.DIGEST


def test_two_queries_for_any_number(housing: Any) -> None:
    people = {make_person(f"p{number}", service=housing).pk for number in range(12)}
    for pk in people:
        Choice.objects.create(person_id=pk, kind=ThingMailed.name, delivery="off")
        Choice.objects.create(person_id=pk, service=housing, delivery="app")
    with query_budget(2):
        found = deliveries(ThingMailed, people, housing.pk)
    assert set(found.values()) == {Delivery.OFF}
    assert set(found) == people
    with query_budget(1):
        deliveries(ThingMailed, people, None)


# --- when -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("moment", "free"),
    [
        (at(19, 59), at(19, 59)),
        (at(20), at(7, day=(2026, 11, 24))),
        (at(23, 30), at(7, day=(2026, 11, 24))),
        (at(3), at(7)),
        (at(7), at(7)),
        # The clocks go forward on 29 March 2026, and back on 25 October.
        (at(23, day=(2026, 3, 28)), datetime(2026, 3, 29, 6, tzinfo=UTC)),
        (at(23, day=(2026, 10, 24)), datetime(2026, 10, 25, 7, tzinfo=UTC)),
        (at(22, day=(2026, 7, 1)), datetime(2026, 7, 2, 6, tzinfo=UTC)),
    ],
)
def test_the_night_is_quiet_by_the_clock_on_the_wall(moment: datetime, free: datetime) -> None:
    assert first_free(moment, NIGHT, None) == free


def test_quiet_hours_within_a_day() -> None:
    lunch = (time(12), time(13, 30))
    assert first_free(at(12, 10), lunch, None) == at(13, 30)
    assert first_free(at(13, 30), lunch, None) == at(13, 30)


@pytest.mark.parametrize("quiet", [(time(0, 30), time(1, 30)), (time(1, 15), time(1, 45)), (time(22), time(1, 30))], ids=str)
def test_an_hour_that_comes_twice_or_never_ends_all_the_same(quiet: tuple[time, time]) -> None:
    for midnight in (datetime(2026, 3, 28, 23, tzinfo=UTC), datetime(2026, 10, 24, 22, tzinfo=UTC)):
        for minutes in range(0, 240, 5):
            moment = midnight + timedelta(minutes=minutes)
            assert moment <= first_free(moment, quiet, None) <= moment + timedelta(hours=5)


def test_mail_waits_for_the_end_of_ones_quiet_hours_and_what_is_urgent_does_not(staff: Any) -> None:
    Preference.objects.create(person=staff, quiet_from=NIGHT[0], quiet_until=NIGHT[1])
    assert mail_due([staff.pk], urgent=False, at=at(22)) == {staff.pk: at(7, day=(2026, 11, 24))}
    assert mail_due([staff.pk], urgent=True, at=at(22)) == {staff.pk: at(22)}


def test_the_sites_quiet_hours_hold_for_who_has_not_chosen(staff: Any, settings: Any) -> None:
    settings.ROOST_QUIET_HOURS = "20:00-07:00"
    other, third = make_person("other"), make_person("third")
    Preference.objects.create(person=other, quiet_from=time(0), quiet_until=time(0))
    Preference.objects.create(person=third, bounces=1)
    morning = at(7, day=(2026, 11, 24))
    assert mail_due([staff.pk, other.pk, third.pk], urgent=False, at=at(21)) == {staff.pk: morning, other.pk: at(21), third.pk: morning}


def test_only_in_working_hours_waits_for_the_service_to_open(staff: Any, housing: Any) -> None:
    Preference.objects.create(person=staff, only_in_working_hours=True)
    assert mail_due([staff.pk], urgent=False, at=at(11)) == {staff.pk: at(11)}
    assert mail_due([staff.pk], urgent=False, at=at(18)) == {staff.pk: at(9, day=(2026, 11, 24))}
    assert mail_due([staff.pk], urgent=False, at=at(18, day=(2026, 11, 27))) == {staff.pk: at(9, day=(2026, 11, 30))}
    housing.hours = {"tue": "12:00-18:00"}
    housing.save()
    assert mail_due([staff.pk], urgent=False, at=at(18)) == {staff.pk: at(12, day=(2026, 11, 24))}
    Closure.objects.create(service=housing, date=datetime(2026, 11, 24, tzinfo=UTC).date(), name="Stocktaking")
    forget_organisation()
    assert mail_due([staff.pk], urgent=False, at=at(18)) == {staff.pk: at(12, day=(2026, 12, 1))}


def test_own_working_hours_go_before_those_of_the_service_and_its_free_days_stay_free(staff: Any, housing: Any) -> None:
    choice = Preference.objects.create(person=staff, only_in_working_hours=True, hours={"mon": "20:00-24:00", "wed": "06:00-08:00, 10:00-12:00"})
    assert mail_due([staff.pk], urgent=False, at=at(11)) == {staff.pk: at(20)}
    assert mail_due([staff.pk], urgent=False, at=at(9, day=(2026, 11, 24))) == {staff.pk: at(6, day=(2026, 11, 25))}
    assert mail_due([staff.pk], urgent=True, at=at(11)) == {staff.pk: at(11)}
    Closure.objects.create(service=housing, date=datetime(2026, 11, 25, tzinfo=UTC).date(), name="Stocktaking")
    forget_organisation()
    assert mail_due([staff.pk], urgent=False, at=at(9, day=(2026, 11, 24))) == {staff.pk: at(20, day=(2026, 11, 30))}
    choice.only_in_working_hours = False
    choice.save()
    assert mail_due([staff.pk], urgent=False, at=at(11)) == {staff.pk: at(11)}


def test_quiet_hours_within_working_hours_and_those_that_leave_none(staff: Any) -> None:
    choice = Preference.objects.create(person=staff, only_in_working_hours=True, quiet_from=time(8), quiet_until=time(11))
    assert mail_due([staff.pk], urgent=False, at=at(7)) == {staff.pk: at(11)}
    choice.quiet_until = time(18)
    choice.save()
    assert mail_due([staff.pk], urgent=False, at=at(9)) == {staff.pk: at(18)}


def test_missing_are_those_whom_mail_does_not_reach(staff: Any, settings: Any) -> None:
    refuser, gone, mute, bounced, moved = (make_person(name) for name in ("refuser", "gone", "mute", "bounced", "moved"))
    Preference.objects.create(person=refuser, wants_mail=False)
    Preference.objects.create(person=bounced, bounces=3, bounced_address="Bounced@northmoor.example")
    Preference.objects.create(person=moved, bounces=3, bounced_address="old@northmoor.example")
    type(staff).objects.filter(pk=gone.pk).update(is_active=False)
    type(staff).objects.filter(pk=mute.pk).update(email="")
    people = [person.pk for person in (staff, refuser, gone, mute, bounced, moved)]
    for urgent in (False, True):
        assert set(mail_due(people, urgent=urgent, at=at(10))) == {staff.pk, moved.pk}
    settings.ROOST_NOTICE_MAIL = False
    assert mail_due(people, urgent=False, at=at(10)) == {}


def test_bulk_costs_the_same_for_one_and_for_many(housing: Any) -> None:
    people = [make_person(f"p{number}", service=housing) for number in range(20)]
    Preference.objects.bulk_create([Preference(person=person, only_in_working_hours=True) for person in people])
    for some in (people[:1], people):
        forget_organisation()
        with query_budget(4):
            assert len(mail_due([person.pk for person in some], urgent=False, at=at(10))) == len(some)
    with query_budget(1):
        mail_due([person.pk for person in people], urgent=True, at=at(10))


# --- settings -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "value", "found"),
    [
        ("ROOST_DIGEST", "hourly", "intranet.E130"),
        ("ROOST_DIGEST_TIME", "half past seven", "intranet.E130"),
        ("ROOST_QUIET_HOURS", "20:00", "intranet.E130"),
        ("ROOST_QUIET_HOURS", "20:00-20:00", "intranet.E130"),
        ("ROOST_QUIET_HOURS", "20:00-25:00", "intranet.E130"),
        ("ROOST_BOUNCE_LIMIT", "often", "intranet.E130"),
        ("ROOST_DELIVERY", "mail", "intranet.E131"),
        ("ROOST_DELIVERY", {"things.mailed": "pigeon"}, "intranet.E131"),
        ("ROOST_DELIVERY", {"things.burnt": "mail"}, "intranet.W132"),
    ],
)
def test_a_wrong_setting_is_found_at_the_start(settings: Any, name: str, value: Any, found: str) -> None:
    assert found not in {message.id for message in run_checks()}
    setattr(settings, name, value)
    assert found in {message.id for message in run_checks()}
    if found.startswith("intranet.E"):
        with pytest.raises(SystemCheckError):
            call_command("check")
