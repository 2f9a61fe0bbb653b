from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.template import RequestContext, Template, TemplateSyntaxError, engines
from django.test import RequestFactory, override_settings
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import override

from intranet.core.background import at_moment, now
from intranet.core.ui import pieces
from intranet.core.ui.moments import told
from intranet.core.ui.people import Named

NAMES = {
    "hello.html": '{% load i18n roost %}<p>{{ piece.name }}</p>{% slot "more" %}{% translate "Report" %}',
    "form.html": "{% load roost %}<form>{% csrf_field %}{{ piece.name }}</form>",
    "nested.html": '{% load roost %}{% include "form.html" with piece=piece only %}',
    "asks.html": "{% load roost %}{% querystring_with page=2 %}",
    "frame.html": "{% load roost %}{% frame as frame %}",
    "report.html": "{% load moderation %}{% report_address piece %}",
    "follow.html": "{% load notifications %}{% level_of piece %}",
    "who.html": "{% load roost %}{% person_link piece.author %}, {% when piece.at %}",
}


@dataclass(frozen=True, slots=True)
class Greeting:
    name: Any


@dataclass(frozen=True, slots=True)
class Signed:
    author: Named
    at: Any


WRITTEN: list[str] = []


@pytest.fixture(autouse=True)
def our_templates(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pieces, "get_template", lambda name: engines["django"].from_string(NAMES[name]))
    engine = engines["django"].engine
    find = engine.find_template
    monkeypatch.setattr(
        engine, "find_template", lambda name, *args, **kwargs: (Template(NAMES[name]), None) if name in NAMES else find(name, *args, **kwargs)
    )
    monkeypatch.setattr(pieces, "shelf", pieces.Shelf(10_000))
    write = pieces._pattern

    def written(template: str, piece: Any) -> pieces.Pattern:
        WRITTEN.append(template)
        return write(template, piece)

    monkeypatch.setattr(pieces, "_pattern", written)
    WRITTEN.clear()


def page_with(template: str, piece: object, **slots: str) -> str:
    given = "".join(f" {name}={name}" for name in slots)
    context = RequestContext(RequestFactory().get("/"), {"given": piece, **slots})
    return Template(f'{{% load roost %}}{{% piece "{template}" given{given} %}}').render(context)


def test_what_is_the_same_is_written_once() -> None:
    assert page_with("hello.html", Greeting("Ann")) == page_with("hello.html", Greeting("Ann")) == "<p>Ann</p>Report"
    assert page_with("hello.html", Greeting("Bo")) == "<p>Bo</p>Report"
    assert len(WRITTEN) == len(pieces.shelf) == 2


def test_each_language_and_zone_has_its_own() -> None:
    page_with("hello.html", Greeting("Ann"))
    with override("de"):
        page_with("hello.html", Greeting("Ann"))
    with timezone.override("Asia/Kolkata"):
        page_with("hello.html", Greeting("Ann"))
    assert len(WRITTEN) == 3


def test_values_are_escaped_and_slots_are_markup() -> None:
    assert page_with("hello.html", Greeting("<b>"), more=SafeString("<i>!</i>")) == "<p>&lt;b&gt;</p><i>!</i>Report"
    assert page_with("hello.html", Greeting("{0} {more} {{"), more="<i>") == "<p>{0} {more} {{</p>&lt;i&gt;Report", (
        "what was not captured is no markup"
    )


@pytest.mark.parametrize("template", ["form.html", "nested.html"])
def test_each_reader_has_a_token_of_their_own(template: str) -> None:
    one, other = page_with(template, Greeting("Ann")), page_with(template, Greeting("Ann"))
    assert one.count('name="csrfmiddlewaretoken"') == other.count('name="csrfmiddlewaretoken"') == 1
    assert one != other
    assert len(WRITTEN) == 1


@pytest.mark.parametrize("template", ["asks.html", "frame.html", "report.html", "follow.html"])
def test_a_piece_cannot_ask_for_the_request(template: str) -> None:
    with pytest.raises(TemplateSyntaxError, match="knows nothing of the request"):
        page_with(template, Greeting("Ann"))


@pytest.mark.parametrize("value", [["a", "list"], {"a": 1}, {1}, now(), lambda: "later"])
def test_only_plain_values_are_taken(value: object) -> None:
    with pytest.raises(TypeError):
        page_with("hello.html", Greeting(value))


@dataclass(frozen=True, slots=True)
class Numbered:
    number: int
    is_new: bool


@pytest.mark.parametrize(("number", "is_new"), [(True, True), (1, 1), (1, 0)])
def test_true_is_not_one(number: Any, is_new: Any) -> None:
    page_with("hello.html", Greeting((Numbered(1, True), Numbered(0, False))))
    with pytest.raises(TypeError, match="True counts as 1"):
        page_with("hello.html", Greeting((Numbered(number, is_new), "another")))


def test_markup_is_no_plain_value() -> None:
    with pytest.raises(TypeError, match=r"Greeting\.name is a SafeString"):
        page_with("hello.html", Greeting(SafeString("<b>")))
    page_with("hello.html", Greeting("<b>"))
    assert "<b>" not in page_with("hello.html", Greeting(SafeString("<b>"))), "what counts as equal is escaped as well"


def test_no_sign_that_somebody_types_is_a_slot() -> None:
    assert page_with("form.html", Greeting("\0csrf\0 and the rest")).endswith("\0csrf\0 and the rest</form>")


def test_what_was_asked_for_longest_ago_goes_first_and_what_is_long_is_not_kept() -> None:
    for number in range(300):
        page_with("hello.html", Greeting(f"{number:03}" + "x" * 50))
        page_with("hello.html", Greeting("always"))
    assert WRITTEN.count("hello.html") == 301
    assert len(pieces.shelf) < 150, "ten thousand characters"
    page_with("hello.html", Greeting("000" + "x" * 50))
    assert WRITTEN.count("hello.html") == 302
    for _time in range(2):
        page_with("hello.html", Greeting("long" * 30))
    assert WRITTEN.count("hello.html") == 304
    pieces.shelf.clear()
    assert len(pieces.shelf) == 0


def test_rows_are_no_plain_values(staff: Any) -> None:
    with pytest.raises(TypeError, match=r"Greeting\.name is a User"):
        page_with("hello.html", Greeting(staff))
    with pytest.raises(TypeError, match=r"Greeting\.name\.name is a User"):
        page_with("hello.html", Greeting((Greeting(staff),)))


def test_a_moment_is_told_as_it_is_now() -> None:
    at = now()
    with at_moment(at + timedelta(minutes=5)):
        first = page_with("who.html", Signed(Named("Ann", "/people/ann/"), told(at)))
    with at_moment(at + timedelta(minutes=6)):
        second = page_with("who.html", Signed(Named("Ann", "/people/ann/"), told(at)))
    assert first.startswith('<a href="/people/ann/">Ann</a>, <time ')
    assert "5 minutes ago" in first
    assert "6 minutes ago" in second


def test_who_writes_templates_sees_changes_at_once() -> None:
    with override_settings(DEBUG=True):
        page_with("hello.html", Greeting("Ann"))
        page_with("hello.html", Greeting("Ann"))
    assert len(WRITTEN) == 2


def test_numbers_are_those_of_addresses(settings: Any) -> None:
    settings.USE_THOUSAND_SEPARATOR = True
    assert page_with("hello.html", Greeting(12345)) == "<p>12345</p>Report"
