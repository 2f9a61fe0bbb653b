"""Two ways to use a page: the keyboard alone, and clicks where scripts are switched off. What they do has the same names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from tests.a11y import checks

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

#: A page of the town lists the areas of all tests; each has two links.
MOST_TABS = 400
LABEL = "() => document.activeElement.labels?.[0]?.textContent.replace(/\\s+/g, ' ').trim() || ''"


class Hands(Protocol):
    page: Page

    def press(self, name: str) -> None:
        """Use a control that changes something where it stands."""

    def follow(self, name: str) -> None:
        """Use a control that leads to another page."""

    def write(self, label: str, words: str) -> None:
        """Put words behind those that stand in a field."""

    def tick(self, label: str) -> None: ...

    def choose(self, label: str, of: str) -> None:
        """One of several options, of which ``of`` is chosen so far."""

    def keep(self) -> None:
        """Wait for, or ask for, what is typed to be kept."""

    def told(self, words: str, focus: str = "") -> None:
        """What happened was said; by keyboard ``focus`` is where one goes on."""


class Keyboard:
    """Tab, Enter, the space bar, the arrows, and typing."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, name: str) -> None:
        checks.tab_to(self.page, name, limit=MOST_TABS)
        assert self.page.evaluate(checks.FOCUS)["seen"], f"{name!r} has the focus and is not seen"
        self.page.keyboard.press("Enter")

    def follow(self, name: str) -> None:
        with self.page.expect_navigation():
            self.press(name)

    def write(self, label: str, words: str) -> None:
        self._to_field(label)
        self.page.keyboard.press("Control+End")
        self.page.keyboard.type(words)

    def tick(self, label: str) -> None:
        self._to_field(label)
        self.page.keyboard.press("Space")

    def choose(self, label: str, of: str) -> None:
        self._to_field(of)
        for _step in range(10):
            self.page.keyboard.press("ArrowDown")
            if self.page.evaluate(LABEL) == label:
                return
        raise AssertionError(f"{label!r} is not reached with the arrows")

    def keep(self) -> None:
        self.page.wait_for_selector("text=Draft kept")

    def told(self, words: str, focus: str = "") -> None:
        self.page.wait_for_function("(words) => document.getElementById('live').textContent === words", arg=words)
        if focus:
            checks.said(self.page, words, focus)

    def _to_field(self, label: str) -> None:
        for _step in range(MOST_TABS):
            self.page.keyboard.press("Tab")
            if self.page.evaluate(LABEL).removesuffix(" (optional)") == label:
                return
        raise AssertionError(f"the field {label!r} is not reached")


class Clicks:
    """Where scripts are switched off each change is a page that the server sends."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, name: str) -> None:
        menu = self.page.locator("summary").filter(has_text=name)
        if menu.count():
            menu.click()
        else:
            self.follow(name)

    def follow(self, name: str) -> None:
        with self.page.expect_navigation():
            self.page.get_by_role("link", name=name, exact=True).or_(self.page.get_by_role("button", name=name, exact=True)).first.click()

    def write(self, label: str, words: str) -> None:
        field = self._field(label)
        field.fill(field.input_value() + words)

    def tick(self, label: str) -> None:
        field = self._field(label)
        self.page.locator(f"label[for='{field.get_attribute('id')}']").click()
        assert field.is_checked()

    def choose(self, label: str, of: str) -> None:
        assert self._field(of).is_checked()
        self.tick(label)

    def keep(self) -> None:
        self.follow("Keep as draft")
        self.told("Your draft is kept. Only you can see it.")

    def told(self, words: str, focus: str = "") -> None:
        assert words in [banner.inner_text() for banner in self.page.locator(".messages .banner").all()]

    def _field(self, label: str) -> Locator:
        """By the whole of its label, of which a hint may be a part."""
        exactly = self.page.get_by_label(label, exact=True)
        return exactly if exactly.count() else self.page.get_by_label(f"{label} (optional)", exact=True)
