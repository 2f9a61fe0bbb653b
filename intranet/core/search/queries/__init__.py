"""What a person finds."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import TYPE_CHECKING

from intranet.core.background import now
from intranet.core.organisation.queries import audiences_of
from intranet.core.search import conf
from intranet.core.search.engines import Choice, Question, answer
from intranet.core.search.engines.language import expand, parse
from intranet.core.search.models import SOCIAL, Document
from intranet.core.search.queries.facets import facets_of, names_of_kinds, starts, widest
from intranet.core.search.queries.marking import fragment, mark
from intranet.core.search.queries.names import Names
from intranet.core.search.queries.results import Facet, FacetValue, Hit, Results
from intranet.core.search.queries.seeing import visible_places
from intranet.core.search.queries.tags import kept_tags, names_in_use

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from intranet.core.kinds import AnyUser
    from intranet.core.search.engines import EngineResult
    from intranet.core.search.engines.language import Query
    from intranet.core.search.querysets import Place

__all__ = ["Facet", "FacetValue", "Hit", "Results", "kept_tags", "names_in_use", "names_of_kinds", "newest", "search", "suggest", "visible_places"]

logger = logging.getLogger(__name__)
SUGGESTIONS = 10
#: With fewer results than this, a query of three words or more is loosened.
FEW = 3


def search(  # noqa: PLR0913 -- each is one thing that the address may say
    user: AnyUser,
    text: str,
    *,
    kinds: Sequence[str] = (),
    services: Sequence[str] = (),
    authors: Sequence[int] = (),
    tags: Sequence[str] = (),
    since: Sequence[str] = (),
    newest: bool = False,
    page: int = 1,
) -> Results:
    """One page of what ``user`` finds: services by their slug, authors by their key, ``since`` week, month or year.

    Within one of these, any of the values will do. What is in social areas is a kind of its own, ``SOCIAL``, left aside until it is asked for.
    """
    query = parse(text)
    audiences = audiences_of(user)
    if query.is_idle or not audiences:
        return Results(query=query)
    names = Names.read()
    query = expand(query, names.synonyms)
    scope, unknown = names.scope_of(query)
    periods = starts(now())
    choice = Choice(tuple(kinds), names.service_ids(services), tuple(authors), tuple(names_in_use(tags)), widest(since, periods))
    question = Question(query, audiences, at=now(), starts=periods, scope=scope, choice=choice, newest=newest, page=max(1, page))
    question = replace(question, aside=_left_aside(question))
    question, result, slow = _loosely(question)
    documents, result = _checked(user, question, result)
    return Results(
        query=query,
        hits=_hits(documents, query),
        total=result.total,
        page=question.page,
        facets=facets_of(result.facets, choice, names),
        unknown=unknown,
        slow=slow,
        loose=question.query.loose,
        aside=result.facets.get("kind", {}).get(question.aside, 0) if question.aside else 0,
    )


def _left_aside(question: Question) -> str:
    """The kind that is left aside: social areas, unless a kind was chosen or they are asked for in words."""
    kinds = (question.scope.kinds_or_services or ((), ()))[0]
    return "" if question.choice.kinds or SOCIAL in kinds else SOCIAL


def newest(user: AnyUser, *, limit: int = conf.PAGE_SIZE) -> tuple[Hit, ...]:
    """What is new for ``user``, over all kinds but social areas."""
    new = Document.objects.filter(audience__in=audiences_of(user), created__isnull=False).exclude(kind=SOCIAL)
    documents = new.select_related("service").order_by("-created", "-pk")[:limit]
    return _hits(_seen(user, documents), parse(""))


def suggest(user: AnyUser, text: str) -> list[Document]:
    """People, services and titles that begin as what was typed, social areas aside; nothing below two letters."""
    if len(text.strip()) < 2:
        return []
    places = answer(lambda engine, without: engine.suggest(text[: conf.QUERY_LENGTH], audiences_of(user), limit=SUGGESTIONS, without=without))[0]
    listed = Document.objects.at(places).exclude(kind=SOCIAL)
    found = {(document.content_type_id, document.object_id): document for document in listed}
    return _seen(user, [found[place] for place in places if place in found])


def _loosely(question: Question) -> tuple[Question, EngineResult, bool]:
    """What has all the words; when hardly anything has, what has at least half of them."""
    result, slow = answer(lambda engine, without: engine.search(question, without=without))
    words = len(question.query.wanted)
    if words < 2 or result.total >= (FEW if words > 2 else 1):
        return question, result, slow
    loose = replace(question, query=question.query.loosened())
    more, slow = answer(lambda engine, without: engine.search(loose, without=without))
    return (loose, more, slow) if more.total > result.total else (question, result, slow)


def _checked(user: AnyUser, question: Question, result: EngineResult) -> tuple[list[Document], EngineResult]:
    """The documents of the hits, each asked of its own kind whether the reader may see it.

    What may not be seen is left out, and the question is put again without it, so that total and facets agree.
    """
    documents = _documents(result.hits)
    seen = _seen(user, documents)
    lost = set(result.hits) - {(document.content_type_id, document.object_id) for document in seen}
    if not lost:
        return seen, result
    logger.warning("search found %d things that their kind does not show: %s", len(lost), sorted(lost))
    again, _ = answer(lambda engine, without: engine.search(replace(question, without=question.without | lost), without=without))
    seen = _seen(user, _documents(again.hits))
    return seen, replace(again, total=again.total - (len(again.hits) - len(seen)))


def _documents(places: Sequence[Place]) -> list[Document]:
    found = {(document.content_type_id, document.object_id): document for document in Document.objects.at(places).select_related("service")}
    return [found[place] for place in places if place in found]


def _seen(user: AnyUser, documents: Iterable[Document]) -> list[Document]:
    listed = list(documents)
    visible = visible_places(user, ((document.content_type_id, document.object_id) for document in listed))
    return [document for document in listed if (document.content_type_id, document.object_id) in visible]


def _hits(documents: Iterable[Document], query: Query) -> tuple[Hit, ...]:
    labels = names_of_kinds()
    return tuple(
        Hit(
            document=document,
            kind_label=labels.get(document.kind, document.kind),
            title=mark(document.title, query.words),
            fragment=fragment(document.body, query.words),
        )
        for document in documents
    )
