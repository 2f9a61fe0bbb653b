"""What the parts of the loader share: the files, the calendar, the cast, and what has been made so far."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml
from django.db import transaction
from django.test import TestCase

from intranet.core.background import at_moment
from intranet.core.organisation.actions import all_staff, intern_audience
from intranet.demo.loading.counting import count_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import datetime

    from django.contrib.auth.models import Group
    from django.db.models import Model

    from intranet.core.kinds import Person
    from intranet.core.organisation.models import Audience, Service
    from intranet.demo.moments import Calendar

DATA = Path(__file__).resolve().parent.parent / "data"
REFERENCE = re.compile(r"\b(post|comment|topic|forum-post|poll|module|lesson|guidance|area|service|person|blog):([a-z0-9][a-z0-9./_-]*[a-z0-9])")


@dataclass(frozen=True, slots=True)
class Event:
    """Something that somebody does at a moment."""

    moment: datetime
    act: Callable[[], Any]


@dataclass
class Council:
    """The council in the making."""

    calendar: Calendar
    seed: int = 1
    people: dict[str, Person] = field(default_factory=dict)
    services: dict[str, Service] = field(default_factory=dict)
    groups: dict[str, Group] = field(default_factory=dict)
    things: dict[str, Model] = field(default_factory=dict)
    unresolved: list[tuple[str, Model]] = field(default_factory=list)

    @cached_property
    def chance(self) -> random.Random:
        return random.Random(self.seed)  # noqa: S311 -- the same demonstration for one seed, nothing secret

    def read(self, name: str) -> dict[str, Any]:
        """One of the data files."""
        loaded: dict[str, Any] = yaml.load((DATA / f"{name}.yaml").read_text(encoding="utf-8"), Loader=Loader)  # noqa: S506 -- the safe loader, in C where there is one
        return loaded

    def moment(self, token: str) -> datetime:
        return self.calendar.moment(token)

    @property
    def now(self) -> datetime:
        return self.calendar.loaded_at

    def past(self, token: str) -> bool:
        return self.moment(token) <= self.now

    def audience(self, wanted: Any) -> Audience:
        """``all``, or a union of services, groups and people."""
        if wanted == "all":
            return all_staff()
        clause = {f"service:{self.services[slug].pk}" for slug in wanted.get("services", [])}
        clause |= {f"group:{self.groups[slug].pk}" for slug in wanted.get("groups", [])}
        clause |= {f"user:{self.people[name].pk}" for name in wanted.get("people", [])}
        return intern_audience([clause])

    def readers(self, wanted: str) -> Audience:
        """Who must read something: ``all``, or ``group:slug``."""
        return all_staff() if wanted == "all" else self.audience({"groups": [wanted.removeprefix("group:")]})

    def keep(self, reference: str, thing: Model) -> None:
        self.things[reference] = thing

    def written(self, text: str) -> str:
        """A text with addresses in place of references such as ``topic:damp-form``; a card stands on a line of its own."""

        def address(found: re.Match[str]) -> str:
            thing = self.things.get(found[0])
            return thing.get_absolute_url() if thing is not None else found[0]  # type: ignore[attr-defined]

        return REFERENCE.sub(address, text)

    def has_loose_ends(self, text: str) -> bool:
        """Whether the text refers to what has not been made yet."""
        return any(found[0] not in self.things for found in REFERENCE.finditer(text))


#: After so many acts.
COUNTED_EVERY = 250


def replay(events: Iterable[Event]) -> int:
    """Do everything in order of time, each with the clock at its moment; the number of acts.

    What waits for the commit runs at once, so that it has the moment too: all is one transaction, kept whole or not at all.
    """
    count = 0
    for event in sorted(events, key=lambda event: event.moment):
        with at_moment(event.moment), TestCase.captureOnCommitCallbacks(execute=True):
            event.act()
        transaction.get_connection().run_on_commit.clear()  # done already; the commit shall not do it again
        count += 1
        if count % COUNTED_EVERY == 0:
            count_rows()
    return count


def nested(
    items: list[dict[str, Any]], key: str = "replies", parent: dict[str, Any] | None = None
) -> Iterator[tuple[dict[str, Any], dict[str, Any] | None]]:
    """Each item of a tree with the one above it."""
    for item in items:
        yield item, parent
        yield from nested(item.get(key, []), key, item)


Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
