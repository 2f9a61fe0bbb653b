"""A topic as Discourse gives it at ``/t/ID.json``."""

from __future__ import annotations

from typing import Any

from forums.queries.foreign.shapes import ForeignPost, ForeignTopic, NotReadable, Writer, moment
from intranet.core.text.mails import text_of

#: Of its posts, those that people wrote; the others say what moderators did.
WRITTEN = 1


def topic_of_discourse(data: Any, where: str) -> ForeignTopic:
    """The words of posts are their Markdown where the file has it (``include_raw=true``), else the words of their HTML."""
    try:
        posts = data["post_stream"]["posts"]
        topic = ForeignTopic(str(data["id"]), str(data.get("category_id") or ""), str(data["title"]))
        topic.posts = [_post(row, where) for row in sorted(posts, key=lambda row: row["post_number"]) if _is_shown(row)]
    except (KeyError, TypeError) as error:
        raise NotReadable(f"{where}: this is no topic of Discourse, {error} is missing") from error
    tags = data.get("tags") or []
    topic.tags = [str(tag.get("name", "")) if isinstance(tag, dict) else str(tag) for tag in tags]
    topic.locked, topic.sticky = bool(data.get("closed") or data.get("archived")), bool(data.get("pinned"))
    absent = len(set(data["post_stream"].get("stream") or []) - {row["id"] for row in posts})
    topic.lacks = f"{absent} of its posts are not in the file: ask Discourse for /t/{topic.ident}.json?print=true&include_raw=true" if absent else ""
    return topic


def _is_shown(row: dict[str, Any]) -> bool:
    shown = row.get("post_type", WRITTEN) == WRITTEN and not row.get("deleted_at") and not row.get("user_deleted") and not row.get("hidden")
    return shown and bool(_words(row))


def _words(row: dict[str, Any]) -> str:
    return str(row.get("raw") or text_of(str(row.get("cooked") or ""))).strip()


def _post(row: dict[str, Any], where: str) -> ForeignPost:
    writer = Writer(str(row.get("name") or row["username"]), username=str(row["username"]))
    created = moment(row["created_at"], where)
    edited = moment(row["updated_at"], where) if row.get("updated_at") and int(row.get("version") or 1) > 1 else None
    return ForeignPost(str(row["id"]), _words(row), created, writer, edited)
