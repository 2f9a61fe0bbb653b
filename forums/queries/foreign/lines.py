"""The documented format: one JSON object a line, a topic before its posts."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from forums.queries.foreign.shapes import ForeignPost, ForeignTopic, NotReadable, Writer, moment

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

TYPES = ("discussion", "question", "announcement", "idea")


def topics_in_lines(lines: Iterable[str]) -> Iterator[ForeignTopic]:
    """The topics of a file, each with its posts. Raises ``NotReadable`` with the number of the line."""
    current: ForeignTopic | None = None
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        row, where = _row(line, number), f"line {number}"
        if row.get("kind") == "topic":
            if current is not None:
                yield current
            current = _topic(row, where)
        elif row.get("kind") == "post":
            if current is None or str(row.get("topic", "")) != current.ident:
                raise NotReadable(f"{where}: a post stands below its topic")
            current.posts.append(_post(row, where))
        else:
            raise NotReadable(f"{where}: kind is topic or post")
    if current is not None:
        yield current


def _row(line: str, number: int) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except ValueError as error:
        raise NotReadable(f"line {number}: this is no JSON") from error
    if not isinstance(row, dict):
        raise NotReadable(f"line {number}: one object a line")
    return row


def _text(row: dict[str, Any], name: str, where: str) -> str:
    value = row.get(name)
    if not isinstance(value, str | int) or not str(value).strip():
        raise NotReadable(f"{where}: {name} is missing")
    return str(value)


def _topic(row: dict[str, Any], where: str) -> ForeignTopic:
    kind = row.get("type", "discussion")
    if kind not in TYPES:
        raise NotReadable(f"{where}: type is one of {', '.join(TYPES)}")
    topic = ForeignTopic(_text(row, "id", where), _text(row, "area", where), _text(row, "title", where), type=kind)
    topic.tags = [str(tag) for tag in row.get("tags") or []]
    topic.locked, topic.sticky = bool(row.get("locked")), bool(row.get("sticky"))
    return topic


def _post(row: dict[str, Any], where: str) -> ForeignPost:
    author = row.get("author") or {}
    if not isinstance(author, dict):
        raise NotReadable(f"{where}: author is an object with name, email and username")
    writer = Writer(str(author.get("name") or author.get("username") or ""), str(author.get("email") or ""), str(author.get("username") or ""))
    edited = moment(row["edited"], where) if row.get("edited") else None
    return ForeignPost(_text(row, "id", where), _text(row, "body", where), moment(_text(row, "created", where), where), writer, edited)
