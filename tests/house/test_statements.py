"""Prepared statements: written once, true each time."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models import Count, Q, QuerySet
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate

from intranet.core.background import at_moment, now, statements
from intranet.core.background.statements import filled_up, prepared
from intranet.core.organisation.models import Membership, Service
from intranet.core.organisation.queries import audiences_of, prepared_for, tokens_of
from tests.factories.people import make_person, make_service

pytestmark = pytest.mark.django_db

WRITTEN: list[tuple[Any, ...]] = []


@pytest.fixture(autouse=True)
def written_anew(settings: Any) -> None:
    """Without the comparison, which writes the statement again each time."""
    settings.ROOST_CHECK_STATEMENTS = False
    statements._written.cache_clear()
    WRITTEN.clear()


@prepared
def services(keys: tuple[int, ...], name: str, *, newest: bool = False, limit: int = 5) -> QuerySet[Service]:
    WRITTEN.append((keys, name))
    found = Service.objects.filter(Q(pk__in=keys) | Q(name=name)).order_by("-pk" if newest else "pk")
    return found.annotate(held=Count("memberships"))[:limit]


@prepared
def since(hours_from_now: int) -> QuerySet[Membership, int]:
    """A moment that follows from the present one."""
    return Membership.objects.filter(Q(person__date_joined__gt=now() - timedelta(hours=1)), person__gt=hours_from_now).values_list("pk", flat=True)


def test_it_is_written_once_for_all_values() -> None:
    place, roads, parks = make_service("Place"), make_service("Roads"), make_service("Parks")
    assert [each.name for each in services((place.pk,), "Roads")] == ["Place", "Roads"]
    assert services((parks.pk,), "Nothing") == [parks]
    assert len(WRITTEN) == 1
    assert services((parks.pk, roads.pk), "Nothing") == [roads, parks]
    assert len(WRITTEN) == 2, "one more key, one more statement"


def test_what_changes_its_shape_is_given_by_name() -> None:
    place, roads = make_service("Place"), make_service("Roads")
    both = (place.pk, roads.pk)
    assert services(both, "") == [place, roads]
    assert services(both, "", newest=True) == [roads, place]
    assert services(both, "", limit=1) == [place]


def test_rows_are_as_django_reads_them() -> None:
    place = make_service("Place")
    Membership.objects.create(person=make_person("ann"), service=place)
    for _time in range(2):
        with CaptureQueriesContext(connection) as asked:
            found = services((place.pk,), "")[0]
        assert (found, found.held) == (place, 1)
        assert len(asked) == 1


def test_lists_are_filled_up_with_keys_of_nothing() -> None:
    assert filled_up([3, 7]) == (3, 7, -1, -2, -3, -4, -5, -6)
    assert filled_up(range(1, 9)) == tuple(range(1, 9))
    assert filled_up([]) == ()
    place = make_service("Place")
    assert services(filled_up([place.pk]), "") == [place]


def test_the_present_moment_goes_on() -> None:
    ann = make_person("ann")
    row = Membership.objects.create(person=ann, service=make_service("Place"))
    assert since(0) == [row.pk]
    with at_moment(ann.date_joined + timedelta(minutes=59)):
        assert since(0) == [row.pk]
    with at_moment(ann.date_joined + timedelta(minutes=61)):
        assert since(0) == []


def test_of_nothing_nothing_is_asked(django_assert_num_queries: Any) -> None:
    @prepared
    def of(keys: tuple[int, ...]) -> QuerySet[Service]:
        return Service.objects.filter(pk__in=keys)

    with django_assert_num_queries(0):
        assert of(()) == []


@pytest.mark.parametrize("value", [None, True, 1.5, [1], now()])
def test_other_values_are_refused(value: Any) -> None:
    with pytest.raises(TypeError, match="A value of a prepared statement"):
        services(value, "")


def test_a_value_that_decides_is_refused() -> None:
    @prepared
    def limited(limit: int) -> QuerySet[Service]:
        return Service.objects.all()[:limit]

    @prepared
    def reckoned(page: int) -> QuerySet[Service]:
        return Service.objects.filter(pk__gt=page * 20)

    for statement in (limited, reckoned):
        with pytest.raises(TypeError, match="stands in the statement as it was given"):
            statement(3)


def test_today_is_today_here_and_goes_on() -> None:
    @prepared
    def today(least: int) -> QuerySet[Membership]:
        return Membership.objects.filter(since__lte=localdate(now()), pk__gt=least)

    row = Membership.objects.create(person=make_person("ann"), service=make_service("Place"), since=date(2026, 7, 2))
    for hour, found in ((22, []), (23, [row])):  # of 1 July in UTC, when it is an hour later here
        with at_moment(datetime(2026, 7, 1, hour, 30, tzinfo=UTC)):
            assert today(0) == found


@pytest.mark.parametrize("day", [lambda: now().date(), lambda: localdate(now()) - timedelta(days=1)])
def test_another_day_is_refused(day: Any) -> None:
    @prepared
    def reckoned(least: int) -> QuerySet[Membership]:
        return Membership.objects.filter(since__lte=day(), pk__gt=least)

    with pytest.raises(TypeError, match="Of days only today"):
        reckoned(0)


def test_the_tests_compare_each_with_what_django_writes(settings: Any) -> None:
    settings.ROOST_CHECK_STATEMENTS = True

    @prepared
    def looking(least: int) -> QuerySet[Service]:
        return Service.objects.filter(pk__gt=least) if least > 5 else Service.objects.filter(pk__gte=least)

    assert looking(6) == []
    with pytest.raises(AssertionError, match="not what Django writes now"):
        looking(5)


def test_the_tests_see_values_that_change_places(settings: Any) -> None:
    settings.ROOST_CHECK_STATEMENTS = True

    @prepared
    def between(one: int, other: int) -> QuerySet[Service]:
        return Service.objects.filter(pk__range=sorted((one, other)))

    assert between(1, 2) == []
    with pytest.raises(AssertionError, match="not what Django writes now"):
        between(2, 1)


@pytest.mark.parametrize("lookup", ["name__contains", "name__endswith", "name__startswith"])
def test_a_text_that_django_changes_is_refused(lookup: str) -> None:
    @prepared
    def like(text: str) -> QuerySet[Service]:
        return Service.objects.filter(**{lookup: text})

    with pytest.raises(TypeError, match="as it was given"):
        like("Park_")


def test_pages_far_down_are_asked_by_django(django_assert_num_queries: Any) -> None:
    @prepared
    def at(least: int, *, first: int) -> QuerySet[Service]:
        return Service.objects.filter(pk__gt=least)[first : first + 20]

    for first in range(0, 2_000, 20):
        with django_assert_num_queries(1):
            assert at(0, first=first) == []
    assert statements._written.cache_info().currsize == statements.DEEPEST // 20 + 1


def test_a_reader_is_their_key_and_their_audiences() -> None:
    ann = make_person("ann")
    seen = []

    @prepared_for
    def mine(user: Any, least: int) -> QuerySet[Membership]:
        seen.append(audiences_of(user))
        return Membership.objects.filter(person=user.pk, pk__gt=least)

    assert mine(ann, 0) == []
    assert mine(make_person("bo"), 0) == []
    assert len(seen) == 1
    row = Membership.objects.create(person=ann, service=make_service("Place"))
    assert mine(ann, 0) == [row]


@pytest.mark.parametrize("ask", [tokens_of, lambda user: user.roost_profile, lambda user: getattr(user, "date_joined", None)])
def test_nothing_else_of_a_person_can_be_asked(ask: Any) -> None:
    @prepared_for
    def asking(user: Any) -> QuerySet[Service]:
        return Service.objects.filter(name=ask(user))

    with pytest.raises(TypeError):
        asking(make_person("ann"))


def test_who_is_in_no_audience_gets_what_django_writes() -> None:
    @prepared_for
    def seen(user: Any) -> QuerySet[Service]:
        WRITTEN.append((user,))
        return Service.objects.filter(pk__in=audiences_of(user))

    gone = make_person("gone", is_active=False)
    assert seen(gone) == seen(gone) == []
    assert [(gone,), (gone,)] == WRITTEN
