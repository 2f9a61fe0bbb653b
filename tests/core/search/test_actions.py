from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser

from intranet.core.organisation.actions import all_staff, intern_audience
from intranet.core.organisation.queries import forget_rights
from intranet.core.organisation.signals import people_changed
from intranet.core.search.actions import forget, place_of, readdress, refresh, refresh_many, rehouse
from intranet.core.search.actions.documents import tags_in_line
from intranet.core.search.models import Document, OutboxEntry
from tests.leaflets.models import Folder, Leaflet

pytestmark = pytest.mark.django_db


def make(kind=Leaflet, title="Canary", **fields):
    return kind.objects.create(title=title, **{"audience": all_staff(), **fields})


def document_of(thing) -> Document | None:
    return Document.objects.at([place_of(thing)]).first()


def audience_of(thing) -> int | None:
    return document_of(thing).audience_id


@pytest.fixture
def nest():
    """A folder, a leaflet in it, and one under that."""
    folder = make(Folder)
    leaflet = make(folder=folder)
    note = make(folder=folder, under=leaflet)
    refresh_many([folder, leaflet, note])
    return folder, leaflet, note


def test_refresh_writes_what_the_thing_says_and_does_so_again():
    leaflet = make(body="Some words")
    refresh(leaflet)
    leaflet.title = "New title"
    refresh(leaflet)
    document = Document.objects.get()
    assert (document.kind, document.title, document.body, document.url) == ("leaflet", "New title", "Some words", leaflet.get_absolute_url())
    assert document.thing == leaflet


def test_refresh_is_two_queries_for_a_new_thing(django_assert_num_queries):
    refresh(make())
    leaflet = make()
    with django_assert_num_queries(2):
        refresh(leaflet)


def test_what_holds_no_others_costs_a_query_less_and_takes_none_in(nest, monkeypatch, django_assert_num_queries):
    _folder, leaflet, note = nest
    monkeypatch.setattr(Leaflet, "holds_others", False)
    with django_assert_num_queries(1):
        refresh(leaflet)
    with pytest.raises(ValueError, match="holds no others"):
        refresh(note)


def test_many_are_refreshed_in_few_queries(django_assert_num_queries):
    leaflets = [make(title=f"Canary {number}") for number in range(50)]
    refresh(leaflets[0])
    with django_assert_num_queries(2):
        refresh_many(leaflets)
    assert Document.objects.count() == 50


def test_what_is_not_shown_has_no_document():
    leaflet = make()
    refresh(leaflet)
    leaflet.shown = False
    refresh(leaflet)
    assert document_of(leaflet) is None


def test_deleting_a_thing_forgets_it(nest):
    _, leaflet, note = nest
    note.delete()
    assert Document.objects.filter(kind="leaflet").get().thing == leaflet


def test_deleting_many_forgets_each(nest):
    Leaflet.objects.all().delete()
    assert Document.objects.count() == 1


def test_another_audience_of_a_container_is_that_of_all_in_it(nest):
    folder, leaflet, note = nest
    secret = intern_audience([["group:4711"]])
    folder.audience = secret
    refresh(folder)
    assert [audience_of(thing) for thing in (folder, leaflet, note)] == [secret.pk] * 3


def test_what_lies_in_a_hidden_container_is_nobodys_until_it_is_shown_again(nest):
    folder, leaflet, note = nest
    forget(leaflet)
    assert (document_of(leaflet), audience_of(note), audience_of(folder)) == (None, None, all_staff().pk)
    refresh(leaflet)
    assert audience_of(note) == all_staff().pk


def test_rehouse_is_one_statement_however_much_it_is(nest, django_assert_num_queries):
    folder = nest[0]
    refresh_many([make(folder=folder) for _ in range(30)])
    other = make()
    refresh(other)
    secret = intern_audience([["group:4711"]])
    with django_assert_num_queries(1):
        rehouse(folder, audience_id=secret.pk)
    assert Document.objects.filter(audience=secret).count() == 32
    assert audience_of(other) == audience_of(folder) == all_staff().pk


def test_readdress_changes_the_beginning_of_addresses_only():
    leaflet, other = make(), make()
    refresh_many([leaflet, other])
    Document.objects.at([place_of(leaflet)]).update(url="/blogs/old/post/#c-7")
    readdress("/blogs/old/", "/blogs/new/")
    assert {document.url for document in Document.objects.all()} == {"/blogs/new/post/#c-7", other.get_absolute_url()}


def test_tags_are_single_lower_case_words():
    assert tags_in_line(["Damp", "two words", 'qu"ote', "damp", ""]) == "#damp #twowords #quote"
    assert len(tags_in_line([f"tag{number}" for number in range(500)])) <= 500


def test_nothing_goes_into_the_outbox_without_an_outside_engine(nest, settings):
    assert not OutboxEntry.objects.exists()


def test_people_and_services_are_found_when_they_are_saved(staff):
    assert {"person", "service"} <= set(Document.objects.values_list("kind", flat=True))


def test_who_left_is_forgotten(staff):
    staff.is_active = False
    staff.save()
    people_changed.send(None, person_ids=[staff.pk])
    forget_rights(AnonymousUser())
    assert not Document.objects.filter(kind="person").exists()
