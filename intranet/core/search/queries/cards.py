"""Live pictures of the things whose addresses were pasted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.contrib.contenttypes.models import ContentType

from intranet.core.kinds import Carded
from intranet.core.search.models import Document
from intranet.core.search.queries.seeing import visible_places

if TYPE_CHECKING:
    from collections.abc import Iterable

    from intranet.core.kinds import AnyUser
    from intranet.core.search.querysets import Place


@dataclass(frozen=True, slots=True)
class Picture:
    """What stands in place of an address: a card; of a thing that has none, its title as the words of the link.

    Without a title the thing is closed to the reader, and its address, which often has its title in it, is not shown.
    """

    title: str = ""
    template: str = ""
    card: dict[str, Any] | None = None


def pictures(user: AnyUser, addresses: Iterable[str]) -> dict[str, Picture]:
    """By address of a thing that search knows, what ``user`` may see there. One query for the addresses, and for each kind that has cards its own."""
    by_address = _documents(addresses)
    cards = _cards(user, by_address.values())
    plain = visible_places(user, {_place(document) for document in by_address.values()} - _carded(by_address.values()))
    found = {}
    for address, document in by_address.items():
        place = _place(document)
        if place in cards:
            template, context = cards[place]
            found[address] = Picture(document.title, template, context)
        elif place in plain:
            found[address] = Picture(document.title)
        else:
            found[address] = Picture()
    return found


def _documents(addresses: Iterable[str]) -> dict[str, Document]:
    paths = {address: urlsplit(address).path for address in addresses}
    wanted = {*paths, *paths.values()}
    documents = Document.objects.filter(url__in=wanted).defer("body").order_by("-pk") if wanted else ()
    by_url = {document.url: document for document in documents}
    return {address: by_url.get(address) or by_url[path] for address, path in paths.items() if address in by_url or path in by_url}


def _cards(user: AnyUser, documents: Iterable[Document]) -> dict[Place, tuple[str, dict[str, Any]]]:
    by_type: dict[int, list[int]] = {}
    for kind, key in sorted(_carded(documents)):
        by_type.setdefault(kind, []).append(key)
    cards = {}
    for kind, keys in by_type.items():
        model = _model(kind)
        things = model._default_manager.all().visible_to(user).filter(pk__in=keys)
        for key, context in model.card_contexts(things, user).items():
            cards[kind, key] = (model.card_template, context)
    return cards


def _carded(documents: Iterable[Document]) -> set[Place]:
    return {_place(document) for document in documents if issubclass(_model(document.content_type_id), Carded)}


def _model(kind: int) -> Any:
    return ContentType.objects.get_for_id(kind).model_class() or object


def _place(document: Document) -> Place:
    return document.content_type_id, document.object_id
