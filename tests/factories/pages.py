"""Wagtail pages of any type, and their privacy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wagtail.models import Page, PageViewRestriction

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.contrib.auth.models import Group


def home_page() -> Page:
    """The page of the default site's root, which Wagtail's own migrations make."""
    return Page.objects.get(depth=2)


def make_page(title: str = "Page", *, parent: Page | None = None, model: type[Page] = Page, **fields: Any) -> Any:
    """A page under ``parent``, or under the home page."""
    above = Page.objects.get(pk=parent.pk) if parent else home_page()
    return above.add_child(instance=model(title=title, **fields))


def restrict(page: Page, kind: str = PageViewRestriction.GROUPS, *, groups: Iterable[Group] = ()) -> PageViewRestriction:
    """Close a page, and what lies beneath, as the privacy dialogue of the Wagtail admin does."""
    restriction = PageViewRestriction.objects.create(page=page, restriction_type=kind)
    restriction.groups.set(groups)
    return restriction
