"""PostgreSQL: a generated ``tsvector`` column of the documents with a GIN index.

The column and its configuration are made by migration 0002. Title and author are there twice: stemmed, and as they
are written (configuration ``simple``), so that names, and words like IT that English leaves out, are found.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from intranet.core.search.engines.language import fold
from intranet.core.search.engines.sql import TABLE, Sql, SqlEngine, moment, read_places

if TYPE_CHECKING:
    from datetime import datetime

    from intranet.core.search.engines.base import Dirty
    from intranet.core.search.engines.language import Alternative, Group, Query
    from intranet.core.search.querysets import Place


class PostgresqlEngine(SqlEngine):
    """The database of production, when there is no Elasticsearch or it does not answer."""

    name = "postgresql"
    position = "strpos"
    ranks_documents = True
    split_tags = "(SELECT matched.*, single.tag FROM matched CROSS JOIN LATERAL string_to_table(tags, ' ') AS single(tag)) tagged"

    def found(self, query: Query) -> tuple[Sql, Sql, Sql]:
        condition = match(query).wrapped("document.search @@ (", ")")
        enough = self._held(query).wrapped("", f" >= {query.enough}") if query.loose else Sql()
        return Sql(), Sql(), Sql.join(" AND ", [condition, enough])

    def rank(self, query: Query) -> Sql:
        rank = match(query).wrapped("ts_rank('{0.1, 0.2, 0.5, 1.0}', document.search, (", "), 1)")
        return Sql.join(" * ", [rank, self._held(query)]) if query.loose else rank

    def _held(self, query: Query) -> Sql:
        """How many of the wanted groups a document has."""
        return Sql.join(" + ", (_group(group).wrapped("(document.search @@ ", ")::int") for group in query.wanted)).wrapped("(", ")")

    def age(self, at: datetime) -> Sql:
        return Sql("greatest(0, extract(epoch FROM %s::timestamptz - pool.created) / 86400)", moment(at))

    def suggest(self, text: str, audiences: frozenset[int], *, limit: int, without: Dirty) -> tuple[Place, ...]:
        words = fold(text).split()
        if not words:
            return ()
        beginnings = " & ".join(f"'{word}':*A" for word in words)
        return read_places(
            Sql.join(
                "",
                [
                    Sql(f"SELECT content_type_id, object_id FROM {TABLE} document WHERE search @@ to_tsquery('simple', %s) AND ", beginnings),
                    self._audiences(audiences),
                    Sql(" ORDER BY boost DESC, created DESC NULLS FIRST, id DESC LIMIT %s", limit),
                ],
            )
        )


def match(query: Query) -> Sql:
    """The query as an expression of tsqueries. What was typed only ever is a parameter."""
    wanted = Sql.join(" || " if query.loose else " && ", map(_group, query.wanted)).wrapped("(", ")")
    return Sql.join(" && ", [wanted, *(_group(group).wrapped("!!") for group in query.unwanted)])


def _group(group: Group) -> Sql:
    return Sql.join(" || ", map(_alternative, group)).wrapped("(", ")")


def _alternative(alternative: Alternative) -> Sql:
    words = " ".join(alternative.words)
    if alternative.exact:
        return Sql("(phraseto_tsquery('english', %s) || phraseto_tsquery('simple', %s))", words, words)
    written = " & ".join(f"'{word}':AB" for word in alternative.words)
    return Sql("(plainto_tsquery('english', %s) || to_tsquery('simple', %s))", words, written)
