"""Joining a site that was there before: what its accounts and pages still need."""

from __future__ import annotations

from typing import TYPE_CHECKING

from intranet.core.organisation.actions.audiences import all_staff
from intranet.core.organisation.actions.pages import sync_page_audiences
from intranet.core.organisation.actions.people import make_missing_profiles

if TYPE_CHECKING:
    from django.apps.registry import Apps


def complete_site(apps: Apps | None = None) -> None:
    """A profile for each account and an audience for each page; after each migration, and by hand after bulk loads.

    ``apps`` is the state of a migration: where it has no tables of ours (a migration backwards), nothing is done.
    """
    if apps is not None and "pageaudience" not in apps.all_models.get("intranet_organisation", {}):
        return
    all_staff()
    make_missing_profiles()
    sync_page_audiences("")
