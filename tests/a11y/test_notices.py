"""A-14, and two browsers of one person: the menu of notices by keyboard, and a count that is right in both."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from intranet.core.notifications.actions import notify
from intranet.core.notifications.models import Notice
from tests.a11y import checks
from tests.factories.things import make_published
from tests.things.notices import ThingAnswered, ThingWritten

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.a11y.town import Town

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

SUMMARY = "details.menu > summary:has(#bell-words)"
MENU = f"details.menu:has({SUMMARY.split(' > ')[1]})"


def told(town: Town, persona: str, number: int) -> None:
    """So many notices about things of their own, for a person with none before."""
    reader, chief = town.person(persona), town.person("chief")
    Notice.objects.filter(recipient=reader).delete()
    for index in range(number):
        notify(ThingWritten, thing=make_published(f"For {persona} {index}", author=chief), recipients=[reader], actor=chief)


def bell(page: Page) -> str:
    return page.locator("#bell-words").inner_text()


def test_the_menu_opens_by_keyboard_and_escape_gives_the_focus_back(town: Town, as_persona: Callable[..., Page]) -> None:
    told(town, "reader-of-menus", 2)
    page = as_persona("reader-of-menus")
    page.goto(town.address + "/notices/settings/")
    checks.tab_to(page, "2 new notices")
    page.keyboard.press("Enter")
    page.locator(f"{MENU} button").first.wait_for()
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.closest('details.menu').open")
    assert "For reader-of-menus 1" in page.evaluate("() => document.activeElement.textContent")
    page.keyboard.press("Escape")
    assert page.evaluate("(summary) => document.activeElement === document.querySelector(summary)", SUMMARY)
    assert page.locator(f"{MENU} button").first.is_hidden()


def test_nothing_opens_by_pointing_at_it(town: Town, as_persona: Callable[..., Page]) -> None:
    told(town, "pointer", 1)
    page = as_persona("pointer")
    page.goto(town.address + "/notices/settings/")
    page.locator(SUMMARY).hover()
    assert page.locator(MENU).get_attribute("open") is None
    page.locator(SUMMARY).click()
    page.locator(f"{MENU} button").first.click()
    page.wait_for_url(re.compile(r"/things/\d+/"))
    assert not Notice.objects.filter(recipient=town.person("pointer"), read_at=None).exists()


def test_what_is_read_in_one_browser_is_read_in_the_other(town: Town, as_persona: Callable[..., Page]) -> None:
    told(town, "of-two-minds", 4)
    one, other = as_persona("of-two-minds"), as_persona("of-two-minds", width=320)
    for page in (one, other):
        page.goto(town.address + "/notices/")
        assert bell(page) == "4 new notices"

    one.get_by_role("button", name="Mark as read notice 1").click()
    checks.said(one, "Marked as read", focus=f"#notice-{Notice.objects.filter(recipient=town.person('of-two-minds')).latest('pk').pk}")
    assert bell(one) == "3 new notices"
    assert one.locator("#bell-count").inner_text() == "3"

    other.get_by_role("button", name="Mark as read notice 2").click()
    other.wait_for_function("() => document.getElementById('bell-words').textContent === '2 new notices'")
    assert other.locator("#notices .notice--new").count() == 2
    one.goto(town.address + "/notices/settings/")
    assert bell(one) == "2 new notices"

    notify(ThingWritten, thing=make_published("Since then", author=town.person("chief")), recipients=[town.person("of-two-minds")])
    other.get_by_role("button", name="Mark all as read").click()
    checks.said(other, "All marked as read", focus="#main h1")
    assert bell(other) == "1 new notice"
    one.reload()
    assert bell(one) == "1 new notice"
    one.goto(town.address + "/notices/")
    one.get_by_role("button", name="Mark all as read").click()
    one.wait_for_selector("#bell-count", state="detached")
    other.reload()
    assert bell(other) == "Notices"


def test_a_line_of_several_names_them_and_leads_to_the_first(town: Town, as_persona: Callable[..., Page]) -> None:
    reader, place = town.person("gatherer"), make_published("The lifts", author=town.person("chief"))
    answers = [make_published(f"Answer {name}", author=town.person(name), place=place) for name in ("anna", "bert", "carl")]
    for thing in answers:
        notify(ThingAnswered, thing=thing, recipients=[reader], actor=thing.author)
    page = as_persona("gatherer")
    page.goto(town.address + "/notices/")
    assert bell(page) == "1 new notice"
    page.get_by_role("button", name="Carl and 2 more answered in “The lifts”").click()
    page.wait_for_url(f"**/things/{answers[0].pk}/")
    page.goto(town.address + "/notices/")
    assert bell(page) == "Notices"
