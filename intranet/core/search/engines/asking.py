"""Our question in Elasticsearch's language, and its answer in ours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from intranet.core.search import conf
from intranet.core.search.engines.base import FACET_VALUES, FACETS, EngineResult
from intranet.core.search.engines.language import fold

if TYPE_CHECKING:
    from collections.abc import Iterable

    from intranet.core.search.engines.base import Choice, Dirty, Question
    from intranet.core.search.engines.language import Alternative, Group, Query

Clause = dict[str, Any]

WORD_FIELDS = ["title^10", "title.plain^2", "tag_words^5", "author_name^3", "body"]
FIELDS = {"kind": "kind", "service": "service", "author": "author", "tag": "tag"}


def ask(question: Question, without: Dirty) -> dict[str, Any]:
    """The arguments of one search."""
    hidden = _hidden(without, question)
    ranked = bool(question.query.wanted) and not question.newest
    inside = question.offset + question.size <= conf.REACH
    return {
        "query": _weighed({"bool": {"must": _words(question.query), "filter": _demanded(question), "must_not": hidden}}, question),
        "post_filter": {"bool": {"filter": _narrowing(question)}},
        "aggregations": {facet: _facet(question, facet) for facet in FACETS},
        "sort": [{"_score": "desc"}, {"number": "desc"}] if ranked else [{"created": {"order": "desc", "missing": "_last"}}, {"number": "desc"}],
        "from_": question.offset if inside else 0,
        "size": question.size if inside else 0,
        "track_total_hits": conf.COUNTED + 1,
        "source": False,
        "timeout": f"{int(conf.TIMEOUT * 1000)}ms",
    }


def read(answer: Any, question: Question) -> EngineResult:
    """What Elasticsearch answered."""
    hits = tuple((int(kind), int(key)) for kind, _, key in (hit["_id"].partition("-") for hit in answer["hits"]["hits"]))
    facets = {facet: _counted(answer["aggregations"][facet]) for facet in FACETS}
    return EngineResult(hits=hits, total=answer["hits"]["total"]["value"], facets=facets)


def suggestion(text: str, audiences: frozenset[int], *, limit: int, without: Dirty) -> dict[str, Any]:
    """Titles that have, for each word typed, one that begins so."""
    beginnings = [{"prefix": {"title.plain": {"value": word}}} for word in fold(text).split()]
    return {
        "query": {"bool": {"filter": [*beginnings, {"terms": {"audience": sorted(audiences)}}], "must_not": _hidden(without)}},
        "sort": [{"boost": "desc"}, {"created": {"order": "desc", "missing": "_first"}}, {"number": "desc"}],
        "size": limit,
        "source": False,
    }


def _words(query: Query) -> list[Clause]:
    groups = [_group(group) for group in query.wanted]
    unwanted = [{"bool": {"must_not": [_group(group) for group in query.unwanted]}}] if query.unwanted else []
    if query.loose and groups:
        return [{"bool": {"should": groups, "minimum_should_match": query.enough}}, *unwanted]
    return [*groups, *unwanted]


def _group(group: Group) -> Clause:
    return {"dis_max": {"queries": [_alternative(alternative) for alternative in group]}}


def _alternative(alternative: Alternative) -> Clause:
    if alternative.exact:
        return {"multi_match": {"query": " ".join(alternative.words), "type": "phrase", "fields": WORD_FIELDS}}
    words = [{"multi_match": {"query": word, "type": "best_fields", "tie_breaker": 0.3, "fields": WORD_FIELDS}} for word in alternative.words]
    return words[0] if len(words) == 1 else {"bool": {"must": words}}


def _weighed(query: Clause, question: Question) -> Clause:
    """The thing's own boost multiplies; being new adds a fifth at most, and half of that does not age."""
    recency = [
        {"weight": 1.0},
        {
            "filter": {"exists": {"field": "created"}},
            "exp": {"created": {"origin": question.at.isoformat(), "scale": "60d", "decay": 0.5}},
            "weight": 0.2,
        },
        {"filter": {"bool": {"must_not": {"exists": {"field": "created"}}}}, "weight": 0.1},
    ]
    fresh = {"function_score": {"query": query, "functions": recency, "score_mode": "sum", "boost_mode": "multiply"}}
    return {"function_score": {"query": fresh, "field_value_factor": {"field": "boost", "missing": 1}, "boost_mode": "multiply"}}


def _demanded(question: Question) -> list[Clause]:
    scope = question.scope
    demanded: list[Clause] = [{"terms": {"audience": sorted(question.audiences)}}]
    if scope.authors is not None:
        demanded.append({"terms": {"author": list(scope.authors)}})
    if scope.kinds_or_services is not None:
        kinds, services = scope.kinds_or_services
        either = [{"terms": {"kind": list(kinds)}}, {"terms": {"service": list(services)}}]
        demanded.append({"bool": {"should": either, "minimum_should_match": 1}})
    demanded += [{"term": {"tag": tag}} for tag in scope.tags]
    demanded += [{"range": {"created": {"gte": scope.start.isoformat()}}}] if scope.start else []
    demanded += [{"range": {"created": {"lt": scope.end.isoformat()}}}] if scope.end else []
    return demanded


def _hidden(without: Dirty, question: Question | None = None) -> list[Clause]:
    things = without.things | (question.without if question else frozenset())
    hidden: list[Clause] = [{"ids": {"values": sorted(f"{kind}-{key}" for kind, key in things)}}] if things else []
    containers = sorted(f"{kind}-{key}" for kind, key in without.containers)
    return hidden + ([{"terms": {"containers": containers}}] if containers else [])


def _chosen(question: Question, facet: str) -> Clause:
    choice: Choice = question.choice
    if facet == "since":
        return {"range": {"created": {"gte": question.starts[choice.since].isoformat()}}}
    return {"terms": {FIELDS[facet]: list(choice.values(facet))}}


def _narrowing(question: Question, *, but: str = "") -> list[Clause]:
    """What was chosen among the facets, of those ``but`` one; without a kind, all kinds but the one that is left aside."""
    narrowing = [_chosen(question, facet) for facet in FACETS if facet != but and question.choice.values(facet)]
    if question.aside and but != "kind" and not question.choice.kinds:
        narrowing.append({"bool": {"must_not": [{"term": {"kind": question.aside}}]}})
    return narrowing


def _facet(question: Question, facet: str) -> Clause:
    """The counts of a facet under the choices of all the others."""
    others = _narrowing(question, but=facet)
    if facet == "since":
        periods = {name: {"range": {"created": {"gte": start.isoformat()}}} for name, start in question.starts.items()}
        inner: Clause = {"chosen": {"filters": {"filters": periods}}} if periods else {}
    else:
        inner = {"values": {"terms": {"field": FIELDS[facet], "size": FACET_VALUES}}}
        counted = question.choice.values(facet) or ((question.aside,) if facet == "kind" and question.aside else ())
        named = {str(value): {"term": {FIELDS[facet]: value}} for value in counted}
        inner |= {"chosen": {"filters": {"filters": named}}} if named else {}
    return {"filter": {"bool": {"filter": others}}, **({"aggregations": inner} if inner else {})}


def _counted(answer: Any) -> dict[str, int]:
    chosen = answer.get("chosen", {}).get("buckets", {})
    values: Iterable[Any] = answer.get("values", {}).get("buckets", ())
    counts = {name: bucket["doc_count"] for name, bucket in chosen.items() if bucket["doc_count"] or "values" not in answer}
    for bucket in values:
        if len(counts) < FACET_VALUES:
            counts.setdefault(str(bucket["key"]), bucket["doc_count"])
    return counts
