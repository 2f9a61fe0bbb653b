"""What an app shows outside its own pages: in the navigation, on home, on a service's and on a person's page.

An app subclasses these in its ``panels.py``, which is found by autodiscovery; the class tree is the registry.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Literal

if TYPE_CHECKING:
    from intranet.core.kinds import Person

Place = Literal["home", "home-side", "service", "person", "morning", "thing"]


class NavigationItem:
    """A line of the main navigation."""

    label: ClassVar[Any]
    icon: ClassVar[str]
    url: ClassVar[str]  # the path where the app lives, as "/blogs/"
    order: ClassVar[int] = 50


@dataclass(frozen=True, slots=True)
class PlaceLink:
    """A line under *Your places*, with what is unread there."""

    label: str
    url: str
    unread: int = 0


class Places:
    """Lines under *Your places* in the navigation; at most one query in all."""

    order: ClassVar[int] = 50

    def links(self, user: Person) -> list[PlaceLink]:
        raise NotImplementedError


class Tray:
    """The person's notices, at the top of every page; one app has them."""

    url: ClassVar[str]  # where all of them stand, as "/notices/"
    settings_url: ClassVar[str] = ""  # where a person chooses what reaches them
    menu_url: ClassVar[str] = ""  # a fragment with the latest, as <li>, read when the menu opens; empty: the bell is a link

    def unread(self, user: Person) -> int:
        """How many are new; at most one query."""
        raise NotImplementedError


class SearchBox:
    """The box at the top of every page; one app answers it."""

    url: ClassVar[str]  # the path that takes ``?q=``, as "/search/"


class AccountLink:
    """A line in the menu of the person's account, for those whose session says so under ``session_key``: no page asks the database for it."""

    label: ClassVar[Any]
    icon: ClassVar[str]
    url: ClassVar[str]
    session_key: ClassVar[str]
    order: ClassVar[int] = 50


class FooterLink:
    """A line at the foot of every page of a signed-in person."""

    label: ClassVar[Any]
    url: ClassVar[str]  # empty: it leads nowhere here, and is not shown
    order: ClassVar[int] = 50


class Panel:
    """A block on a page that is not the app's own. ``context`` None: there is nothing to show, and nothing is shown."""

    place: ClassVar[Place]
    template: ClassVar[str]
    order: ClassVar[int] = 50

    def context(self, user: Person, subject: Any = None) -> dict[str, Any] | None:
        """What the template needs; ``subject`` is the service, the person or the thing whose page it is."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class NextStep:
    """Something that waits for the person, on home under *Next for you*. Lower ``urgency`` comes first."""

    title: str
    detail: str
    url: str
    action: str
    icon: str
    urgency: int = 50


class NextSteps:
    """What of an app waits for the person."""

    def steps(self, user: Person) -> list[NextStep]:
        raise NotImplementedError


def all_of(kind: type) -> list[Any]:
    """An instance of each subclass of ``kind``, in order."""
    return sorted((found() for found in _subclasses(kind)), key=lambda panel: getattr(panel, "order", 50))


def _subclasses(kind: type) -> list[type]:
    found: list[type] = []
    child: type
    for child in kind.__subclasses__():
        found += [child, *_subclasses(child)]
    return found
