"""Pages are announced like words, whoever publishes them and however they go."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from wagtail.models import Page

from intranet.core.moderation.signals import published, withdrawn

pytestmark = pytest.mark.django_db


@pytest.fixture
def heard() -> Any:
    sent: list[tuple[str, str, bool | None]] = []

    def on_published(sender: Any, thing: Any, first: bool, **kwargs: Any) -> None:
        sent.append(("published", thing.title, first))

    def on_withdrawn(sender: Any, thing: Any, **kwargs: Any) -> None:
        sent.append(("withdrawn", thing.title, None))

    published.connect(on_published, weak=False)
    withdrawn.connect(on_withdrawn, weak=False)
    yield sent
    published.disconnect(on_published)
    withdrawn.disconnect(on_withdrawn)


@pytest.fixture
def page(db: None) -> Page:
    return Page.objects.get(depth=1).add_child(instance=Page(title="Guidance", slug="guidance-page", live=False))


def test_the_first_publication_is_the_first(page: Page, heard: Any) -> None:
    for _ in range(2):
        page.save_revision().publish()
        page.refresh_from_db()
    assert heard == [("published", "Guidance", True), ("published", "Guidance", False)]


def test_a_page_that_waits_for_its_time_is_not_announced(page: Page, heard: Any) -> None:
    page.go_live_at = timezone.now() + timedelta(days=1)
    page.save_revision().publish()
    assert heard == []


def test_taking_off_and_deleting_are_announced(page: Page, heard: Any) -> None:
    page.save_revision().publish()
    page.refresh_from_db()
    page.unpublish()
    page.save_revision().publish()
    page.refresh_from_db()
    page.delete()
    assert [what for what, *_rest in heard] == ["published", "withdrawn", "published", "withdrawn"]
