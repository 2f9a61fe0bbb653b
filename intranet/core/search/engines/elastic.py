"""Elasticsearch: an alias, and behind it one index.

Every index that bears the alias's name and a number is written to, so that one that is being built misses nothing.
Texts are sent folded, and a thing is named by content type and key.
"""

from __future__ import annotations

import json
import logging
import time
from functools import cache, partial
from typing import TYPE_CHECKING, Any
from zlib import crc32

from elasticsearch import ApiError, Elasticsearch, NotFoundError, TransportError
from elasticsearch.helpers import scan

from intranet.core.search import conf
from intranet.core.search.engines.asking import ask, read, suggestion
from intranet.core.search.engines.base import Change, Engine, EngineResult, EngineUnavailable
from intranet.core.search.engines.language import fold
from intranet.core.search.models import Document

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from intranet.core.search.engines.base import Dirty, Question
    from intranet.core.search.querysets import Place

logger = logging.getLogger(__name__)

#: Seconds for writing a batch, and how many things are in one.
WRITING = 20.0
BATCH = 500
#: How deep containers lie in containers.
DEPTH = 4

SETTINGS = {
    "number_of_shards": 1,
    "auto_expand_replicas": "0-1",
    "gc_deletes": "1h",
    "analysis": {
        "filter": {"english_stem": {"type": "stemmer", "language": "english"}},
        "analyzer": {
            "words": {"type": "custom", "tokenizer": "standard", "filter": ["lowercase", "asciifolding", "english_stem"]},
            "plain": {"type": "custom", "tokenizer": "standard", "filter": ["lowercase", "asciifolding"]},
        },
    },
}
_WORDS = {"type": "text", "analyzer": "words"}
_PLAIN = {"type": "text", "analyzer": "plain"}
MAPPINGS = {
    "dynamic": "strict",
    "properties": {
        "number": {"type": "long"},
        "kind": {"type": "keyword"},
        "title": {**_WORDS, "fields": {"plain": _PLAIN}},
        "tag_words": _WORDS,
        "author_name": _PLAIN,
        "body": _WORDS,
        "tag": {"type": "keyword"},
        "service": {"type": "long"},
        "author": {"type": "long"},
        "created": {"type": "date"},
        "audience": {"type": "long"},
        "boost": {"type": "float"},
        "containers": {"type": "keyword"},
        "print": {"type": "long", "index": False},
    },
}


class ElasticEngine(Engine):
    """Elasticsearch 8.19, by its official client."""

    name = "elasticsearch"

    def __init__(self, url: str, alias: str) -> None:
        self.client = _client(url)
        self.alias = alias

    def search(self, question: Question, *, without: Dirty) -> EngineResult:
        return read(self._call(lambda client: client.search(index=self.alias, **ask(question, without))), question)

    def suggest(self, text: str, audiences: frozenset[int], *, limit: int, without: Dirty) -> tuple[Place, ...]:
        if not fold(text):
            return ()
        found = self._call(lambda client: client.search(index=self.alias, **suggestion(text, audiences, limit=limit, without=without)))
        return tuple(place_of(hit["_id"]) for hit in found["hits"]["hits"])

    def is_ready(self) -> bool:
        """There is an index to ask."""
        return bool(self._call(lambda client: client.indices.exists_alias(name=self.alias)))

    def put(self, changes: Sequence[Change], *, targets: Sequence[str] = ()) -> dict[Place, str]:
        """Take these changes, so that they are found from now on. What was refused comes back, with the reason."""
        refused: dict[Place, str] = {}
        targets = targets or self._indices()
        if not targets:
            raise EngineUnavailable(f"There is no index behind {self.alias}: run rebuild_index.")
        above = containers_of([change.document for change in changes if change.document])
        for start in range(0, len(changes), BATCH):
            batch = changes[start : start + BATCH]
            operations = [line for index in targets for change in batch for line in _operation(index, change, above)]
            answer = self._call(partial(_bulk, operations=operations), seconds=WRITING)
            refused |= _refused(answer["items"])
        return refused

    def rebuild(self, batches: Iterable[list[Document]]) -> int:
        """A new index beside the old one, and then in its place, in one step; answers how many things are in it."""
        index, count = f"{self.alias}.{time.time_ns()}", 0
        self._call(lambda client: client.indices.create(index=index, settings=SETTINGS, mappings=MAPPINGS), seconds=WRITING)
        for documents in batches:
            self.put([Change((document.content_type_id, document.object_id), document, version=0) for document in documents], targets=[index])
            count += len(documents)
        old = [name for name in self._indices() if name != index]
        actions: list[dict[str, Any]] = [{"add": {"index": index, "alias": self.alias}}, *({"remove_index": {"index": name}} for name in old)]
        self._call(lambda client: client.indices.update_aliases(actions=actions), seconds=WRITING)
        return count

    def clear(self) -> None:
        """Remove every index of this alias."""
        for index in self._indices():
            self._call(partial(_delete, index=index), seconds=WRITING)

    def prints(self) -> Iterator[tuple[Place, int]]:
        """Every thing in the index with the print of what is kept of it."""
        found = self._call(lambda client: scan(client, index=self.alias, query={"_source": ["print"]}, size=1000))
        for hit in found:
            yield place_of(hit["_id"]), hit["_source"]["print"]

    def _indices(self) -> list[str]:
        return sorted(self._call(lambda client: client.indices.get(index=f"{self.alias}.*", features=["aliases"])))

    def _call(self, what: Callable[[Elasticsearch], Any], *, seconds: float = conf.TIMEOUT) -> Any:
        try:
            return what(self.client.options(request_timeout=seconds))
        except NotFoundError as error:
            raise EngineUnavailable(f"There is no index behind {self.alias}: run rebuild_index.") from error
        except ApiError as error:
            logger.error("Elasticsearch refused a request: %s", error)
            raise EngineUnavailable(str(error)) from error
        except TransportError as error:
            raise EngineUnavailable(f"{type(error).__name__}: {error}") from error


@cache
def _client(url: str) -> Elasticsearch:
    return Elasticsearch(url, request_timeout=conf.TIMEOUT, max_retries=0, retry_on_timeout=False)


def _bulk(client: Elasticsearch, operations: list[dict[str, Any]]) -> Any:
    return client.bulk(operations=operations, refresh=True)


def _delete(client: Elasticsearch, index: str) -> Any:
    return client.indices.delete(index=index)


def ident(place: Place) -> str:
    return f"{place[0]}-{place[1]}"


def place_of(name: str) -> Place:
    kind, _, key = name.partition("-")
    return int(kind), int(key)


def source_of(document: Document, containers: Sequence[str]) -> dict[str, Any]:
    """What the index keeps of a document, with a print of it all to compare by."""
    source = {
        "number": document.pk,
        "kind": document.kind,
        "title": fold(document.title),
        "tag_words": fold(document.tags),
        "author_name": fold(document.author_name),
        "body": fold(document.body),
        "tag": [tag.removeprefix("#") for tag in document.tags.split()],
        "service": document.service_id,
        "author": document.author_id,
        "created": document.created.isoformat() if document.created else None,
        "audience": document.audience_id,
        "boost": document.boost,
        "containers": list(containers),
    }
    return {**source, "print": crc32(json.dumps(source).encode())}


def containers_of(documents: Iterable[Document]) -> dict[Place, list[str]]:
    """All containers above each document, the nearest first."""
    nearest = {(document.content_type_id, document.object_id): _container(document) for document in documents}
    above = {place: container for place, container in nearest.items() if container}
    known: dict[Place, Place] = {}
    open_places = set(above.values())
    for _ in range(DEPTH):
        rows = Document.objects.at(open_places).filter(container_id__isnull=False) if open_places else ()
        found = {(row.content_type_id, row.object_id): _container(row) for row in (rows.defer("body") if rows else ())}
        fresh = {place: container for place, container in found.items() if container and place not in known}
        known |= fresh
        open_places = set(fresh.values()) - known.keys()
        if not open_places:
            break
    return {place: _chain(container, known) for place, container in above.items()}


def _chain(place: Place, known: dict[Place, Place]) -> list[str]:
    chain = [ident(place)]
    while place in known and len(chain) <= DEPTH:
        place = known[place]
        chain.append(ident(place))
    return chain


def _container(document: Document) -> Place | None:
    if document.container_type_id is None or document.container_id is None:
        return None
    return document.container_type_id, document.container_id


def _operation(index: str, change: Change, above: dict[Place, list[str]]) -> list[dict[str, Any]]:
    target = {"_index": index, "_id": ident(change.place), "version": change.version, "version_type": "external_gte"}
    if change.document is None or change.document.audience_id is None:
        return [{"delete": target}]
    return [{"index": target}, source_of(change.document, above.get(change.place, ()))]


def _refused(items: Iterable[dict[str, dict[str, Any]]]) -> dict[Place, str]:
    """What failed; a conflict of versions is no failure: something newer is there already."""
    answers = (answer for item in items for answer in item.values())
    return {
        place_of(answer["_id"]): f"{answer['error'].get('type')}: {answer['error'].get('reason')}"
        for answer in answers
        if "error" in answer and answer["status"] not in (404, 409)
    }
