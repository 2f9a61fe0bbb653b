"""Measures of the forums: fixed ones, and settings with what holds when the site says nothing."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings

#: Posts on one page of a topic. A post's page follows from its number, so that its address never moves.
POSTS_ON_PAGE = 20

#: Topics on one page of an area.
TOPICS_ON_PAGE = 20

#: What was written longer ago never counts as unread, so that marks stay few and counts stay quick.
UNREAD_FOR = timedelta(days=30)

#: Posts that are merged or split at once, in one transaction.
MOST_MOVED = 2_000

#: Posts on one page of an exported topic, and topics on one page of its index.
EXPORTED_POSTS = 100
EXPORTED_TOPICS = 100


def export_for() -> timedelta:
    """``ROOST_FORUM_EXPORT_DAYS``: for so long the export of an area can be fetched."""
    return timedelta(days=int(getattr(settings, "ROOST_FORUM_EXPORT_DAYS", 3)))


def similar_for() -> timedelta:
    """``ROOST_FORUM_SIMILAR_DAYS``: for so long a topic of nearly the same title is shown before another is started in its area."""
    return timedelta(days=int(getattr(settings, "ROOST_FORUM_SIMILAR_DAYS", 90)))


def file_bytes() -> int:
    """``ROOST_FORUM_FILE_MB``: how large a file of a post may be."""
    return int(getattr(settings, "ROOST_FORUM_FILE_MB", 10)) * 1024 * 1024


def post_files() -> int:
    """``ROOST_FORUM_FILES``: how many files are added at once."""
    return int(getattr(settings, "ROOST_FORUM_FILES", 4))


def person_quota() -> int:
    """``ROOST_FORUM_QUOTA_MB``: how much a person's files in the forums may take up."""
    return int(getattr(settings, "ROOST_FORUM_QUOTA_MB", 250)) * 1024 * 1024


def newcomer_posts() -> int:
    """``ROOST_FORUM_NEWCOMER_POSTS``: so many posts a new colleague may write within ``newcomer_stretch``."""
    return int(getattr(settings, "ROOST_FORUM_NEWCOMER_POSTS", 5))


def newcomer_stretch() -> timedelta:
    """``ROOST_FORUM_NEWCOMER_MINUTES``: the stretch of time that ``newcomer_posts`` is about."""
    return timedelta(minutes=int(getattr(settings, "ROOST_FORUM_NEWCOMER_MINUTES", 60)))
