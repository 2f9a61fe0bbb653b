"""Elasticsearch and the outbox: nothing is lost, nothing old replaces what is newer, and what is dirty is not shown."""

from __future__ import annotations

import threading
from io import StringIO

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection

from intranet.core.organisation.actions import all_staff, intern_audience
from intranet.core.search import conf
from intranet.core.search.actions import forget, place_of, refresh, refresh_many, rehouse
from intranet.core.search.engines.base import Change
from intranet.core.search.engines.delivery import bring_up_to_date, compare, drain, rebuild
from intranet.core.search.models import Document, OutboxEntry
from intranet.core.search.queries import search, suggest
from tests.leaflets.models import Folder, Leaflet

pytestmark = [pytest.mark.elasticsearch, pytest.mark.django_db]


def make(title="Canary", kind=Leaflet, **fields):
    thing = kind.objects.create(title=title, **{"audience": all_staff(), **fields})
    refresh(thing)
    return thing


def titles(user, text="canary"):
    results = search(user, text)
    assert results.total == len(results.hits)
    assert not results.slow
    return sorted(hit.document.title for hit in results.hits)


def test_what_changed_is_found_after_delivery(outside, staff):
    make()
    assert titles(staff) == []
    assert drain() > 0
    assert (titles(staff), OutboxEntry.objects.count(), len(compare())) == (["Canary"], 0, 0)


def test_what_is_dirty_is_left_out_of_hits_total_facets_and_suggestions(outside, staff):
    canary, gone, closed = make("Canary kept"), make("Canary gone"), make("Canary closed", Folder)
    inside = make("Canary inside", folder=closed)
    drain()
    assert len(titles(staff)) == 4
    gone.delete()
    secret = intern_audience([["group:4711"]])
    Folder.objects.update(audience=secret)
    Leaflet.objects.filter(pk=inside.pk).update(audience=secret)
    closed.refresh_from_db()
    refresh(closed)
    for _ in range(2):
        results = search(staff, "canary")
        assert [hit.document.title for hit in results.hits] == ["Canary kept"]
        assert (results.total, results.pages) == (1, 1)
        assert [(value.value, value.count) for facet in results.facets if facet.name == "kind" for value in facet.choices] == [("leaflet", 1)]
        assert [document.title for document in suggest(staff, "can")] == ["Canary kept"]
        drain()
    assert len(compare()) == 0
    assert canary.pk


def test_closing_a_container_is_one_entry_however_deep(outside, staff):
    folder = make("Folder", Folder)
    leaflet = make(folder=folder)
    refresh_many([Leaflet.objects.create(title="Canary", audience=all_staff(), folder=folder, under=leaflet) for _ in range(20)])
    drain()
    rehouse(folder, audience_id=intern_audience([["group:4711"]]).pk)
    assert OutboxEntry.objects.values_list("object_id", "is_container").get() == (folder.pk, True)
    assert titles(staff) == []
    drain()
    assert (titles(staff), len(compare())) == ([], 0)


def test_what_is_late_does_not_replace_what_is_newer(outside, staff):
    leaflet = make("Canary old")
    drain()
    place, old = place_of(leaflet), Document.objects.get(kind="leaflet")
    newest = OutboxEntry.objects.create(content_type_id=place[0], object_id=place[1]).pk
    Leaflet.objects.update(title="Canary new")
    Document.objects.filter(pk=old.pk).update(title="Canary new")
    drain()
    assert outside.put([Change(place, old, version=newest - 1)]) == {}
    assert titles(staff) == ["Canary new"]
    forget(leaflet)
    drain()
    assert outside.put([Change(place, old, version=newest)]) == {}
    assert (len(compare()), OutboxEntry.objects.count()) == (0, 0)


def test_many_changes_at_once_let_the_database_answer(outside, staff, monkeypatch):
    monkeypatch.setattr(conf, "DIRTY_LIMIT", 3)
    for number in range(5):
        make(f"Canary {number}")
    results = search(staff, "canary")
    assert (results.slow, results.total) == (True, 5)
    drain()
    assert not search(staff, "canary").slow


def test_an_index_that_is_not_there_is_built_by_the_job(outside, staff):
    make()
    outside.clear()
    assert search(staff, "canary").slow
    bring_up_to_date()
    assert titles(staff) == ["Canary"]


def test_a_rebuild_misses_nothing_that_happens_meanwhile(outside, staff):
    changed, gone, _ = make("Canary changed"), make("Canary gone"), make("Canary kept")
    drain()

    def batches():
        documents = list(Document.objects.order_by("pk"))
        yield documents[:1]
        Leaflet.objects.filter(pk=changed.pk).update(title="Canary as it is now")
        refresh(Leaflet.objects.get(pk=changed.pk))
        gone.delete()
        make("Canary added")
        drain()
        assert titles(staff) == ["Canary added", "Canary as it is now", "Canary kept"]
        yield documents[1:]

    outside.rebuild(batches())
    assert titles(staff) == ["Canary added", "Canary as it is now", "Canary kept"]
    assert len(compare()) == 0


def test_what_the_index_refuses_stays_and_does_not_hold_up_the_rest(outside, staff):
    broken = make("Canary broken")
    Document.objects.filter(kind="leaflet").update(boost=float(2**60) ** 7)
    make("Canary whole")
    drain()
    entry = OutboxEntry.objects.get()
    assert (entry.object_id, entry.attempts) == (broken.pk, 1)
    assert "boost" in entry.last_error
    assert titles(staff) == ["Canary whole"]


def test_reconcile_lists_and_mends(outside, staff):
    lost, wrong = make("Canary lost"), make("Canary wrong")
    drain()
    place = place_of(lost)
    version = 10**9
    outside.put([Change(place, None, version=0)])
    document = Document.objects.get(object_id=wrong.pk, kind="leaflet")
    document.title = "Something else"
    outside.clear()
    ghost = Document.objects.get(kind="service")
    outside.rebuild([[document, ghost]])
    left_over = Change((place[0], 999_999), document, version=0)
    outside.put([left_over])
    listed = StringIO()
    call_command("reconcile_index", "--list", stdout=listed)
    assert f"leaflet {lost.pk}" in listed.getvalue().lower()
    assert "Outdated" in listed.getvalue()
    assert "999999" in listed.getvalue()
    assert version > len(compare()) > 0
    mended = StringIO()
    call_command("reconcile_index", stdout=mended)
    assert mended.getvalue().endswith("Index and database agree.\n")
    assert titles(staff) == ["Canary lost", "Canary wrong"]


def test_rebuild_index_says_how_many(outside, staff):
    make()
    told = StringIO()
    call_command("rebuild_index", stdout=told)
    assert told.getvalue() == f"{Document.objects.count()} things are in the index.\n"
    assert rebuild() == Document.objects.count()


@pytest.mark.races
@pytest.mark.django_db(transaction=True)
def test_two_drainers_at_once_lose_nothing(outside):
    def work(wait):
        wait.wait()
        drain()
        connection.close()

    Leaflet.objects.bulk_create(Leaflet(title=f"Canary {number}", audience=all_staff()) for number in range(300))
    for round_ in range(3):
        Leaflet.objects.update(title=f"Canary of round {round_}")
        refresh_many(Leaflet.objects.all())
        wait = threading.Barrier(3)
        workers = [threading.Thread(target=work, args=(wait,)) for _ in range(3)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        drain()
        assert (OutboxEntry.objects.count(), len(compare())) == (0, 0)
    assert ContentType.objects.get_for_model(Leaflet)


def test_the_probe_knows_an_engine_without_an_index(outside, client):
    ready = {"path": "/-/ready/", "headers": {"Authorization": "Bearer test-only"}}
    outside.rebuild([])
    assert client.get(**ready).json()["parts"]["search"] == "ok"
    outside.clear()
    answer = client.get(**ready)
    assert (answer.status_code, answer.json()["status"], answer.json()["parts"]["search"]) == (200, "degraded", "has no index: run rebuild_index")
