"""Who hears of what, by what they chose and by what came of itself."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse

from intranet.core.background import now
from intranet.core.notifications.actions import follow, follow_tag
from intranet.core.notifications.jobs import KeepServiceFollows
from intranet.core.notifications.models import Follow, Tag
from intranet.core.notifications.queries import followers_of_any, silenced_by_any
from intranet.core.organisation.actions import move_person
from tests.budgets import query_budget
from tests.factories.people import make_person, make_service
from tests.factories.things import audience_of, make_published

if TYPE_CHECKING:
    from django.test import Client

    from tests.things.models import Thing

pytestmark = pytest.mark.django_db

LIST = "/notices/follows/"
SAVE = "/notices/follows/levels/"


@pytest.fixture
def author(housing: Any) -> Any:
    return make_person("author", name="Sam Okafor", service=housing)


@pytest.fixture
def topic(author: Any) -> Thing:
    return make_published("Damp", author=author)


@pytest.fixture
def area(author: Any) -> Thing:
    return make_published("Repairs", author=author)


class TestPrecedence:
    """Of a topic in an area in a service, whoever follows several of them."""

    def hears(self, *things: Any, person: Any) -> str:
        level = "nothing" if person in silenced_by_any(things) else ""
        level = "mentions" if person in followers_of_any(things, "mentions") else level
        return "everything" if person in followers_of_any(things) else level

    def test_the_nearest_choice_counts(self, topic: Thing, area: Thing, housing: Any, staff: Any) -> None:
        follow(staff, housing)
        assert self.hears(topic, area, housing, person=staff) == "everything"
        follow(staff, area, level="nothing")
        assert self.hears(topic, area, housing, person=staff) == "nothing"
        follow(staff, topic, level="mentions")
        assert self.hears(topic, area, housing, person=staff) == "mentions"
        follow(staff, topic)
        assert self.hears(topic, area, housing, person=staff) == "everything"

    def test_a_choice_counts_before_what_came_of_itself(self, topic: Thing, area: Thing, staff: Any) -> None:
        follow(staff, topic, automatic=True)
        assert self.hears(topic, area, person=staff) == "everything"
        follow(staff, area, level="nothing")
        assert self.hears(topic, area, person=staff) == "nothing"

    def test_who_follows_nothing_of_it_has_no_level(self, topic: Thing, area: Thing, staff: Any) -> None:
        follow(staff, area)
        assert self.hears(topic, person=staff) == ""
        assert self.hears(person=staff) == ""

    def test_one_statement_and_nobody_who_left(self, topic: Thing, area: Thing, housing: Any, staff: Any, django_assert_num_queries: Any) -> None:
        follow(make_person("leaver", is_active=False), area)
        for thing in (topic, area, housing):
            follow(staff, thing)
        with django_assert_num_queries(1):
            assert list(followers_of_any([topic, area, housing])) == [staff]


FOLLOWS_BUDGET = 9


class TestList:
    """The one page where a person sees and changes all that they follow."""

    @pytest.fixture
    def reader(self, client: Client, staff: Any) -> Client:
        client.force_login(staff)
        return client

    def test_levels_are_tabs_and_silenced_ones_can_be_undone(self, reader: Client, topic: Thing, area: Thing, staff: Any) -> None:
        follow(staff, topic)
        follow(staff, area, level="nothing")
        assert "Damp" in (page := reader.get(LIST).content.decode())
        assert "Repairs" not in page
        silenced = reader.get(LIST, {"level": "nothing"}).content.decode()
        assert "Repairs" in silenced
        assert "Damp" not in silenced
        row = Follow.objects.on(area).get()
        answer = reader.post(SAVE, {f"level-{row.pk}": "everything", "level": "nothing"})
        assert answer.url == f"{LIST}?level=nothing"
        assert list(followers_of_any([area])) == [staff]

    def test_stopping_leaves_mentions_and_answers(self, reader: Client, topic: Thing, staff: Any) -> None:
        follow(staff, topic, automatic=True)
        row = Follow.objects.get()
        assert "because you took part in it" in reader.get(LIST).content.decode()
        partial = reader.post(SAVE, {f"level-{row.pk}": "everything", "stop": str(row.pk), "level": "everything"}, headers={"HX-Request": "true"})
        assert "announce" in partial.headers["HX-Trigger"]
        assert "<html" not in partial.content.decode()
        row.refresh_from_db()
        assert (row.level, row.automatic) == ("mentions", False)

    def test_what_is_left_as_it_was_stays_automatic(self, reader: Client, topic: Thing, staff: Any) -> None:
        follow(staff, topic, automatic=True)
        reader.post(SAVE, {f"level-{Follow.objects.get().pk}": "everything"})
        assert Follow.objects.get().automatic

    def test_others_follows_are_out_of_reach(self, reader: Client, topic: Thing, author: Any) -> None:
        follow(author, topic)
        row = Follow.objects.get()
        for sent in ({f"level-{row.pk}": "nothing"}, {"stop": str(row.pk)}, {"level-99999999999999999999": "nothing"}):
            assert reader.post(SAVE, sent).status_code == 302
        assert reader.post(SAVE, {f"level-{row.pk}": "loud"}).status_code == 400
        row.refresh_from_db()
        assert row.level == "everything"

    def test_two_of_one_title_are_told_apart(self, reader: Client, author: Any, staff: Any) -> None:
        for _ in range(2):
            follow(staff, make_published("Minutes", author=author))
        page = reader.get(LIST).content.decode()
        assert "told of in Minutes (Things)" in page
        assert "told of in Minutes (2) (Things)" in page

    def test_what_one_may_not_see_any_more_is_absent_and_not_counted(self, reader: Client, topic: Thing, author: Any, staff: Any) -> None:
        follow(staff, topic)
        type(topic).objects.update(audience=audience_of(author))
        answer = reader.get(LIST)
        assert "Damp" not in answer.content.decode()
        assert [tab["count"] for tab in answer.context["tabs"]] == [0, 0, 0]

    def test_kinds_filter(self, reader: Client, topic: Thing, housing: Any, staff: Any) -> None:
        follow(staff, topic)
        follow(staff, housing)
        kind = Follow.objects.on(housing).get().content_type_id
        page = reader.get(LIST, {"kind": kind}).content.decode()
        assert housing.get_absolute_url() in page
        assert "Damp" not in page
        assert "Damp" in reader.get(LIST, {"kind": "no-number"}).content.decode()

    def test_old_ones_are_stopped_at_once(self, reader: Client, topic: Thing, area: Thing, staff: Any) -> None:
        follow(staff, topic)
        follow(staff, area)
        Follow.objects.on(topic).update(since=now() - timedelta(days=400))
        reader.post(reverse("notifications:stop-quiet-follows"), {"months": "12"})
        assert Follow.objects.on(topic).get().level == "mentions"
        assert Follow.objects.on(area).get().level == "everything"

    @pytest.mark.parametrize("number", [1, 50])
    def test_budget(self, reader: Client, author: Any, staff: Any, number: int) -> None:
        reader.get(LIST)
        for each in range(number):
            follow(staff, make_published(f"Thing {each}", author=author))
        with query_budget(FOLLOWS_BUDGET):
            reader.get(LIST)


class TestTags:
    @pytest.fixture
    def reader(self, client: Client, staff: Any) -> Client:
        client.force_login(staff)
        return client

    def test_a_tag_is_followed_by_typing_it(self, reader: Client, staff: Any) -> None:
        reader.post(reverse("notifications:follow-tag"), {"name": " #Damp "})
        assert "#damp" in reader.get(LIST).content.decode()
        assert list(followers_of_any([Tag.objects.get(name="damp")])) == [staff]

    @pytest.mark.parametrize("words", ["", "two words", "7up", "a,b", "x" * 60])
    def test_what_is_no_tag_is_refused_and_kept(self, reader: Client, words: str) -> None:
        answer = reader.post(reverse("notifications:follow-tag"), {"name": words})
        assert answer.status_code == 422
        assert not Tag.objects.exists()

    def test_the_page_of_a_tag_offers_it(self, reader: Client) -> None:
        page = reader.get("/search/", {"q": "tag:damp"}).content.decode()
        assert "Follow #damp" in page
        assert reader.post(reverse("notifications:follow-tag"), {"name": "damp", "back": "search"}).url == "/search/?q=tag:damp"
        assert 'value="everything" aria-pressed="true"' in reader.get("/search/", {"q": "tag:damp"}).content.decode()

    def test_others_tags_do_not_exist(self, reader: Client, author: Any) -> None:
        tag = follow_tag(author, "secret")
        address = reverse("notifications:follow", args=[ContentType.objects.get_for_model(Tag).pk, tag.pk])
        assert reader.post(address, {"level": "everything"}).status_code == 404


class TestServices:
    """A person follows their own service without having asked."""

    def levels(self, person: Any) -> dict[str, bool]:
        return {row.thing.name: row.automatic for row in Follow.objects.of(person)}

    def test_joining_and_leaving(self, housing: Any, staff: Any) -> None:
        finance = make_service("Finance")
        move_person(staff, service=finance, post="Officer", actor=staff)
        assert self.levels(staff) == {"Finance": True}
        move_person(staff, service=housing, post="Officer", actor=staff)
        assert self.levels(staff) == {housing.name: True}

    def test_choices_stay(self, housing: Any, staff: Any) -> None:
        finance = make_service("Finance")
        follow(staff, finance, level="nothing")
        follow(staff, housing)
        move_person(staff, service=finance, post="Officer", actor=staff)
        assert self.levels(staff) == {"Finance": False, housing.name: False}
        assert not followers_of_any([finance]).exists()

    def test_who_was_loaded_in_bulk_follows_from_the_next_day(self, housing: Any, staff: Any) -> None:
        assert self.levels(staff) == {}
        KeepServiceFollows().run()
        KeepServiceFollows().run()
        assert self.levels(staff) == {housing.name: True}

    def test_leaving_the_council(self, housing: Any, staff: Any) -> None:
        move_person(staff, service=housing, post="Officer", actor=staff)
        staff.is_active = False
        staff.save()
        assert self.levels(staff) == {}
