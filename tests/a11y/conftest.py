"""One server and one town for all pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.core.cache import cache
from django.test import override_settings
from pytest_django.live_server_helper import LiveServer

from tests.a11y.town import Town, own_database

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, BrowserContext, Page


@pytest.fixture
def _django_db_helper(django_db_setup: None) -> None:
    """The mark ``django_db`` has the test database made; here no transaction is wrapped round a test: the server must see what it makes."""


@pytest.fixture(scope="package")
def town(browser: Browser, django_db_setup: None, django_db_blocker: Any) -> Iterator[Town]:
    with django_db_blocker.unblock(), own_database(), override_settings(ROOT_URLCONF="tests.a11y.urls", ROOST_FORUM_SIMILAR_DAYS=0):
        cache.clear()
        server = LiveServer("127.0.0.1")
        try:
            yield Town(address=server.url)
        finally:
            server.stop()
            cache.clear()


@pytest.fixture
def as_persona(town: Town, browser: Browser) -> Iterator[Callable[..., Page]]:
    """``as_persona("staff", width=320)``: a page of a browser in which this person is signed in."""
    contexts: list[BrowserContext] = []

    def opened(persona: str, *, width: int = 1280, height: int = 800, **options: Any) -> Page:
        contexts.append(_context(browser, width=width, height=height, **options))
        contexts[-1].add_cookies(town.cookies(persona))
        return contexts[-1].new_page()

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture(scope="package")
def kept_pages(town: Town) -> Iterator[dict[str, Page]]:
    """What ``in_turn`` hands out, by kind."""
    pages: dict[str, Page] = {}
    yield pages
    for page in pages.values():
        page.context.close()


@pytest.fixture
def in_turn(town: Town, browser: Browser, kept_pages: dict[str, Page]) -> Iterator[Callable[..., Page]]:
    """As ``as_persona``, one page in a test: all tests use one browser after another, emptied in between. A new one takes longer than the checks."""
    used: list[Page] = []

    def opened(persona: str, *, width: int = 1280, height: int = 800, **options: Any) -> Page:
        kind = f"{width} {height} {options}"
        if kind not in kept_pages:
            kept_pages[kind] = _context(browser, width=width, height=height, **options).new_page()
        page = kept_pages[kind]
        page.context.add_cookies(town.cookies(persona))
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme="null", reduced_motion="null", forced_colors="null")
        used.append(page)
        return page

    yield opened
    for page in used:
        # To a page of the same site, so that the browser keeps the process, and nothing of the page before is left to write.
        page.goto(f"{town.address}/-/alive/")
        page.evaluate("sessionStorage.clear()")
        page.context.clear_cookies()


def _context(browser: Browser, *, width: int, height: int, **options: Any) -> BrowserContext:
    context = browser.new_context(viewport={"width": width, "height": height}, **options)
    context.set_default_timeout(10_000)
    return context
