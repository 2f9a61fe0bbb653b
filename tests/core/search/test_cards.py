from __future__ import annotations

import pytest
from django.template import Context, Template
from django.test import RequestFactory

from intranet.core.organisation.actions import all_staff, intern_audience
from intranet.core.search.actions import refresh_many
from intranet.core.search.models import Document
from tests.leaflets.models import Folder, Leaflet

pytestmark = pytest.mark.django_db


def link(address: str, words: str = "") -> str:
    return f'<p class="card-link"><a href="{address}">{words or address}</a></p>'


def shown(user, html: str) -> str:
    request = RequestFactory().get("/")
    request.user = user
    return Template("{% load cards %}{% cards %}{{ html|safe }}{% endcards %}").render(Context({"html": html, "request": request}))


@pytest.fixture
def leaflets(staff):
    closed = intern_audience([["group:4711"]])
    things = [
        Leaflet.objects.create(title="Open & shut", audience=all_staff()),
        Leaflet.objects.create(title="Closed", audience=closed),
        Folder.objects.create(title="A <folder>", audience=all_staff()),
        Folder.objects.create(title="Closed folder", audience=closed),
    ]
    refresh_many(things)
    return things


def test_an_address_becomes_a_card(staff, leaflets):
    assert shown(staff, f"<p>See</p>{link('/leaflets/1/')}<p>there</p>".replace("/1/", f"/{leaflets[0].pk}/")) == (
        '<p>See</p><div class="card">Card of Open &amp; shut for staff</div>\n<p>there</p>'
    )


def test_a_thing_without_cards_shows_its_title(staff, leaflets):
    address = leaflets[2].get_absolute_url()
    assert shown(staff, link(address)) == link(address, "A &lt;folder&gt;")


CLOSED = '<p class="card-link muted">Something that is not open to you.</p>'


def test_what_the_reader_may_not_see_is_closed_and_what_is_not_there_stays_a_link(staff, leaflets):
    html = link(leaflets[1].get_absolute_url()) + link(leaflets[3].get_absolute_url()) + link("/leaflets/99999/")

    assert shown(staff, html) == CLOSED + CLOSED + link("/leaflets/99999/")


def test_the_kind_has_the_last_word(staff, leaflets):
    Document.objects.update(audience=all_staff())
    html = link(leaflets[1].get_absolute_url()) + link(leaflets[3].get_absolute_url())
    assert shown(staff, html) == CLOSED + CLOSED


@pytest.mark.parametrize(
    "marker",
    [
        "<p class='card-link'><a href='{}'>x</a></p>",
        '<p lang="cy" class="a card-link b" dir="ltr"><a rel="nofollow" href="{}" title="t">x</a></p>',
        '<p class="card-link">\n<a href="{}?page=2&amp;x=1#post-3">x</a>\n</p>',
    ],
)
def test_the_marker_is_known_in_any_dress(staff, leaflets, marker):
    assert "Card of Open" in shown(staff, marker.format(leaflets[0].get_absolute_url()))


@pytest.mark.parametrize(
    "html", ['<p><a href="{}">x</a></p>', '<p class="card-links"><a href="{}">x</a></p>', '<p class="card-link">words <a href="{}">x</a></p>', ""]
)
def test_other_links_stay(staff, leaflets, html):
    html = html.format(leaflets[0].get_absolute_url())
    assert shown(staff, html) == html


def test_the_number_of_queries_is_that_of_the_kinds(staff, leaflets, django_assert_num_queries):
    more = [Leaflet.objects.create(title=f"Leaflet {number}", audience=all_staff()) for number in range(30)]
    refresh_many(more)
    folder = link(leaflets[2].get_absolute_url())
    shown(staff, folder + link(more[0].get_absolute_url()))
    with django_assert_num_queries(3):
        shown(staff, folder + link(more[0].get_absolute_url()))
    with django_assert_num_queries(3):
        shown(staff, folder + "".join(link(leaflet.get_absolute_url()) for leaflet in more))
    with django_assert_num_queries(0):
        shown(staff, "<p>No address</p>")
