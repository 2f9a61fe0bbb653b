"""The box at the top of every page."""

from __future__ import annotations

from intranet.core.ui.panels import SearchBox


class Box(SearchBox):
    url = "/search/"
