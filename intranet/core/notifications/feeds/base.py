"""What a feed is. The class tree is the registry."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from intranet.core.notifications.feeds import writing

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from django.db.models import Model

    from intranet.core.kinds import Person
    from intranet.core.notifications.models import FeedKey
    from intranet.core.organisation.models import Service

#: So many things stand in a feed at most.
MOST = 50


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a feed. Its ``excerpt`` is given out only where ``audience_id`` is all staff: of other things, the title alone."""

    thing: Model
    title: str
    url: str
    published: datetime
    updated: datetime | None = None
    author: str = ""
    excerpt: str = ""
    audience_id: int | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """A moment in a calendar: something is due then, or ends."""

    thing: Model
    title: str
    url: str
    moment: datetime
    changed: datetime


class Feed:
    """What the two kinds of feeds share. A class without a ``name`` of its own is a base of feeds."""

    #: Unique among all feeds, and part of the address for ever: "topics".
    name: ClassVar[str]
    #: What it is called among all feeds; "Topics of an area" for a feed of one thing.
    label: ClassVar[Any]
    #: A feed for each thing of this ``Visible`` model; None: one feed for all.
    of: ClassVar[type[Model] | None] = None
    order: ClassVar[int] = 50
    extension: ClassVar[str]
    content_type: ClassVar[str]

    @classmethod
    def file(cls) -> str:
        """The last part of its addresses."""
        return f"{cls.name}.{cls.extension}"

    def title(self, thing: Any) -> str:
        """What a feed reader calls it."""
        return str(thing) if thing is not None else str(self.label)

    def url(self, thing: Any) -> str:
        """The page that shows the same."""
        url: str = thing.get_absolute_url() if thing is not None else "/"
        return url

    def written_for(self, key: FeedKey, thing: Any) -> bytes:
        """The whole file: the same bytes as long as the person would read the same."""
        raise NotImplementedError


class AtomFeed(Feed):
    """What is new, the newest first."""

    extension = "atom"
    content_type = "application/atom+xml; charset=utf-8"

    def entries(self, user: Person, thing: Any) -> Iterable[Entry]:
        """At most ``MOST``, each found by ``visible_to(user)``; ``thing`` is an ``of`` that the person was found to see, or None."""
        raise NotImplementedError

    def in_service(self, user: Person, service: Service) -> Iterable[Entry]:
        """What of this kind is new in a service and those beneath it, for the feed of that service; at most ``MOST``."""
        return ()

    def written_for(self, key: FeedKey, thing: Any) -> bytes:
        entries = list(self.entries(key.person, thing))[:MOST]
        return writing.atom(self.title(thing), self.url(thing), entries, ident=f"{self.name}/{thing.pk if thing else 0}/{key.pk}", since=key.created)


class CalendarFeed(Feed):
    """What ends or is due, the first first."""

    extension = "ics"
    content_type = "text/calendar; charset=utf-8"

    def events(self, user: Person, thing: Any) -> Iterable[Event]:
        """At most ``MOST``, each found by ``visible_to(user)``; ``thing`` as for ``entries``."""
        raise NotImplementedError

    def written_for(self, key: FeedKey, thing: Any) -> bytes:
        return writing.calendar(self.title(thing), list(self.events(key.person, thing))[:MOST])


def all_feeds() -> list[Feed]:
    """One of each feed there is: the classes of the tree that have a name of their own."""
    found: list[type[Feed]] = []
    waiting: list[type[Feed]] = [Feed]
    while waiting:
        for child in waiting.pop().__subclasses__():
            if "name" in vars(child):
                found.append(child)
            waiting.append(child)
    return sorted((kind() for kind in found), key=lambda feed: (feed.order, feed.name))


def feed_at(file: str) -> Feed | None:
    """The feed whose addresses end so."""
    return next((feed for feed in all_feeds() if feed.file() == file), None)
