"""What every test shares."""

from __future__ import annotations

import os
from contextlib import nullcontext
from typing import TYPE_CHECKING, Any

import pytest
from django.core.cache import cache
from django.db import connections
from wagtail.models import Collection, Locale, Page, Site
from wagtail.signal_handlers import disable_reference_index_auto_update

from tests import needs
from tests.browser import browser  # noqa: F401 -- a fixture for all
from tests.databases import django_db_setup  # noqa: F401 -- a fixture for all
from tests.factories.people import make_person, make_service

if TYPE_CHECKING:
    from collections.abc import Iterator

_inherited: list[Any] = []


def _forget_connections() -> None:
    """A process of a race starts with connections of its own.

    Beside Playwright's loop Django keeps another set of connections than without it, and a forked process has no loop: it
    would take up one that was left open before the browser started. The old ones are kept, for closing them would end
    the parent's session.
    """
    for alias in connections:
        _inherited.append(connections[alias])
        del connections[alias]


os.register_at_fork(after_in_child=_forget_connections)


@pytest.hookimpl(wrapper=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Iterator[None]:
    needs.apply(items)
    yield
    # What takes long begins first, so that no worker is left alone with it at the end.
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)


@pytest.fixture
def refuse_to_skip(request: pytest.FixtureRequest) -> None:
    """In continuous integration nothing is skipped: what a test needs has to be there."""
    pytest.fail("; ".join(filter(None, (needs.missing(marker.name) for marker in request.node.iter_markers()))))


@pytest.fixture(autouse=True)
def cold_cache() -> None:
    """No test reads what another one kept, and budgets count from cold."""
    cache.clear()


@pytest.fixture(autouse=True)
def searched_by_the_database(request: pytest.FixtureRequest, settings: Any) -> None:
    """Elasticsearch is in charge only where a test asks for it: to it, what a test writes is news that nobody delivers."""
    if request.node.get_closest_marker("elasticsearch") is None:
        settings.SEARCH_URL = ""


@pytest.fixture(autouse=True)
def without_references(request: pytest.FixtureRequest) -> Iterator[None]:
    """Wagtail's index of what refers to what would take a tenth of the time of all tests, and only those marked ``references`` ask it anything."""
    with nullcontext() if request.node.get_closest_marker("references") else disable_reference_index_auto_update():
        yield


@pytest.fixture(autouse=True)
def first_pages(request: pytest.FixtureRequest) -> None:
    """What Wagtail's migrations bring, again: a test that commits is cleaned up by emptying every table."""
    if "db" not in request.fixturenames and "transactional_db" not in request.fixturenames and not request.node.get_closest_marker("django_db"):
        return
    request.getfixturevalue("transactional_db" if "transactional_db" in request.fixturenames else "_django_db_helper")
    if Page.objects.exists():
        return
    Locale.objects.get_or_create(language_code="en-gb")
    if not Collection.objects.exists():
        Collection.add_root(name="Root")
    home = Page.add_root(title="Root", slug="root").add_child(instance=Page(title="Welcome", slug="home"))
    Site.objects.create(hostname="localhost", root_page=home, is_default_site=True)


@pytest.fixture
def housing(db: None) -> Any:
    return make_service("Housing")


@pytest.fixture
def staff(housing: Any) -> Any:
    return make_person("staff", name="Priya Nair", service=housing)
