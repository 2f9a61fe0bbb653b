"""What a test may need from outside, and whether it is there. In continuous integration it must be."""

from __future__ import annotations

import os
import shutil
import socket
from functools import cache
from urllib.parse import urlsplit

import pytest
from django.conf import settings

SERVERS = ("postgres", "redis", "elasticsearch")
IN_CI = os.environ.get("CI") == "true"


def chromium() -> str | None:
    """The browser: ``CHROMIUM``, or the first that is installed."""
    named = os.environ.get("CHROMIUM")
    return named or next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


@cache
def missing(need: str) -> str | None:
    """Why a test that needs this cannot run, or None."""
    match need:
        case "postgres" | "races":
            there = settings.DATABASES["default"]["ENGINE"].endswith("postgresql")
            return None if there else "needs PostgreSQL: set DATABASE_URL (make services prints one)"
        case "redis":
            return None if _listens(settings.REDIS_URL, 6379) else "needs Redis: set REDIS_URL (make services prints one)"
        case "elasticsearch":
            return None if _listens(settings.SEARCH_URL, 9200) else "needs Elasticsearch: set SEARCH_URL (make services prints one)"
        case "browser":
            return None if chromium() else "needs Chromium: install it, or set CHROMIUM"
    return None


def _listens(address: str, default_port: int) -> bool:
    if not address:
        return False
    parts = urlsplit(address)
    try:
        socket.create_connection((parts.hostname or "127.0.0.1", parts.port or default_port), timeout=2).close()
    except OSError:
        return False
    return True


def apply(items: list[pytest.Item]) -> None:
    """Put every test into its tier, and skip what cannot run here; in continuous integration it runs and fails instead."""
    for item in items:
        needs = [marker.name for marker in item.iter_markers() if marker.name in {*SERVERS, "races", "browser"}]
        if set(needs) & {*SERVERS, "races"}:
            item.add_marker("services")
        reasons = list(filter(None, map(missing, needs)))
        if item.get_closest_marker("slow") and not (IN_CI or os.environ.get("SLOW")):
            item.add_marker(pytest.mark.skip(reason="takes long: runs in continuous integration, and with SLOW=1"))
        if reasons and not IN_CI:
            item.add_marker(pytest.mark.skip(reason="; ".join(reasons)))
        elif reasons:
            item.add_marker(pytest.mark.usefixtures("refuse_to_skip"))
