"""What the script adds: one announcement, focus on the answer, words that are kept, menus that close (A-09, A-10, A-14, A-17)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.a11y import checks

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.a11y.town import Town

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

SEND = """(what) => {
  const form = document.getElementById('reply'), field = document.createElement('input');
  Object.assign(field, { type: 'hidden', name: 'what', value: what });
  form.append(field);
}"""
WORDS = "Will night crews have a say?"


@pytest.fixture
def composer(town: Town, as_persona: Callable[..., Page]) -> Page:
    page = as_persona("staff")
    page.goto(town.address + "/-/components/")
    page.locator("#id_reply-body").fill(WORDS)
    return page


def send(page: Page, what: str = "") -> None:
    page.evaluate(SEND, what)
    page.get_by_role("button", name="Post comment").click()


def test_an_answer_is_said_once_and_has_the_focus(composer: Page) -> None:
    composer.evaluate(
        """() => { window.said = []; new MutationObserver(() => { const words = document.getElementById('live').textContent; if (words) window.said.push(words); })
        .observe(document.getElementById('live'), { childList: true }); }"""
    )
    send(composer)
    checks.said(composer, "Your comment was posted", "#posted")
    composer.wait_for_timeout(300)
    assert composer.evaluate("() => window.said") == ["Your comment was posted"]
    assert composer.evaluate("() => Object.keys(sessionStorage).filter((key) => key.startsWith('roost:'))") == []


def test_a_refused_form_has_its_summary_focused(composer: Page) -> None:
    send(composer, "422")
    composer.wait_for_function("() => document.activeElement.id === 'errors'")
    assert composer.evaluate("() => document.querySelector('#reply').matches('[aria-busy]')") is False


@pytest.mark.parametrize(("what", "words"), [("500", "did not reach us"), ("404", "not possible any more"), ("429", "very quick")])
def test_a_failure_is_said_and_keeps_the_words(composer: Page, what: str, words: str) -> None:
    send(composer, what)
    composer.wait_for_function("(words) => document.getElementById('live').textContent.includes(words)", arg=words)
    assert words in composer.locator("#reply [data-trouble]").inner_text()
    assert composer.locator("#id_reply-body").input_value() == WORDS
    composer.locator("#reply input[name=what]").evaluate("(field) => field.remove()")
    composer.get_by_role("button", name="Post comment").click()
    checks.said(composer, "Your comment was posted", "#posted")
    assert composer.locator("[data-trouble]:visible").count() == 0


def test_offline_is_said_and_keeps_the_words_over_a_reload(composer: Page) -> None:
    composer.context.set_offline(True)
    send(composer)
    composer.wait_for_function("() => document.getElementById('live').textContent.includes('did not reach us')")
    composer.context.set_offline(False)
    composer.reload()
    assert composer.locator("#id_reply-body").input_value() == WORDS


def test_an_ordinary_form_that_was_answered_keeps_nothing(town: Town, as_persona: Callable[..., Page]) -> None:
    page = as_persona("staff")
    page.goto(town.address + "/-/form/")
    page.get_by_label("Your post").fill(WORDS)
    page.get_by_label("Title").fill("Night crews")
    page.get_by_role("button", name="Post topic").click()
    page.wait_for_load_state()
    assert page.get_by_label("Your post").input_value() == ""
    page.reload()
    assert page.get_by_label("Your post").input_value() == ""


def test_words_outlive_a_fault_of_ours(town: Town, as_persona: Callable[..., Page]) -> None:
    page = as_persona("staff")
    page.goto(town.address + "/-/form/")
    page.get_by_label("Your post").fill(WORDS)
    page.locator("main form").evaluate("(form) => { form.action = '/-/crash/'; }")
    page.get_by_role("button", name="Post topic").click()
    page.wait_for_selector("[data-refused]")
    page.goto(town.address + "/-/form/")
    assert page.get_by_label("Your post").input_value() == WORDS


def test_signing_out_leaves_no_words_behind(composer: Page) -> None:
    composer.locator("summary.top__tool").last.click()
    composer.get_by_role("button", name="Sign out").click()
    composer.wait_for_url("**/accounts/login/")
    assert composer.evaluate("() => Object.keys(sessionStorage).filter((key) => key.startsWith('roost:'))") == []


def test_a_menu_closes_with_escape_and_gives_focus_back(town: Town, as_persona: Callable[..., Page]) -> None:
    page = as_persona("staff")
    page.goto(town.address + "/-/form/")
    checks.tab_to(page, "Priya Nair, your account")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("() => !!document.activeElement.closest('.menu > div')")
    page.keyboard.press("Escape")
    assert page.evaluate("() => document.activeElement.tagName") == "SUMMARY"
    assert page.locator("details.menu[open]").count() == 0


def test_a_menu_closes_when_focus_goes_on(town: Town, as_persona: Callable[..., Page]) -> None:
    page = as_persona("staff")
    page.goto(town.address + "/-/form/")
    page.locator("summary.top__tool").last.click()
    page.get_by_label("Title").focus()
    assert page.locator("details.menu[open]").count() == 0


def test_the_theme_is_chosen_from_the_menu_and_kept(town: Town, as_persona: Callable[..., Page]) -> None:
    page = as_persona("night-owl")
    page.goto(town.address + "/-/form/")
    page.locator("summary.top__tool").last.click()
    page.get_by_role("button", name="Dark").click()
    page.wait_for_selector("html[data-theme=dark]")
    assert page.url == town.address + "/-/form/"
    assert page.evaluate("() => getComputedStyle(document.querySelector('main')).backgroundColor") == "rgb(20, 28, 29)"


def test_an_open_menu_is_accessible(town: Town, as_persona: Callable[..., Page]) -> None:
    page = as_persona("staff", width=320)
    page.goto(town.address + "/-/form/")
    page.locator("summary.top__tool").last.click()
    wrong = checks.axe(page, "menu") + page.evaluate(checks.OVERFLOW) + page.evaluate(checks.SMALL)
    assert not wrong, "\n".join(wrong)
