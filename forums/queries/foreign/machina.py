"""Topics in the database of a django-machina: only read, by SQL on its tables, without the package."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from forums.queries.foreign.shapes import ForeignPost, ForeignTopic, Writer, moment

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.backends.base.base import BaseDatabaseWrapper

#: In machina's words: a topic that was moved away; one that is locked; one that is sticky, or an announcement.
_MOVED, _LOCKED, _STICKY, _ANNOUNCEMENT = 2, 1, 1, 2
_AREAS = "SELECT id, name FROM forum_forum WHERE type = 0 ORDER BY id"
_TOPICS = "SELECT id, forum_id, subject, type, status FROM forum_conversation_topic WHERE approved AND status <> %s ORDER BY id"
_POSTS = (
    "SELECT id, poster_id, username, content, created, updated, updates_count FROM forum_conversation_post "
    "WHERE topic_id = %s AND approved ORDER BY created, id"
)


def machina_areas(database: BaseDatabaseWrapper) -> list[tuple[str, str]]:
    """Its forums, by key and name."""
    return [(str(key), name) for key, name in _rows(database, _AREAS)]


def machina_people(database: BaseDatabaseWrapper, table: str) -> dict[int, Writer]:
    """Its accounts, from the table of its user model."""
    name = database.ops.quote_name(table)
    rows = _rows(database, f"SELECT id, username, email, first_name, last_name FROM {name}")  # noqa: S608 -- a quoted name, from who runs the command
    return {key: Writer(f"{first} {last}".strip() or username, email or "", username) for key, username, email, first, last in rows}


def topics_of_machina(database: BaseDatabaseWrapper, people: dict[int, Writer]) -> Iterator[ForeignTopic]:
    """Its approved topics, each with its approved posts."""
    for key, forum, subject, kind, status in _rows(database, _TOPICS, [_MOVED]):
        topic = ForeignTopic(str(key), str(forum), subject, locked=status == _LOCKED, sticky=kind == _STICKY)
        topic.type = "announcement" if kind == _ANNOUNCEMENT else "discussion"
        topic.posts = [_post(row, people) for row in _rows(database, _POSTS, [key]) if str(row[3] or "").strip()]
        yield topic


def _post(row: tuple[Any, ...], people: dict[int, Writer]) -> ForeignPost:
    key, poster, username, content, created, updated, updates = row
    where = f"post {key}"
    edited = moment(updated, where) if updates and updated else None
    return ForeignPost(str(key), str(content), moment(created, where), people.get(poster, Writer(username or "")), edited)


def _rows(database: BaseDatabaseWrapper, statement: str, values: list[Any] | None = None) -> list[tuple[Any, ...]]:
    with database.cursor() as cursor:
        cursor.execute(statement, values or [])
        return cursor.fetchall()  # type: ignore[no-any-return]
