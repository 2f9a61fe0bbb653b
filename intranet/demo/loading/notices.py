"""What some people follow, and how what they are told reaches them."""

from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING, Any

from intranet.core.notifications.actions import choose, follow, set_deliveries, set_mail
from intranet.core.notifications.models import Delivery
from intranet.core.notifications.notices import kind_named
from intranet.demo.loading.council import Council, Event

if TYPE_CHECKING:
    from collections.abc import Iterator


def events(council: Council) -> Iterator[Event]:
    """What people chose on their page of notice settings."""
    file = council.read("notices")
    for row in file["choices"]:
        yield Event(council.moment(row["at"]), lambda row=row: _choose(council, row))  # type: ignore[misc]
    for row in file["follows"]:
        yield Event(council.moment(row["at"]), lambda row=row: _follow(council, row["person"], row["things"]))  # type: ignore[misc]


def _choose(council: Council, row: dict[str, Any]) -> None:
    person = council.people[row["person"]]
    since, until = (time.fromisoformat(text) for text in row.get("quiet", ["00:00", "00:00"]))
    set_mail(
        person,
        wanted=True,
        digest=row["digest"],
        quiet=(since, until) if since != until else None,
        only_in_working_hours=row.get("only_in_working_hours", False),
    )
    chosen = {kind_named(name): Delivery(delivery) for name, delivery in row.get("kinds", {}).items()}
    set_deliveries(person, {kind: delivery for kind, delivery in chosen.items() if kind is not None})
    for choice in row.get("services", []):
        service, kind = council.services[choice["service"]], kind_named(choice.get("kind", ""))
        choose(person, service=service, kind=kind, delivery=Delivery(choice["delivery"]))
    _follow(council, row["person"], row.get("follows", []))


def _follow(council: Council, username: str, references: list[str]) -> None:
    for reference in references:
        follow(council.people[username], council.things[reference])
