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
        context = browser.new_context(viewport={"width": width, "height": height}, **options)
        context.set_default_timeout(10_000)
        contexts.append(context)
        if cookies := town.cookies(persona):
            context.add_cookies(cookies)
        return context.new_page()

    yield opened
    for context in contexts:
        context.close()
