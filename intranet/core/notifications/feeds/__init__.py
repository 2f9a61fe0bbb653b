"""What people read with a feed reader or in their calendar. An app subclasses these in its ``feeds.py``, found by autodiscovery."""

from intranet.core.notifications.feeds.base import MOST, AtomFeed, CalendarFeed, Entry, Event, Feed, all_feeds, feed_at
from intranet.core.notifications.feeds.own import MyNotices, ServiceNews

__all__ = ["MOST", "AtomFeed", "CalendarFeed", "Entry", "Event", "Feed", "MyNotices", "ServiceNews", "all_feeds", "feed_at"]
