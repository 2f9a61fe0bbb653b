"""What the two databases have in common: one statement gives hits, total and facets.

``matched`` holds what the words and the operators find among what the reader may see, the newest ``conf.COUNTED`` of
it. ``listed`` is what is left after the chosen facets; ``pool`` what is worth ranking of a very common word: what has
it in its title first, then what is new. So no query costs more than these bounds, however common its words.
A facet is counted under the choices of all the other facets, so that a figure beside a value is what the list will have.
"""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, Any

from django.db import connection

from intranet.core.search import conf
from intranet.core.search.engines.base import FACET_VALUES, FACETS, Engine, EngineResult
from intranet.core.search.engines.language import stem

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from intranet.core.search.engines.base import Choice, Dirty, Question
    from intranet.core.search.engines.language import Query
    from intranet.core.search.querysets import Place

TABLE = "intranet_index_document"


class Sql:
    """A piece of SQL with its parameters. Only constants are written into the text; what people type is a parameter."""

    def __init__(self, text: str = "", *parameters: Any) -> None:
        self.text = text
        self.parameters: tuple[Any, ...] = parameters

    @classmethod
    def join(cls, separator: str, pieces: Iterable[Sql]) -> Sql:
        kept = [piece for piece in pieces if piece.text]
        return cls(separator.join(piece.text for piece in kept), *(value for piece in kept for value in piece.parameters))

    @classmethod
    def one_of(cls, column: str, values: Sequence[Any]) -> Sql:
        return cls(f"{column} IN ({', '.join(['%s'] * len(values))})", *values) if values else cls("1 = 0")

    def wrapped(self, before: str, after: str = "") -> Sql:
        return Sql(before + self.text + after, *self.parameters) if self.text else self


def moment(value: datetime) -> Any:
    return connection.ops.adapt_datetimefield_value(value)


class SqlEngine(Engine):
    """An engine in the database. What differs between the databases is below ``search``."""

    #: ``position(text, part)``, 0 when it is not there.
    position: str
    #: Whether ``rank`` reads the documents themselves.
    ranks_documents = False
    #: A table of the single tags of ``matched``.
    split_tags: str

    @abstractmethod
    def found(self, query: Query) -> tuple[Sql, Sql, Sql]:
        """A CTE before all others, a join and a condition on ``document`` for the words."""

    @abstractmethod
    def rank(self, query: Query) -> Sql:
        """How well a row of ``pool`` fits the words; larger is better."""

    @abstractmethod
    def age(self, at: datetime) -> Sql:
        """The days since ``created``."""

    def search(self, question: Question, *, without: Dirty) -> EngineResult:
        listed = Sql.join(" AND ", (self._chosen(question, facet) for facet in FACETS)).wrapped(" WHERE ")
        first, join, condition = self.found(question.query)
        conditions = Sql.join(" AND ", [self._audiences(question.audiences), condition, *self._demanded(question)])
        statement = Sql.join(
            "",
            [
                first.wrapped("WITH ", ", ") if first.text else Sql("WITH "),
                Sql("matched AS MATERIALIZED (SELECT document.id, kind, service_id, author_id, tags, created, boost, title"),
                Sql(f"{', found.rank' if first.text else ''} FROM {TABLE} document"),
                join,
                conditions.wrapped(" WHERE "),
                Sql(f" ORDER BY created DESC NULLS FIRST LIMIT {conf.COUNTED + 1}), listed AS (SELECT * FROM matched"),
                listed,
                Sql("), "),
                self._hits(question),
                Sql(" SELECT 'hit', CAST(content_type_id AS text), object_id, place FROM hits UNION ALL"),
                Sql(" SELECT 'total', '', count(*), 0 FROM listed"),
                *(self._facet(question, facet) for facet in FACETS),
            ],
        )
        return _result(_rows(statement))

    def _hits(self, question: Question) -> Sql:
        ranked = bool(question.query.wanted) and not question.newest
        newest = Sql("created DESC NULLS LAST, id DESC")
        pool = (
            Sql.join(", ", [self._in_title(question.query, "title").wrapped("", " DESC"), Sql("created DESC NULLS FIRST, id DESC")])
            if ranked
            else newest
        )
        return Sql.join(
            "",
            [
                pool.wrapped("pool AS (SELECT * FROM listed ORDER BY ", f" LIMIT {conf.REACH}), "),
                self._scores(question) if ranked else Sql("scored AS (SELECT id, created, 0 AS score FROM pool), "),
                Sql("placed AS (SELECT id, row_number() OVER (ORDER BY "),
                Sql("score DESC, id DESC") if ranked else newest,
                Sql(") AS place FROM scored), hits AS (SELECT document.content_type_id, document.object_id, placed.place FROM placed"),
                Sql(
                    f" JOIN {TABLE} document ON document.id = placed.id WHERE place > %s AND place <= %s)",
                    question.offset,
                    question.offset + question.size,
                ),
            ],
        )

    def _scores(self, question: Question) -> Sql:
        """The fit of the words, lifted by a title that has them, by the thing's own boost, and a little by being new."""
        words = len(question.query.wanted)
        in_title = self._in_title(question.query, "pool.title")
        recency = self.age(question.at).wrapped("CASE WHEN pool.created IS NULL THEN 1.1 ELSE 1 + 0.2 / (1 + ", " / 60.0) END")
        factors = [self.rank(question.query), Sql("pool.boost"), in_title.wrapped("(1 + 0.6 * ", f" / {words})"), recency]
        source = f" AS score FROM pool JOIN {TABLE} document USING (id)" if self.ranks_documents else " AS score FROM pool"
        return Sql.join(" * ", factors).wrapped("scored AS (SELECT pool.id, pool.created, ", f"{source}), ")

    def _in_title(self, query: Query, title: str) -> Sql:
        """How many of the wanted words the title has, roughly: cheap, for choosing and lifting only."""
        words = [stem(group[0].words[0]) for group in query.wanted]
        there = (Sql(f"CASE WHEN {self.position}(lower({title}), %s) > 0 THEN 1.0 ELSE 0 END", word) for word in words)
        return Sql.join(" + ", there).wrapped("(", ")")

    def _audiences(self, audiences: frozenset[int]) -> Sql:
        return Sql.one_of("document.audience_id", sorted(audiences))

    def _demanded(self, question: Question) -> list[Sql]:
        scope = question.scope
        demanded = [Sql.one_of("document.author_id", scope.authors)] if scope.authors is not None else []
        if scope.kinds_or_services is not None:
            kinds, services = scope.kinds_or_services
            demanded.append(Sql.join(" OR ", [Sql.one_of("document.kind", kinds), Sql.one_of("document.service_id", services)]).wrapped("(", ")"))
        demanded += [self._has_tag("document.tags", tag) for tag in scope.tags]
        demanded += [Sql("document.created >= %s", moment(scope.start))] if scope.start else []
        demanded += [Sql("document.created < %s", moment(scope.end))] if scope.end else []
        demanded += [Sql("NOT (document.content_type_id = %s AND document.object_id = %s)", *place) for place in sorted(question.without)]
        return demanded

    def _chosen(self, question: Question, facet: str) -> Sql:
        choice: Choice = question.choice
        values = choice.values(facet)
        if not values:
            return Sql("kind <> %s", question.aside) if facet == "kind" and question.aside else Sql()
        if facet == "since":
            return Sql("created >= %s", moment(question.starts[choice.since]))
        if facet == "tag":
            return Sql.join(" OR ", [self._has_tag("tags", tag) for tag in choice.tags]).wrapped("(", ")")
        return Sql.one_of({"kind": "kind", "service": "service_id", "author": "author_id"}[facet], values)

    def _has_tag(self, column: str, tag: str) -> Sql:
        return Sql(f"{self.position}(' ' || {column} || ' ', %s) > 0", f" #{tag} ")

    def _facet(self, question: Question, facet: str) -> Sql:
        others = Sql.join(" AND ", (self._chosen(question, other) for other in FACETS if other != facet))
        if facet == "since":
            return Sql.join("", (self._since(name, start, others) for name, start in question.starts.items()))
        column, source, extra = {
            "kind": ("kind", "matched", Sql()),
            "service": ("service_id", "matched", Sql("service_id IS NOT NULL")),
            "author": ("author_id", "matched", Sql("author_id IS NOT NULL")),
            "tag": ("tag", self.split_tags, Sql("tag <> ''")),
        }[facet]
        chosen = question.choice.values(facet) or ((question.aside,) if facet == "kind" and question.aside else ())
        first = Sql.one_of(column, [f"#{tag}" for tag in chosen] if facet == "tag" else chosen).wrapped("CASE WHEN ", " THEN 0 ELSE 1 END, ")
        return Sql.join(
            "",
            [
                Sql(
                    f" UNION ALL SELECT * FROM (SELECT '{facet}' AS facet, CAST({column} AS text) AS value, count(*) AS number, 0 AS place FROM {source}"
                ),
                Sql.join(" AND ", [extra, others]).wrapped(" WHERE "),
                Sql(f" GROUP BY {column} ORDER BY "),
                first,
                Sql(f"count(*) DESC, {column} LIMIT {FACET_VALUES}) {facet}_facet"),
            ],
        )

    def _since(self, name: str, start: datetime, others: Sql) -> Sql:
        begun = Sql("created >= %s", moment(start))
        return Sql.join("", [Sql(" UNION ALL SELECT 'since', %s, count(*), 0 FROM matched WHERE ", name), Sql.join(" AND ", [begun, others])])


def read_places(statement: Sql) -> tuple[Place, ...]:
    """The things that a statement of content type and key gives."""
    with connection.cursor() as cursor:
        cursor.execute(statement.text, statement.parameters)
        return tuple(cursor.fetchall())


def _rows(statement: Sql) -> list[tuple[str, str, int, int]]:
    with connection.cursor() as cursor:
        cursor.execute(statement.text, statement.parameters)
        return list(cursor.fetchall())


def _result(rows: list[tuple[str, str, int, int]]) -> EngineResult:
    hits: list[tuple[int, Place]] = []
    facets: dict[str, dict[str, int]] = {facet: {} for facet in FACETS}
    total = 0
    for what, value, number, place in rows:
        if what == "hit":
            hits.append((place, (int(value), number)))
        elif what == "total":
            total = number
        else:
            facets[what][value.lstrip("#")] = number
    return EngineResult(hits=tuple(thing for _, thing in sorted(hits)), total=total, facets=facets)
