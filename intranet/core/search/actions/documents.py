"""Search documents, and the outbox beside them."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, TypeVar

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import OuterRef, Subquery, Value
from django.db.models.functions import Concat, Substr
from wagtail.models import Page

from intranet.core.background import enqueue, now
from intranet.core.kinds import Findable, kinds_of
from intranet.core.organisation.models import PageAudience
from intranet.core.search import conf
from intranet.core.search.models import SOCIAL, Document, OutboxEntry, QueryLog
from intranet.core.search.queries.tags import names_led
from intranet.core.search.tasks import drain_outbox

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from django.db.models import Model, QuerySet

    from intranet.core.kinds import DocumentFields
    from intranet.core.search.querysets import Place

T = TypeVar("T")

BATCH = 500
#: What is longer is found by its beginning; PostgreSQL would refuse to index much more.
BODY_LENGTH = 100_000
#: How much a thing weighs that has its title from its container, as a reply has: the container itself comes first.
BORROWED_TITLE = 0.4
UNIQUE = ("content_type", "object_id")
WRITTEN = (
    "container_type",
    "container_id",
    "kind",
    "url",
    "title",
    "tags",
    "service",
    "author",
    "author_name",
    "created",
    "changed",
    "state",
    "audience",
    "boost",
    "body",
)


def refresh(thing: Findable) -> None:
    """Make the document of ``thing`` say what is true now; without a document to show, remove it.

    What lies in it goes along: it takes the audience of its container, and is nobody's while that is not shown.
    """
    refresh_many([thing])


def refresh_many(things: Iterable[Findable]) -> None:
    """The same for many, in few statements."""
    for batch in _batches(things):
        with transaction.atomic(savepoint=False):
            _settle(batch)


def refresh_all() -> int:
    """Write every document anew from its thing, and remove those whose thing is gone; answers how many there are."""
    for kind in kinds_of(Findable):
        things = getattr(kind._default_manager, "for_documents", kind._default_manager.all)()
        refresh_many(things.order_by("pk").iterator(chunk_size=BATCH))
        gone = Document.objects.filter(content_type=ContentType.objects.get_for_model(kind)).exclude(object_id__in=things.values("pk"))  # type: ignore[misc]
        for batch in _batches(gone.values_list(*UNIQUE)):
            with transaction.atomic(savepoint=False):
                _remove(batch)
                note_places(batch)
    return Document.objects.count()


def forget(thing: Model) -> None:
    """Nobody finds ``thing`` any more, nor what lies in it."""
    place = place_of(thing)
    with transaction.atomic(savepoint=False):
        _remove([place])
        _house_contents({place: None})
        note_places([place])


def rehouse(container: Model, *, audience_id: int | None) -> None:
    """All that lies in ``container``, at any depth, is now for another audience: one statement, however much it is."""
    with transaction.atomic(savepoint=False):
        _rehouse(place_of(container), audience_id)


def readdress(before: str, after: str) -> None:
    """Every address that began with ``before`` now begins with ``after``: a page was moved, with all below it."""
    moved = Document.objects.filter(url__startswith=before)
    with transaction.atomic(savepoint=False):
        places = list(moved.values_list(*UNIQUE)) if conf.engine_url() else []
        moved.update(url=Concat(Value(after), Substr("url", len(before) + 1)), changed=now())
        note_places(places)


def move_pages(page: Page, *, url_path_before: str, url_path_after: str) -> None:
    """A page stands elsewhere in the tree, or under another slug: so do all below it, and the comments on them."""
    parts = page.get_url_parts()
    if parts is not None and url_path_after.endswith(parts[2]):
        root = len(url_path_after) - len(parts[2])
        readdress(url_path_before[root:], url_path_after[root:])


def follow_pages(page_ids: Iterable[int]) -> None:
    """Pages got another audience: their documents take it, and what lies in them."""
    findable = {kind.pk for model, kind in _page_types().items() if issubclass(model, Findable)}
    for ids in _batches(page_ids, size=5000):
        pages = Document.objects.filter(content_type__in=findable, object_id__in=ids)
        inside = Document.objects.filter(container_type__in=[kind.pk for kind in _page_types().values()], container_id__in=ids)
        with transaction.atomic(savepoint=False):
            pages.update(audience=_audience_of_page("object_id"), changed=now())
            inside.filter(container_type__in=findable).update(audience=_audience_of_container(), changed=now())
            inside.exclude(container_type__in=findable).update(audience=_audience_of_page("container_id"), changed=now())
            _note_queryset(pages, inside)


def log_query(text: str, *, found: int) -> None:
    """Remember that it was asked, and not by whom."""
    QueryLog.objects.create(text=text[: conf.QUERY_LENGTH], found=found, day=now().date())


def place_of(thing: Model) -> Place:
    """How documents name a thing; a Wagtail page is named by its specific type, whatever class was at hand."""
    if isinstance(thing, Page) and thing.content_type_id:
        return thing.content_type_id, thing.pk
    return ContentType.objects.get_for_model(thing).pk, thing.pk


def _settle(things: list[Findable]) -> None:
    shown: list[Document] = []
    audiences: dict[Place, int | None] = {}
    for model in dict.fromkeys(type(thing) for thing in things):
        model.hold_audiences(thing for thing in things if type(thing) is model)
    found = [(thing, place_of(thing), thing.to_document()) for thing in things]
    names = names_led(tag for _thing, _place, fields in found if fields is not None for tag in fields.tags)
    for thing, place, fields in found:
        audiences[place] = fields.audience_id if fields else None
        if fields is not None and fields.audience_id is not None:
            shown.append(_document(thing, place, fields, names))
    Document.objects.bulk_create(shown, update_conflicts=True, unique_fields=UNIQUE, update_fields=WRITTEN)
    gone = [place for place, audience_id in audiences.items() if audience_id is None]
    if gone:
        _remove(gone)
    _house_contents({place_of(thing): audiences[place_of(thing)] for thing in things if thing.holds_others})
    note_places(audiences)


def _document(thing: Findable, place: Place, fields: DocumentFields, names: Mapping[str, str]) -> Document:
    if not getattr(fields.container, "holds_others", True):
        raise ValueError(f"{fields.container!r} cannot be a container: its model says that it holds no others.")
    container = place_of(fields.container) if fields.container else (None, None)
    return Document(
        content_type_id=place[0],
        object_id=place[1],
        container_type_id=container[0],
        container_id=container[1],
        kind=SOCIAL if thing.is_social else thing.search_kind,
        url=fields.url[:500],
        title=str(fields.title)[:500],
        tags=tags_in_line(names.get(tag.lower(), tag) for tag in fields.tags),
        service_id=fields.service_id,
        author_id=fields.author_id,
        author_name=fields.author_name[:200],
        created=fields.created,
        changed=now(),
        state=fields.state[:30],
        audience_id=fields.audience_id,
        boost=fields.boost * (BORROWED_TITLE if fields.container and str(fields.container) in str(fields.title) else 1.0),
        body=fields.body[:BODY_LENGTH].replace("\0", ""),
    )


def tags_in_line(tags: Iterable[str]) -> str:
    """Tags as documents keep them: ``#one #two``."""
    words = dict.fromkeys(re.sub(r"[^\w-]+", "", tag.lower()) for tag in tags)
    kept = ""
    for word in filter(None, words):
        if len(kept) + len(word) < 498:
            kept += f" #{word}"
    return kept.strip()


def _remove(places: Iterable[Place]) -> None:
    Document.objects.at(places).delete()


def _house_contents(audiences: dict[Place, int | None]) -> None:
    """What lies in these things takes their audience, where it has another one."""
    if not audiences:
        return
    found = Document.objects.inside(audiences).values_list("container_type_id", "container_id", "audience_id").distinct()
    for place in sorted({(kind, pk) for kind, pk, audience_id in found if audience_id != audiences[kind, pk]}):  # type: ignore[index]
        _rehouse(place, audiences[place])  # type: ignore[arg-type, index]


def _rehouse(place: Place, audience_id: int | None) -> None:
    inside = Document.objects.within(place)
    others = inside.filter(audience__isnull=False) if audience_id is None else inside.exclude(audience_id=audience_id)
    if others.update(audience_id=audience_id, changed=now()):
        note_places([place], is_container=True)


def _page_types() -> dict[type[Model], ContentType]:
    return ContentType.objects.get_for_models(*kinds_of(Page))


def _audience_of_page(field: str) -> Subquery:
    return Subquery(PageAudience.objects.filter(page_id=OuterRef(field)).values("audience_id")[:1])


def _audience_of_container() -> Subquery:
    container = Document.objects.filter(content_type=OuterRef("container_type"), object_id=OuterRef("container_id"))
    return Subquery(container.values("audience_id")[:1])


def note_places(places: Iterable[Place], *, is_container: bool = False) -> None:
    """Let the outside engine, if there is one, read these again. Part of the transaction of the change."""
    if not conf.engine_url():
        return
    entries = [OutboxEntry(content_type_id=kind, object_id=key, is_container=is_container) for kind, key in places]
    if entries:
        OutboxEntry.objects.bulk_create(entries, batch_size=BATCH)
        enqueue(drain_outbox)


def _note_queryset(pages: QuerySet[Document], inside: QuerySet[Document]) -> None:
    if conf.engine_url():
        note_places(pages.values_list(*UNIQUE))
        containers = inside.order_by().values_list("container_type", "container_id").distinct()
        note_places(((kind, key) for kind, key in containers if kind and key), is_container=True)


def _batches(things: Iterable[T], size: int = BATCH) -> Iterator[list[T]]:
    rest = iter(things)
    while batch := list(islice(rest, size)):
        yield batch
