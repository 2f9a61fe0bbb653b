"""A-05, A-09, A-11, A-12: writing, answering and thanking in place, by keyboard and with every change said."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.a11y import checks, talk

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.a11y.town import Town

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


def test_a_comment_is_written_answered_thanked_and_changed_in_place(town: Town, as_persona: Callable[..., Page]) -> None:  # noqa: PLR0915 -- one sitting
    page = as_persona("staff")
    address = town.address + talk.empty_thread(town)
    page.goto(address)

    page.get_by_role("button", name="Post comment").click()
    page.wait_for_selector("#errors")
    assert checks.refused(page) == []

    page.get_by_role("textbox", name="Your comment").fill("Is the drying room open?")
    page.get_by_role("button", name="Post comment").click()
    checks.said(page, "Your comment was posted.", focus="#c-1-h")
    assert page.locator("#comments-h").inner_text() == "1 comment"
    assert page.get_by_role("textbox", name="Your comment").input_value() == ""

    checks.tab_to(page, "Reply to comment 1 by Priya Nair")
    page.keyboard.press("Enter")
    page.wait_for_selector(".composer[id^=reply-]")
    page.wait_for_function("() => document.activeElement.tagName === 'TEXTAREA'")
    page.keyboard.type("It opened on Monday.")
    page.get_by_role("button", name="Post reply").click()
    checks.said(page, "Your comment was posted.", focus="#c-2-h")
    assert page.locator("#c-2-h").inner_text().endswith(", reply to comment 1")
    assert page.url == address

    assert page.get_by_role("button", name="Thanks for comment 1 by Priya Nair").count() == 0, "nobody thanks themselves"
    other = as_persona("moderator")
    other.goto(address)
    other.get_by_role("button", name="Thanks for comment 1 by Priya Nair").focus()
    other.keyboard.press("Enter")
    checks.said(other, "Thanks: given", focus="#c-1-thanks")
    pressed = other.get_by_role("button", name="Thanks 1 for comment 1 by Priya Nair")
    assert pressed.get_attribute("aria-pressed") == "true"

    page.locator("#c-1 summary").click()
    page.get_by_role("link", name="Edit comment 1 by Priya Nair").click()
    page.wait_for_selector(".composer[id^=edit-]")
    page.wait_for_function("() => document.activeElement.value === 'Is the drying room open?'")
    page.keyboard.type(" And when?")
    page.get_by_role("button", name="Keep the change").click()
    checks.said(page, "Your comment was changed.", focus="#c-1-h")
    assert "And when?" in page.locator("#c-1").inner_text()


def test_a_thread_is_gone_through_by_keyboard(town: Town, as_persona: Callable[..., Page]) -> None:
    """A-04, A-05, A-13: on to the next comments in place, who reacted, back to one's own words."""
    page = as_persona("staff")
    page.goto(town.address + talk.sixty(town))
    assert page.locator("article.comment").count() == 50
    more = page.get_by_role("link", name="Show 10 more comments")
    more.focus()
    page.keyboard.press("Enter")
    checks.said(page, "10 more comments", focus="#c-51-h")
    assert page.locator("article.comment").count() == 60
    assert page.url.endswith("?comments=2")
    assert page.locator("#comments-more").get_by_role("link").count() == 2
    thanks = page.get_by_role("button", name="Thanks for comment 51 by Tess Quill")
    checks.tab_to(page, "Thanks for comment 51 by Tess Quill")
    page.keyboard.press("Enter")
    checks.said(page, "Thanks: given", focus="#c-51-thanks")
    assert thanks.count() == 0
    page.reload()
    page.locator("#c-51 summary").focus()
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Who reacted to comment 51").focus()
    page.keyboard.press("Enter")
    checks.said(page, "Who reacted", focus="#c-51-who")
    assert "Priya Nair" in page.locator("#c-51-more").inner_text()


def test_a_permanent_address_puts_the_focus_on_its_comment(town: Town, as_persona: Callable[..., Page]) -> None:
    page = as_persona("staff")
    page.goto(town.address + talk.thread(town, "With a permanent address"))
    page.locator("#c-2 .permalink").first.click()
    page.wait_for_url("**/papers/*/#c-2")
    assert page.evaluate("() => document.activeElement.id") == "c-2"


def test_a_question_is_wanted_and_answered(town: Town, as_persona: Callable[..., Page]) -> None:
    address = town.address + talk.thread(town, "With a question that waits")
    reader = as_persona("moderator")
    reader.goto(address)
    wanted = reader.locator("button[id$=-want]")
    wanted.click()
    checks.said(reader, "You are told when it is answered.", focus="#" + (wanted.get_attribute("id") or ""))
    assert wanted.get_attribute("aria-pressed") == "true"

    chief = as_persona("chief")
    chief.goto(address)
    waiting = chief.locator(".comment--question:has(.clock:not(.clock--met))")
    waiting.get_by_role("link", name="Reply").click()
    chief.wait_for_selector(".composer[id^=reply-]")
    assert chief.get_by_label("This answers the question.").is_checked()
    chief.locator(".composer[id^=reply-] textarea").fill("It follows the team’s day from January.")
    chief.get_by_role("button", name="Post reply").click()
    chief.wait_for_function("() => document.getElementById('live').textContent === 'Your comment was posted.'")
    assert chief.locator(".comment--official:focus-within .badge--official").count() == 1
