"""Following, and who will be told, in a browser: by keyboard, with what is said."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.a11y import checks, forums
from tests.factories.forums import make_area, make_topic

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page, Route

    from tests.a11y.town import Town

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


def open_topic(page: Page, town: Town, title: str) -> None:
    topic = make_topic(make_area(f"Area of {title}"), author=town.person("chief"), title=title)
    page.goto(town.address + topic.get_absolute_url())


def test_the_menu_of_levels_by_keyboard(town: Town, as_persona: Callable[..., Page]) -> None:
    page = as_persona("moderator")
    open_topic(page, town, "By keyboard")
    menu = page.locator("summary[id^=follow-]").first
    menu.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(menu).to_be_focused()
    expect(menu).to_contain_text("Following")
    expect(page.locator("#live")).to_contain_text("You are told of everything in")


def test_who_will_be_told_is_said_when_one_begins_to_write(town: Town, as_persona: Callable[..., Page]) -> None:
    page = as_persona("moderator")
    open_topic(page, town, "With a script")
    told = page.locator(".composer .reach")
    expect(told).to_be_empty()
    page.locator(".composer textarea").focus()
    expect(told).to_contain_text("will be told")
    assert told.get_attribute("role") == "status"


def test_a_late_answer_does_not_push_the_focus_under_the_bar_of_a_phone(town: Town, as_persona: Callable[..., Page]) -> None:
    page = as_persona("staff", width=390, height=844, has_touch=True, is_mobile=True)
    waiting: list[Route] = []
    page.route("**/notices/reach/**", lambda route: waiting.append(route))  # noqa: PLW0108 -- the browser's driver sets attributes on it
    page.goto(town.address + forums.asked_topic(town, "An answer that comes late"))
    with page.expect_request("**/notices/reach/**"):
        page.locator("main form textarea").first.focus()
    button = page.get_by_role("button", name="Post reply")
    button.focus()
    button.evaluate("(element) => scrollBy(0, element.getBoundingClientRect().bottom - document.querySelector('.nav').getBoundingClientRect().top)")
    waiting[0].continue_()
    expect(page.locator(".reach").first).to_contain_text("told", timeout=10_000)
    assert page.evaluate(checks.FOCUS)["seen"]


def test_who_will_be_told_without_a_script(town: Town, as_persona: Callable[..., Page]) -> None:
    page = as_persona("moderator", java_script_enabled=False)
    open_topic(page, town, "Without a script")
    page.get_by_role("button", name="Who will be told?").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Who will be told")
