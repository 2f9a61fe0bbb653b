"""A leader's morning by keyboard alone: what waits, the thread, the answer, and back."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from intranet.core.discussion.actions import post_comment
from tests.a11y import blogs, checks
from tests.factories.blogs import make_blog, make_leader, make_post

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.a11y.town import Town

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


def test_a_question_is_held_and_answered_from_the_morning_page_by_keyboard(town: Town, as_persona: Callable[..., Page]) -> None:
    leader = make_leader(person=town.person("early", name="Edith Early"), post_held="Director of mornings")
    post = make_post(make_blog(leader), title="Up with the lark", body=blogs.BODY)
    post_comment(post, author=town.person("staff"), body="Who opens the gate?", question=True)
    page = as_persona("early")
    page.goto(f"{town.address}/")

    page.locator(".menu--account summary").focus()
    page.keyboard.press("Enter")
    checks.tab_to(page, "Your morning")
    page.keyboard.press("Enter")
    page.wait_for_url("**/blogs/-/morning/")
    assert page.inner_text("h1") == "Your morning"

    page.get_by_role("button", name=re.compile("Say that you are finding out ?: “Who opens the gate")).focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("text=Put off. Answer due by")
    page.get_by_role("link", name=re.compile("Read and answer ?: “Who opens the gate")).focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#c-1")
    checks.tab_to(page, "Reply to comment 1 by Priya Nair")
    page.keyboard.press("Enter")
    page.wait_for_function("() => document.activeElement.tagName === 'TEXTAREA'")
    page.keyboard.type("I do, at six.")
    answers = page.get_by_role("checkbox", name="answers")
    if not answers.is_checked():
        answers.focus()
        page.keyboard.press("Space")
    page.get_by_role("button", name="Post reply").focus()
    page.keyboard.press("Enter")
    checks.said(page, "Your comment was posted.", focus="#c-2-h")

    page.goto(f"{town.address}/blogs/-/morning/")
    assert "Every question is answered." in page.inner_text("main")
