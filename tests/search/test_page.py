"""The page of search."""

from __future__ import annotations

import pytest
from django.urls import reverse

from intranet.core.organisation.actions import all_staff, intern_audience
from intranet.core.search.actions import refresh, refresh_many
from intranet.core.search.models import Document, QueryLog
from tests.leaflets.models import Folder, Leaflet

pytestmark = pytest.mark.django_db


def make(title="Canary", kind=Leaflet, **fields):
    thing = kind.objects.create(title=title, **{"audience": all_staff(), **fields})
    refresh(thing)
    return thing


@pytest.fixture
def page(client, staff):
    client.force_login(staff)

    def get(**query):
        response = client.get(reverse("search:search"), query)
        assert response.status_code == 200
        return response.content.decode()

    return get


def test_results_show_what_matched(page):
    make("Canary <guide>", body="The canary sings & the <b>canaries</b> too.")
    html = page(q="canary")
    assert "<strong>1 result</strong>" in html
    assert "<mark>Canary</mark> &lt;guide&gt;" in html
    assert "The <mark>canary</mark> sings &amp; the &lt;b&gt;<mark>canaries</mark>&lt;/b&gt; too." in html


def test_what_was_typed_is_escaped(page):
    html = page(q='"><script>alert(1)</script>')
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html


def test_no_result_says_what_to_try(page):
    html = page(q="canary", kind="folder")
    assert "Nothing for “canary”" in html
    assert "One filter is on." in html


def test_filters_are_taken_off_one_by_one(page):
    make(), make(kind=Folder)
    html = page(q="canary", kind=["leaflet", "folder"], page=1)
    assert 'href="?q=canary&amp;kind=leaflet"' in html
    assert 'href="?q=canary&amp;kind=folder"' in html
    assert html.count(" checked>") == 2


def test_unknown_names_and_dates_are_explained(page):
    html = page(q="canary from:nobody before:yesterday")
    assert "Nobody and nothing is called <code>from:nobody</code>." in html
    assert "<code>before:yesterday</code> was left out" in html


def test_some_words_are_said_to_be_some(page):
    make()
    assert "Hardly anything has all of these words" in page(q="canary zebra")


def test_pages(page):
    refresh_many([Leaflet.objects.create(title=f"Canary {number}", audience=all_staff()) for number in range(45)])
    first, last = page(q="canary"), page(q="canary", page=3)
    assert "<strong>45 results</strong>" in first
    assert 'rel="next"' in first
    assert 'rel="next"' not in last
    assert '<ol class="list" start="41">' in last


@pytest.mark.parametrize(
    "query",
    [
        {"page": "x"},
        {"page": "-1"},
        {"page": "999"},
        {"author": "x"},
        {"author": "9" * 30},
        {"since": "x"},
        {"service": "?"},
        {"sort": "x"},
        {"tag": "%"},
    ],
)
def test_nonsense_in_the_address_is_no_error(page, query):
    make()
    page(q="canary", **query)


def test_without_words_it_shows_what_is_new(page):
    leaflet = make("Something new")
    make("A closed thing", audience=intern_audience([["group:4711"]]))
    Document.objects.update(created="2026-01-01T00:00Z")
    html = page()
    assert leaflet.title in html
    assert "A closed thing" not in html


def test_suggestions(client, staff):
    client.force_login(staff)
    leaflet = make()
    make("Canary in a cage", audience=intern_audience([["group:4711"]]))
    answer = client.get(reverse("search:suggest"), {"q": "can"}).json()
    assert answer == {"suggestions": [{"title": "Canary", "url": leaflet.get_absolute_url(), "kind": "Leaflet"}]}
    assert client.get(reverse("search:suggest"), {"q": "c"}).json() == {"suggestions": []}


def test_queries_are_logged_without_the_person(page):
    make()
    page(q="canary")
    page(q="canary", page=2)
    page(q="")
    assert list(QueryLog.objects.values_list("text", "found")) == [("canary", 1)]
    assert {field.name for field in QueryLog._meta.get_fields()} == {"id", "text", "found", "day"}


def test_only_the_signed_in_search(client):
    assert client.get(reverse("search:search"), {"q": "canary"}).status_code == 302
    assert client.post(reverse("search:search")).status_code == 405 or client.post(reverse("search:search")).status_code == 302


def test_the_page_costs_the_same_for_one_and_for_many(page, django_assert_max_num_queries):
    make("Canary 0", Folder)
    page(q="canary")
    with django_assert_max_num_queries(13) as once:
        page(q="canary")
    refresh_many([Leaflet.objects.create(title=f"Canary {number}", audience=all_staff()) for number in range(49)])
    with django_assert_max_num_queries(13) as often:
        page(q="canary")
    assert len(once) == len(often)
