"""Feeds and calendars as files. Nothing in them depends on the hour of reading, or holds the key."""

from __future__ import annotations

import re
from datetime import UTC
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from icalendar import Calendar
from icalendar import Event as CalendarEvent

from intranet.core.organisation.models import Audience

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from django.db.models import Model

    from intranet.core.notifications.feeds.base import Entry, Event

LONGEST_EXCERPT = 300
#: Characters that XML has no way to write, and those that turn the direction of what follows.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")


def atom(title: str, url: str, entries: Sequence[Entry], *, ident: str, since: datetime) -> bytes:
    """An Atom feed. Without entries it was updated ``since``."""
    site = _line(settings.WAGTAIL_SITE_NAME)
    feed = _Atom(
        title=f"{_line(title)} · {site}",
        link=_address(url),
        description=None,
        language=settings.LANGUAGE_CODE,
        author_name=site,
        feed_guid=_ident(f"feed/{ident}"),
    )
    feed.since = since
    staff = Audience.objects.all_staff_id() if any(entry.excerpt for entry in entries) else None
    for entry in entries:
        words = escape(_excerpt(entry.excerpt)) if staff is not None and entry.audience_id == staff else ""
        feed.add_item(
            title=_line(entry.title),
            link=_address(entry.url),
            description=words or None,  # type: ignore[arg-type]
            author_name=_line(entry.author) or None,
            pubdate=entry.published,
            updateddate=max(entry.published, entry.updated or entry.published),
            unique_id=_ident(_name_of(entry.thing)),
        )
    return feed.writeString("utf-8").encode()


class _Atom(Atom1Feed):
    """Django's, but an empty feed says when it began, not what time it is."""

    since: datetime

    def latest_post_date(self) -> datetime:
        return max((item["updateddate"] for item in self.items), default=self.since)


def calendar(title: str, events: Sequence[Event]) -> bytes:
    """A calendar of moments, in UTC, none of which makes anybody look busy."""
    whole = Calendar()
    whole.add("prodid", f"-//{_line(settings.WAGTAIL_SITE_NAME)}//Roost//{settings.LANGUAGE_CODE.upper()}")
    whole.add("version", "2.0")
    whole.add("method", "PUBLISH")
    whole.add("x-wr-calname", f"{_line(title)} · {_line(settings.WAGTAIL_SITE_NAME)}")
    for event in events:
        line = CalendarEvent()
        line.add("uid", f"{_name_of(event.thing).replace('/', '-')}@{_host()}")
        line.add("dtstamp", event.changed.astimezone(UTC))
        line.add("last-modified", event.changed.astimezone(UTC))
        line.add("dtstart", event.moment.astimezone(UTC))
        line.add("summary", _line(event.title))
        line.add("url", _address(event.url))
        line.add("description", _address(event.url))
        line.add("transp", "TRANSPARENT")
        whole.add_component(line)
    written: bytes = whole.to_ical()
    return written


def _line(words: str) -> str:
    """On one line, and without what cannot be written."""
    return " ".join(_UNWRITABLE.sub("", str(words)).split())


def _excerpt(words: str) -> str:
    line = _line(words)
    return line if len(line) <= LONGEST_EXCERPT else f"{line[: LONGEST_EXCERPT - 1].rstrip()}…"


def _address(url: str) -> str:
    return url if url.startswith(("http://", "https://")) else f"{settings.WAGTAILADMIN_BASE_URL.rstrip('/')}{url}"


def _host() -> str:
    return settings.WAGTAILADMIN_BASE_URL.partition("://")[2].partition("/")[0].partition(":")[0] or "localhost"


def _name_of(thing: Model) -> str:
    return f"{thing._meta.label_lower}/{thing.pk}"


def _ident(name: str) -> str:
    """The same for ever, wherever the thing moves."""
    return f"tag:{_host()},2026:{name}"
