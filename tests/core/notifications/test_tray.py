"""What belongs together is one line; what is told to all is one row: in the list, the menu, the count, and when it is read."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser, Group
from django.urls import reverse

from intranet.core.background import now
from intranet.core.kinds import State
from intranet.core.notifications.actions import broadcast, notify
from intranet.core.notifications.models import Notice, NoticeReading
from intranet.core.notifications.queries import bell_count
from intranet.core.organisation.actions import intern_audience
from tests.budgets import query_budget
from tests.core.notifications.test_notify import LIST, count, sentences
from tests.factories.people import make_person
from tests.factories.things import audience_of, make_published
from tests.things.models import Thing
from tests.things.notices import ThingAnswered, ThingDecided, ThingWritten

if TYPE_CHECKING:
    from django.test import Client

    from intranet.core.organisation.models import Audience

pytestmark = pytest.mark.django_db

MENU = "/notices/latest/"


@pytest.fixture
def place(housing: Any) -> Thing:
    return make_published("Lifts", author=make_person("founder", service=housing))


@pytest.fixture
def sam(housing: Any) -> Any:
    return make_person("sam", name="Sam Okafor", service=housing)


@pytest.fixture
def ada(housing: Any) -> Any:
    return make_person("ada", name="Ada Byron", service=housing)


@pytest.fixture
def reader(client: Client, staff: Any) -> Client:
    client.force_login(staff)
    return client


def answer(place: Thing, author: Any, staff: Any, audience: Audience | None = None) -> Thing:
    thing = make_published(f"by {author}", author=author, place=place, audience=audience)
    notify(ThingAnswered, thing=thing, recipients=[staff], actor=author)
    return thing


def act(client: Client, verb: str, notice: Notice) -> Any:
    return client.post(reverse(f"notifications:{verb}", args=[notice.pk]))


class TestTogether:
    def test_new_ones_of_a_group_are_one_line_everywhere(self, place: Thing, sam: Any, ada: Any, staff: Any, reader: Client) -> None:
        first = answer(place, ada, staff)
        answer(place, sam, staff)
        answer(place, make_person("third"), staff)
        assert sentences(reader) == ["Third and 2 more answered in “Lifts”"]
        assert reader.get(MENU).content.decode().count("<li>") == 1
        assert count(staff) == 1
        assert act(reader, "open", Notice.objects.latest("pk")).url == f"/things/{first.pk}/"
        assert not Notice.objects.filter(read_at=None).exists()
        assert count(staff) == 0
        assert len(sentences(reader)) == 3

    def test_who_answers_twice_is_not_another(self, place: Thing, sam: Any, ada: Any, staff: Any, reader: Client) -> None:
        answer(place, sam, staff)
        answer(place, sam, staff)
        assert sentences(reader) == ["Sam Okafor answered in “Lifts”"]
        answer(place, ada, staff)
        assert sentences(reader) == ["Ada Byron and 1 more answered in “Lifts”"]

    def test_what_is_hidden_leaves_the_line_with_its_name(self, place: Thing, sam: Any, ada: Any, staff: Any, reader: Client) -> None:
        """D-06: also when it stands for the group, and when the group leads to it."""
        first, last = answer(place, ada, staff), answer(place, sam, staff)
        answers = Thing.objects.filter(place=place)
        answers.filter(pk=last.pk).update(state=State.HIDDEN)
        assert sentences(reader) == ["Ada Byron answered in “Lifts”"]
        assert "Sam" not in reader.get(LIST).content.decode() + reader.get(MENU).content.decode()
        answers.update(state=State.PUBLISHED)
        answers.filter(pk=first.pk).update(audience=audience_of(ada))
        assert sentences(reader) == ["Sam Okafor answered in “Lifts”"]
        assert act(reader, "open", Notice.objects.latest("pk")).url == f"/things/{last.pk}/"
        assert Notice.objects.get(read_at=None).object_id == first.pk
        answers.update(state=State.REMOVED)
        assert sentences(reader) == []
        assert count(staff) == 0

    def test_marking_the_line_marks_what_stood_in_it(self, place: Thing, sam: Any, ada: Any, staff: Any, reader: Client) -> None:
        answer(place, ada, staff)
        answer(place, sam, staff)
        shown = Notice.objects.latest("pk")
        answer(place, make_person("late"), staff)
        act(reader, "read", shown)
        assert sentences(reader, show="new") == ["Late answered in “Lifts”"]
        assert count(staff) == 1

    def test_other_places_and_read_ones_stand_apart(self, place: Thing, sam: Any, ada: Any, staff: Any, reader: Client) -> None:
        answer(place, sam, staff)
        Notice.objects.update(read_at=now())
        answer(place, ada, staff)
        answer(make_published("Stairs", author=sam), sam, staff)
        assert sentences(reader) == ["Sam Okafor answered in “Stairs”", "Ada Byron answered in “Lifts”", "Sam Okafor answered in “Lifts”"]
        assert count(staff) == 2


class TestToAll:
    @pytest.fixture
    def notice(self, place: Thing, sam: Any, ada: Any, staff: Any) -> Notice:
        return broadcast(ThingDecided, thing=place, actor=sam)

    def test_everybody_of_the_audience_reads_it_for_themselves(self, notice: Notice, staff: Any, ada: Any, sam: Any, reader: Client) -> None:
        assert sentences(reader) == ["Sam Okafor wrote “Lifts”"]
        assert "Lifts" in reader.get(MENU).content.decode()
        assert (count(staff), count(ada), count(sam)) == (1, 1, 0)
        assert act(reader, "open", notice).url == f"/things/{notice.object_id}/"
        act(reader, "open", notice)
        assert list(NoticeReading.objects.values_list("person", "notice")) == [(staff.pk, notice.pk)]
        assert (count(staff), count(ada)) == (0, 1)
        assert sentences(reader) == ["Sam Okafor wrote “Lifts”"]
        assert sentences(reader, show="new") == []
        notice.refresh_from_db()
        assert notice.read_at is None

    def test_marking_all_marks_it(self, notice: Notice, staff: Any, reader: Client) -> None:
        for _ in range(2):
            reader.post(reverse("notifications:read-all"))
            assert count(staff) == 0
        assert NoticeReading.objects.count() == 1

    def test_others_hear_nothing_of_it(self, place: Thing, sam: Any, ada: Any, staff: Any, reader: Client) -> None:
        Thing.objects.filter(pk=place.pk).update(audience=audience_of(sam, ada))
        place.refresh_from_db()
        notice = broadcast(ThingDecided, thing=place, actor=sam)
        assert sentences(reader) == []
        assert act(reader, "open", notice).status_code == act(reader, "read", notice).status_code == 404
        reader.post(reverse("notifications:read-all"))
        assert (count(staff), count(ada)) == (0, 1)
        assert not NoticeReading.objects.exists()

    def test_what_may_not_be_seen_any_more_is_silent(self, notice: Notice, place: Thing, sam: Any, staff: Any, reader: Client) -> None:
        for change in ({"audience": audience_of(sam)}, {"state": State.HIDDEN}):
            Thing.objects.filter(pk=place.pk).update(audience=place.audience, state=State.PUBLISHED)
            assert count(staff) == 1
            Thing.objects.filter(pk=place.pk).update(**change)
            assert count(staff) == 0
            assert sentences(reader) == []
            assert act(reader, "open", notice).status_code == 404

    def test_who_joins_later_is_not_told_old_news(self, notice: Notice) -> None:
        Notice.objects.update(created=now() - timedelta(days=1))
        assert count(make_person("newcomer")) == 0

    def test_who_was_told_in_person_is_told_once(self, place: Thing, sam: Any, staff: Any, ada: Any, reader: Client) -> None:
        notify(ThingWritten, thing=place, recipients=[staff], actor=sam, event="once")
        broadcast(ThingDecided, thing=place, actor=sam, event="once")
        assert (count(staff), count(ada)) == (1, 1)
        act(reader, "open", Notice.objects.get(recipient=staff))
        Notice.objects.filter(recipient=staff).delete()
        assert count(staff) == 0


def test_what_came_after_the_page_was_shown_stays_new(place: Thing, sam: Any, ada: Any, staff: Any, reader: Client) -> None:
    answer(place, sam, staff)
    shown = reader.get(LIST)
    assert f'name="until" value="{Notice.objects.get().pk}"' in shown.content.decode()
    answer(place, ada, staff)
    reader.post(reverse("notifications:read-all"), {"until": str(Notice.objects.earliest("pk").pk)})
    assert sentences(reader, show="new") == ["Ada Byron answered in “Lifts”"]


@pytest.mark.parametrize("until", ["9" * 30, "9" * 5000, "x"])
def test_an_odd_end_of_what_was_read_is_no_fault(reader: Client, until: str) -> None:
    assert reader.post(reverse("notifications:read-all"), {"until": until}).status_code == 302


@pytest.mark.parametrize(("number", "budget"), [(0, 2), (1, 3), (50, 3)])
def test_the_count_costs_two_or_three(number: int, budget: int, place: Thing, sam: Any, staff: Any) -> None:
    """The person's audiences, which every page asks for anyway; the notices; and, when one is new, what of them may be seen."""
    for index in range(number):
        notify(ThingWritten, thing=place, recipients=[staff], actor=sam, event=str(index))
        broadcast(ThingDecided, thing=place, actor=sam, event=f"all {index}")
    with query_budget(budget):
        assert count(staff) == 2 * number


class TestTheBell:
    """Decision 155: the number is remembered for some seconds, and nothing but the number."""

    @pytest.fixture(autouse=True)
    def _remembered(self, settings: Any) -> None:
        settings.ROOST_COUNT_SECONDS = 10

    def test_it_is_counted_once_and_anew_when_one_is_read(self, place: Thing, sam: Any, ada: Any, staff: Any, reader: Client) -> None:
        answer(place, sam, staff)
        assert bell_count(again(staff)) == 1
        answer(make_published("Stairs", author=staff), ada, staff)
        later = again(staff)
        with query_budget(1):  # the person's audiences, which every page asks for anyway
            assert bell_count(later) == 1
        act(reader, "read", Notice.objects.latest("pk"))
        assert bell_count(again(staff)) == 1
        reader.post(reverse("notifications:read-all"))
        assert bell_count(again(staff)) == 0

    def test_other_audiences_are_another_count(self, place: Thing, sam: Any, staff: Any) -> None:
        group = Group.objects.create(name="Practice")
        staff.groups.add(group)
        Thing.objects.filter(pk=place.pk).update(audience=intern_audience([[f"group:{group.pk}"]]))
        broadcast(ThingDecided, thing=Thing.objects.get(pk=place.pk), actor=sam)
        assert bell_count(again(staff)) == 1
        staff.groups.remove(group)
        assert bell_count(again(staff)) == 0

    def test_it_agrees_with_the_list_on_its_page(self, place: Thing, sam: Any, staff: Any, reader: Client) -> None:
        assert bell_count(again(staff)) == 0
        answer(place, sam, staff)
        assert reader.get(LIST).context["frame"].unread == 1

    def test_nobody_has_none(self) -> None:
        assert bell_count(AnonymousUser()) == 0


def again(person: Any) -> Any:
    """The person as the next request reads them."""
    return get_user_model().objects.get(pk=person.pk)
