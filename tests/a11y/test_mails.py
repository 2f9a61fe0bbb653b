"""A mail as its program shows it: readable at any width, by day and by night, with real headings."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from intranet.core.notifications.tasks.letters import write
from tests.a11y import checks, mails

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tests.a11y.town import Town

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_mail(browser: Browser, town: Town, width: int, scheme: str) -> None:
    mail = mails.waiting(town)
    written = write(mail)
    assert written is not None
    page = browser.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
    page.set_content(str(written.alternatives[0].content))

    assert checks.axe(page, "a mail") == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.get_by_role("heading", level=1).inner_text().endswith("wrote “Two days together: what 1,140 of you told us”")
    assert [link.inner_text() for link in page.get_by_role("link").all()] == ["Read it on Roost", "Stop these mails", "choose what reaches you"]
    page.close()
