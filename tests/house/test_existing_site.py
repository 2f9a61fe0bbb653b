"""What the page for existing sites says to copy is what the suite itself runs with."""

from __future__ import annotations

import re
from typing import Any

from intranet.settings import base
from tests.house.routes import ROOT

PAGE = ROOT / "docs/how-to/add-to-an-existing-wagtail-site.md"
ROOMS = ("intranet.home.", "intranet.people.", "intranet.guidance.", "intranet.search.", "intranet.demo.")
#: What each site chooses for itself.
THEIRS = {"COMMENTS_XTD_SALT", "INSTALLED_APPS", "TASKS", "SEARCH_URL", "METRICS_TOKEN"}


def said() -> dict[str, Any]:
    """The settings of the page, as Python reads them."""
    names: dict[str, Any] = {}
    for block in re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL):
        if "urlpatterns" not in block:
            exec(block, names)  # noqa: S102 -- our own page
    return {
        name: value for name, value in names.items() if name.isupper() and not name.startswith("_") and name not in ("NONE", "SELF", "UNSAFE_INLINE")
    }


def test_every_setting_is_the_suites_own() -> None:
    settings = {name: value for name, value in said().items() if name not in THEIRS}

    assert settings == {name: getattr(base, name, None) for name in settings}


def test_every_app_and_setting_of_the_ground_is_named() -> None:
    settings = said()
    elsewhere = (*ROOMS, "wagtail", "modelcluster", "taggit", "django.contrib.", "tests.")

    assert [app for app in base.INSTALLED_APPS if not app.startswith(elsewhere) and app not in settings["INSTALLED_APPS"]] == []
    assert {name for name in vars(base) if name.startswith(("COMMENTS_", "CONTENT_SECURITY_", "SEARCH_", "WAGTAILDOCS_"))} <= set(settings)
