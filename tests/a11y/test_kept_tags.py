"""Tags of the list, offered with a script after each comma, and without one for the first word."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from intranet.core.search.actions import keep_tag
from intranet.core.search.models import KeptTag
from tests.a11y import forums

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.a11y.town import Town

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

OFFERED = "() => [...document.getElementById('kept-tags').options].map((option) => option.value)"


def test_tags_are_offered_after_each_comma(town: Town, as_persona: Callable[..., Page]) -> None:
    for name in ("damp", "heating"):
        keep_tag(KeptTag(), name=name, actor=None)
    page = as_persona("staff")
    page.goto(town.address + forums.start(town, "With tags of the list"))
    field = page.get_by_label("Tags")
    assert page.evaluate(OFFERED) == ["damp", "heating"]

    field.press_sequentially("#damp, h")
    assert page.evaluate(OFFERED) == ["", "#damp, heating"]

    field.fill("d")
    assert page.evaluate(OFFERED) == ["damp", "heating"]
