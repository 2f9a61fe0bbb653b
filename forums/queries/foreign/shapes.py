"""What a topic of another forum has, whichever forum it was."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any


class NotReadable(Exception):
    """What was given is not what it should be; the words say where."""


@dataclass(frozen=True, slots=True)
class Writer:
    """Who wrote something there; ``email`` finds who they are here, ``name`` is kept for who is not here."""

    name: str
    email: str = ""
    username: str = ""


@dataclass(frozen=True, slots=True)
class ForeignPost:
    ident: str
    body: str
    created: datetime
    writer: Writer
    edited: datetime | None = None


@dataclass(slots=True)
class ForeignTopic:
    ident: str
    area: str
    title: str
    posts: list[ForeignPost] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    type: str = "discussion"
    locked: bool = False
    sticky: bool = False
    #: What is missing, in words, for the report.
    lacks: str = ""


def moment(value: Any, where: str) -> datetime:
    """A moment as a text of ISO 8601 or as a database gives it; without a zone it is taken for UTC."""
    try:
        found = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
    except ValueError as error:
        raise NotReadable(f"{where}: {value!r} is not a moment like 2026-11-03T10:15:00Z") from error
    return found if found.tzinfo else found.replace(tzinfo=UTC)
