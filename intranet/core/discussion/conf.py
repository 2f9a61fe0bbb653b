"""Settings of comments, with what holds when the site says nothing."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings

#: Replies stand in threads to this depth; a deeper one stands beside what it replies to, and says so.
MAX_DEPTH = 8


def shown_depth() -> int:
    """``ROOST_COMMENTS_DEPTH``: so many levels are drawn as levels; what is deeper is drawn at the last one, and quotes what it replies to."""
    return min(max(int(getattr(settings, "ROOST_COMMENTS_DEPTH", 3)), 1), MAX_DEPTH)


def page_size() -> int:
    """``ROOST_COMMENTS_PAGE``: how many comments stand on a page."""
    return int(getattr(settings, "ROOST_COMMENTS_PAGE", 50))


def free_edit() -> timedelta:
    """``ROOST_FREE_EDIT_MINUTES``: for so long after writing, an edit leaves no mark for readers. Moderators see it all the same."""
    return timedelta(minutes=int(getattr(settings, "ROOST_FREE_EDIT_MINUTES", 10)))


def writing_languages() -> list[tuple[str, str]]:
    """``ROOST_WRITING_LANGUAGES``: pairs of code and name; people can say that their words are in one of them, so that they are read out right."""
    return list(getattr(settings, "ROOST_WRITING_LANGUAGES", [("cy", "Cymraeg")]))


def reaction_kinds() -> list[str]:
    """``ROOST_REACTIONS``: which reactions are offered."""
    return list(getattr(settings, "ROOST_REACTIONS", ["thanks"]))
