from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Paginator
from django.template import Context, RequestContext, Template
from django.test import RequestFactory

from intranet.core.background import at_moment
from intranet.core.ui.templatetags import roost

MONDAY = datetime(2026, 11, 23, 15, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (datetime(2026, 11, 23, 15, 29, 40, tzinfo=UTC), "just now"),
        (datetime(2026, 11, 23, 15, 29, tzinfo=UTC), "1 minute ago"),
        (datetime(2026, 11, 23, 14, 50, tzinfo=UTC), "40 minutes ago"),
        (datetime(2026, 11, 23, 8, 15, tzinfo=UTC), "today 08:15"),
        (datetime(2026, 11, 23, 17, 0, tzinfo=UTC), "today 17:00"),
        (datetime(2026, 11, 22, 19, 20, tzinfo=UTC), "yesterday 19:20"),
        (datetime(2026, 11, 24, 10, 12, tzinfo=UTC), "tomorrow 10:12"),
        (datetime(2026, 11, 20, 16, 0, tzinfo=UTC), "Friday 16:00"),
        (datetime(2026, 11, 25, 17, 0, tzinfo=UTC), "Wednesday 17:00"),
        (datetime(2026, 11, 16, 9, 12, tzinfo=UTC), "16 November 2026"),
        (datetime(2026, 7, 1, 23, 30, tzinfo=UTC), "2 July 2026"),
        (date(2026, 11, 24), "tomorrow"),
        (date(2027, 3, 1), "1 March 2027"),
    ],
)
def test_humane(moment: date, words: str) -> None:
    with at_moment(MONDAY):
        assert roost.humane(moment) == words


def test_when_keeps_the_exact_moment() -> None:
    with at_moment(MONDAY):
        shown = roost.when(datetime(2026, 11, 23, 14, 50, tzinfo=UTC))
    assert shown == '<time datetime="2026-11-23T14:50:00+00:00" title="23 November 2026, 14:50">40 minutes ago</time>'


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Priya Nair", "PN"), ("Cllr Idris Bankole", "IB"), ("Madonna", "M"), ("", ""), ("Dawit van der Haile", "DH"), ("(guest) Ann", "A")],
)
def test_initials(name: str, letters: str) -> None:
    assert roost.initials(name) == letters


def test_hue_never_changes() -> None:
    assert [roost.hue(name) for name in ("Maren Holroyd", "Sam Okafor", "Priya Nair")] == [8, 6, 2]


def test_avatar_escapes_the_name() -> None:
    assert "<b" not in roost.avatar("<b> <i>")


def test_querystring_with_keeps_the_rest() -> None:
    request = RequestFactory().get("/search/?q=damp&in=post&in=poll&page=3")
    context = RequestContext(request)
    assert roost.querystring_with(context, page=4) == "?q=damp&in=post&in=poll&page=4"
    assert roost.page_query(context, 1) == "?q=damp&in=post&in=poll"


def test_capture_is_empty_for_white_space_and_keeps_markup() -> None:
    template = Template("{% load roost %}{% capture a %} \n {% endcapture %}{% capture b %}<b>{{ words }}</b>{% endcapture %}[{{ a }}][{{ b }}]")
    assert template.render(Context({"words": "<i>"})) == "[][<b>&lt;i&gt;</b>]"


def test_csrf_field_works_inside_an_include_with_only() -> None:
    request = RequestFactory().get("/")
    shown = Template('{% include "components/button_form.html" with action="/x/" words="Follow" only %}').render(RequestContext(request))
    assert 'name="csrfmiddlewaretoken"' in shown


def test_page_numbers_leave_the_middle_out() -> None:
    assert list(roost.page_numbers(Paginator(range(400), 10).page(20))) == [1, "…", 18, 19, 20, 21, 22, "…", 40]


class TestByline:
    def shown(self, **values: Any) -> str:
        request = RequestFactory().get("/")
        request.user = AnonymousUser()
        words = " ".join(f"{name}={name}" for name in values)
        return " ".join(Template('{% include "components/byline.html" with ' + words + " only %}").render(RequestContext(request, values)).split())

    def test_of_a_person(self, staff: Any) -> None:
        shown = self.shown(person=staff, name="Priya Nair", post="Housing officer")
        assert f'<a href="{staff.roost_profile.get_absolute_url()}">Priya Nair</a>' in shown
        assert "Housing officer" in shown

    def test_of_a_name_alone(self) -> None:
        shown = self.shown(person=None, name="Maren Holroyd", post="Chief Executive")
        assert "<a " not in shown
        assert "Maren Holroyd" in shown

    def test_of_nobody(self) -> None:
        shown = self.shown(person=None, name="")
        assert "A former colleague" in shown
        assert "avatar--none" in shown

    def test_of_a_leaver_leads_nowhere(self, staff: Any) -> None:
        staff.is_active = False
        assert "<a " not in self.shown(person=staff, name="Priya Nair")

    def test_keeps_the_name_that_was_stored(self, staff: Any) -> None:
        assert "Priya Shah" in self.shown(person=staff, name="Priya Shah")


def test_for_print_names_the_site_at_links_within_it_alone(settings: Any) -> None:
    settings.WAGTAILADMIN_BASE_URL = "https://intranet.example/"
    source = (
        '{% load printing %}{% filter for_print %}<a class="x" href="/a/">1</a><a href="//b/">2</a>'
        '<a href="#c">3</a><a href="https://d/">4</a>{{ said }}{% endfilter %}'
    )
    html = Template(source).render(Context({"said": '<a href="/e/">'}))
    assert html == (
        '<a data-site="https://intranet.example" class="x" href="/a/">1</a><a href="//b/">2</a>'
        '<a href="#c">3</a><a href="https://d/">4</a>&lt;a href=&quot;/e/&quot;&gt;'
    )
