"""The journeys' sites and people."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest

from tests.journeys.stack import Stack, fresh_database

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

PASSWORD = "roost-demo"


@pytest.fixture(scope="module")
def embedded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """The embedded default: SQLite, database search, immediate tasks."""
    folder = tmp_path_factory.mktemp("embedded")
    variables = {"DATABASE_URL": f"sqlite:///{folder / 'roost.sqlite3'}", "SEARCH_URL": "", "REDIS_URL": "", "TASKS": "immediate"}
    yield from _running(Stack(folder, variables))


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """PostgreSQL, Redis, Elasticsearch, and a worker."""
    variables = {
        "DATABASE_URL": fresh_database(os.environ["DATABASE_URL"], "roost_journey"),
        "SEARCH_URL": os.environ["SEARCH_URL"],
        "SEARCH_INDEX": "roost-journey",
        "REDIS_URL": os.environ["REDIS_URL"],
        "TASKS": "database",
    }
    yield from _running(Stack(tmp_path_factory.mktemp("services"), variables))


def _running(stack: Stack) -> Iterator[Stack]:
    try:
        stack.start()
        yield stack
    finally:
        stack.stop()


class People:
    """Each persona in a browser of their own."""

    def __init__(self, browser: Browser, stack: Stack) -> None:
        self.browser, self.stack = browser, stack
        self.contexts: dict[str, Any] = {}

    @contextmanager
    def as_(self, username: str) -> Iterator[Page]:
        if username not in self.contexts:
            self.contexts[username] = self.browser.new_context(base_url=self.stack.url, viewport={"width": 1280, "height": 900})
            page = self.contexts[username].new_page()
            page.goto("/accounts/login/")
            page.get_by_label("User name").fill(username)
            page.get_by_label("Password").fill(PASSWORD)
            page.get_by_role("button", name="Sign in").click()
            page.wait_for_url(f"{self.stack.url}/")
            page.close()
        page = self.contexts[username].new_page()
        page.set_default_timeout(10_000)
        yield page
        page.close()

    def close(self) -> None:
        for context in self.contexts.values():
            context.close()
