from __future__ import annotations

import time

import pytest
from django.contrib.auth.models import AnonymousUser, Group
from django.utils import timezone

from intranet.core.organisation.actions import all_staff, intern_audience
from intranet.core.organisation.queries import audiences_of, forget_rights
from intranet.core.search.actions import refresh, refresh_many, rehouse
from intranet.core.search.models import Document
from intranet.core.search.queries import newest, search, suggest
from tests.factories.people import make_person, make_service
from tests.leaflets.models import Folder, Leaflet

pytestmark = pytest.mark.django_db


@pytest.fixture
def member(housing):
    person = make_person("member", name="Mo Farouk")
    person.groups.add(Group.objects.create(name="Closed circle"))
    return person


@pytest.fixture
def circle(member):
    return intern_audience([[f"group:{member.groups.get().pk}"]])


def make(title="Canary", kind=Leaflet, **fields):
    thing = kind.objects.create(title=title, **{"audience": all_staff(), **fields})
    refresh(thing)
    return thing


def titles(user, text, **narrowed):
    return [hit.document.title for hit in search(user, text, **narrowed).hits]


def figures(results):
    return {facet.name: {value.value: value.count for value in facet.choices} for facet in results.facets}


def test_one_list_over_all_kinds(staff):
    make("Tablet guide"), make("Tablet folder", Folder)
    make_person("beth", name="Beth Tablet")
    results = search(staff, "tablet")
    assert {hit.document.kind for hit in results.hits} == {"leaflet", "folder", "person"}
    assert {hit.kind_label for hit in results.hits} >= {"Leaflet", "Folder"}
    assert figures(results)["kind"] == {"leaflet": 1, "folder": 1, "person": 1}


def test_who_may_not_see_it_finds_nothing_of_it(staff, member, circle):
    make("Canary", audience=circle)
    closed, opened = search(staff, "canary"), search(member, "canary")
    assert (closed.hits, closed.total, closed.pages, closed.facets, suggest(staff, "can")) == ((), 0, 0, (), [])
    assert "Canary" not in [hit.document.title for hit in newest(staff)]
    assert (opened.total, len(suggest(member, "can"))) == (1, 1)


def test_nobody_who_is_not_signed_in_finds_anything(staff):
    make()
    assert search(AnonymousUser(), "canary").total == 0
    assert suggest(AnonymousUser(), "canary") == []


def test_closing_a_container_counts_at_once(staff, member, circle):
    folder = make("Folder", Folder)
    make("Canary", folder=folder)
    assert search(staff, "canary").total == 1
    rehouse(folder, audience_id=circle.pk)
    Leaflet.objects.update(audience=circle)
    assert (search(staff, "canary").total, search(member, "canary").total) == (0, 1)


def test_losing_a_right_counts_at_once(member, circle):
    make("Canary", audience=circle)
    assert search(member, "canary").total == 1
    member.groups.clear()
    forget_rights(member)
    assert search(member, "canary").total == 0


def test_a_document_that_is_wrong_shows_nothing_and_counts_nothing(staff, circle):
    """The kind has the last word: total and facets are counted again without what it does not show."""
    make("Canary in the open")
    make("Canary gone astray")
    make("Canary without a thing", Folder)
    Leaflet.objects.filter(title="Canary gone astray").update(audience=circle)
    Folder.objects.filter(title="Canary without a thing")._raw_delete("default")
    results = search(staff, "canary")
    assert [hit.document.title for hit in results.hits] == ["Canary in the open"]
    assert (results.total, figures(results)["kind"]) == (1, {"leaflet": 1})
    assert [document.title for document in suggest(staff, "can")] == ["Canary in the open"]


def test_when_nothing_has_all_words_some_will_do_and_it_is_said(staff):
    make("Somebody told me a secret")
    results = search(staff, "somebody told secret zebra")
    assert (results.total, results.loose) == (1, True)
    assert not search(staff, "somebody secret").loose


def test_acronyms_of_services_are_known(staff):
    make_service("Adult Social Care", acronyms="ASC, adults")
    make("Ask ASC")
    make("Ask adult social care")
    assert set(titles(staff, "asc")) >= {"Ask ASC", "Ask adult social care"}
    assert set(titles(staff, "adult social care")) >= {"Ask ASC", "Ask adult social care"}


def test_from_in_tag_and_dates(staff, housing):
    beth = make_person("beth.carrow", name="Beth Carrow")
    repairs = make_service("Repairs", parent=housing)
    one = make("Canary one")
    make("Canary two", Folder)
    Document.objects.filter(title=one.title).update(
        author=beth, service=repairs, tags="#damp", created=timezone.make_aware(timezone.datetime(2026, 9, 15))
    )
    assert (
        titles(staff, "from:beth.carrow canary") == titles(staff, "from:beth canary") == titles(staff, 'from:"beth carrow" canary') == ["Canary one"]
    )
    assert titles(staff, "canary in:housing") == titles(staff, "canary in:repairs") == ["Canary one"]
    assert titles(staff, "canary in:folder") == titles(staff, "canary in:folders") == ["Canary two"]
    assert titles(staff, "canary tag:damp") == titles(staff, "canary tag:#Damp") == ["Canary one"]
    assert titles(staff, "canary after:2026-09 before:2026-10") == ["Canary one"]
    assert titles(staff, "canary after:2026-09-16") == titles(staff, "canary before:2026-09-15") == []
    assert set(titles(staff, "tag:damp")) == {"Canary one"}


def test_names_that_nobody_has_are_said(staff):
    make()
    results = search(staff, "canary from:nobody in:nowhere")
    assert (results.total, results.unknown) == (0, ("from:nobody", "in:nowhere"))


def test_narrowing_by_several_values(staff):
    make("Canary 1"), make("Canary 2", Folder)
    results = search(staff, "canary", kinds=["leaflet", "folder"])
    assert results.total == 2
    assert {(facet, value.value) for facet, value in results.chosen} == {("kind", "folder"), ("kind", "leaflet")}
    assert search(staff, "canary", kinds=["leaflet"]).total == 1
    assert search(staff, "canary", services=["nowhere"]).total == 0
    assert search(staff, "canary", since=["nonsense"]).total == 2


def test_the_number_of_queries_is_the_same_for_one_and_for_many(staff, django_assert_num_queries):
    make("Canary 0", Folder)
    search(staff, "canary")
    forget_rights(staff)
    with django_assert_num_queries(5):
        assert search(staff, "canary").total == 1
    refresh_many([Leaflet.objects.create(title=f"Canary {number}", audience=all_staff()) for number in range(49)])
    forget_rights(staff)
    with django_assert_num_queries(5):
        assert search(staff, "canary").total == 50


def test_nothing_to_look_for_asks_no_engine(staff, django_assert_num_queries):
    audiences_of(staff)
    with django_assert_num_queries(0):
        assert search(staff, "").total == search(staff, "?!").total == 0


@pytest.mark.parametrize(
    "text", ["a" * 20_000, "(" * 20_000, "**" * 10_000, "@" * 20_000, "&lt;" * 5_000, "from:a " * 3_000, '"a ' * 9_000, "-a " * 9_000]
)
def test_the_worst_query_costs_little(staff, text):
    make("a a a a", body="a " * 5000)
    search(staff, "warm")
    begun = time.process_time()
    search(staff, text)
    suggest(staff, text)
    assert time.process_time() - begun < 0.25


def test_what_is_new_is_newest_first(staff):
    for day, title in ((3, "Third"), (1, "First"), (2, "Second")):
        make(title)
        Document.objects.filter(title=title).update(created=timezone.now() - timezone.timedelta(days=day))
    assert [hit.document.title for hit in newest(staff)] == ["First", "Second", "Third"]
