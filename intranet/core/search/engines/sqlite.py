"""SQLite: FTS5 over the documents, kept by triggers, ranked by bm25."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from intranet.core.search import conf
from intranet.core.search.engines.language import fold
from intranet.core.search.engines.sql import TABLE, Sql, SqlEngine, moment, read_places

if TYPE_CHECKING:
    from datetime import datetime

    from intranet.core.search.engines.base import Dirty
    from intranet.core.search.engines.language import Alternative, Group, Query
    from intranet.core.search.querysets import Place

WORDS = "intranet_index_words"
TITLES = "intranet_index_titles"


class SqliteEngine(SqlEngine):
    """The embedded default."""

    name = "sqlite"
    position = "instr"
    split_tags = """(SELECT matched.*, single.value AS tag FROM matched, json_each('["' || replace(tags, ' ', '","') || '"]') single) tagged"""

    def found(self, query: Query) -> tuple[Sql, Sql, Sql]:
        if query.wanted:
            first = self._some(query) if query.loose else self._matching(match(query))
            return first.wrapped("found AS MATERIALIZED (", ")"), Sql(" JOIN found ON found.id = document.id"), Sql()
        if query.unwanted:
            without = Sql(f"document.id NOT IN (SELECT rowid FROM {WORDS} WHERE {WORDS} MATCH %s)", _any(query.unwanted))
            return Sql(), Sql(), without
        return Sql(), Sql(), Sql()

    def _matching(self, expression: str) -> Sql:
        return Sql(f"SELECT rowid AS id, -bm25({WORDS}, 10.0, 5.0, 3.0, 1.0) AS rank FROM {WORDS} WHERE {WORDS} MATCH %s", expression)

    def _some(self, query: Query) -> Sql:
        """What has enough of the words; the more it has, the better. Of a very common word the latest are enough."""
        single = (self._matching(match(replace(query, wanted=(group,)))) for group in query.wanted)
        each = Sql.join(" UNION ALL ", (words.wrapped("SELECT * FROM (", f" ORDER BY rowid DESC LIMIT {conf.COUNTED})") for words in single))
        return each.wrapped("SELECT id, sum(rank) * count(*) AS rank FROM (", f") GROUP BY id HAVING count(*) >= {query.enough}")

    def rank(self, query: Query) -> Sql:
        return Sql("pool.rank")

    def age(self, at: datetime) -> Sql:
        return Sql("max(0, julianday(%s) - julianday(pool.created))", moment(at))

    def suggest(self, text: str, audiences: frozenset[int], *, limit: int, without: Dirty) -> tuple[Place, ...]:
        words = fold(text).split()
        if not words:
            return ()
        beginnings = " AND ".join(f'"{word}" *' for word in words)
        return read_places(
            Sql.join(
                "",
                [
                    Sql(f"SELECT content_type_id, object_id FROM {TITLES} JOIN {TABLE} document ON document.id = {TITLES}.rowid"),
                    Sql(f" WHERE {TITLES} MATCH %s AND ", beginnings),
                    self._audiences(audiences),
                    Sql(" ORDER BY boost DESC, created DESC NULLS FIRST, document.id DESC LIMIT %s", limit),
                ],
            )
        )


def match(query: Query) -> str:
    """The query in FTS5's language. Words are letters and digits only, and stand in quotes: nothing in them is syntax."""
    wanted = " AND ".join(map(_group, query.wanted))
    return f"({wanted}) NOT {_any(query.unwanted)}" if query.unwanted else wanted


def _any(groups: tuple[Group, ...]) -> str:
    return "(" + " OR ".join(map(_group, groups)) + ")"


def _group(group: Group) -> str:
    return "(" + " OR ".join(map(_alternative, group)) + ")"


def _alternative(alternative: Alternative) -> str:
    if alternative.exact:
        return f'"{" ".join(alternative.words)}"'
    return "(" + " AND ".join(f'"{word}"' for word in alternative.words) + ")"
