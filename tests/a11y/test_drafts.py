"""Words are kept on the server while they are typed, on every device, and in the tab while nobody answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.a11y import forums

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.a11y.town import Town

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

IN_THE_TAB = "() => Object.keys(sessionStorage).filter((key) => key.startsWith('roost:')).length"


def test_draft_follows_its_writer_and_outlives_an_outage(town: Town, as_persona: Callable[..., Page]) -> None:
    address = town.address + forums.to_reply(town, "A topic with a draft")
    page = as_persona("staff")
    page.goto(address)
    page.locator("#id_body").fill("Half a thought")
    page.wait_for_selector("text=Draft kept")
    assert page.evaluate(IN_THE_TAB) == 0

    other = as_persona("staff")
    other.goto(address)
    assert other.locator("#id_body").input_value() == "Half a thought"
    other.context.set_offline(True)
    other.locator("#id_body").fill("A whole thought")
    other.wait_for_selector("text=Not kept yet")
    other.context.set_offline(False)
    other.reload()
    assert other.locator("#id_body").input_value() == "A whole thought"
    other.wait_for_function(IN_THE_TAB.replace(".length", ".length === 0"))
    assert other.locator("[data-trouble]").count() == 0

    other.get_by_role("button", name="Discard it").click()
    other.wait_for_function("() => document.getElementById('id_body').value === ''")
    assert other.evaluate(IN_THE_TAB) == 0
