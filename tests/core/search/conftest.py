"""Documents in every colour, and each engine that is there to be asked."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType

from intranet.core.organisation.actions import all_staff, intern_audience
from intranet.core.search.engines import database_engine, outside_engine, wake
from intranet.core.search.models import Document

if TYPE_CHECKING:
    from collections.abc import Iterator

    from intranet.core.organisation.models import Audience

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=ZoneInfo("Europe/London"))


def make_document(title: str, body: str = "", **fields: Any) -> Document:
    """A document of no real thing: engines ask no more of it. ``days`` is its age on 20 November 2026."""
    kind = fields.setdefault("content_type", ContentType.objects.get_for_model(Group))
    last = Document.objects.filter(content_type=kind).order_by("object_id").last()
    days = fields.pop("days", 10)
    values = {
        "object_id": (last.object_id if last else 0) + 1,
        "kind": "post",
        "url": f"/{title}/",
        "created": None if days is None else NOON - timedelta(days=days),
        "audience": fields.pop("audience", None) or all_staff(),
    }
    return Document.objects.create(title=title, body=body, **{**values, **fields})


@pytest.fixture
def secret(db: None) -> Audience:
    return intern_audience([["group:4711"]])


@pytest.fixture(params=["database", pytest.param("elasticsearch", marks=pytest.mark.elasticsearch)])
def engine(request: pytest.FixtureRequest, db: None) -> Iterator[Any]:
    if request.param == "database":
        yield database_engine()
    else:
        found = outside_engine()
        yield found
        found.clear()


@pytest.fixture
def outside(db: None) -> Iterator[Any]:
    """Elasticsearch in charge, with an index that is empty."""
    wake()
    found = outside_engine()
    found.clear()
    found.rebuild([])
    yield found
    found.clear()
    wake()


def bring_up_to_date(engine: Any) -> None:
    """Databases keep themselves; Elasticsearch is told of all documents, when they are others than before."""
    if engine.name == "elasticsearch":
        rows = list(Document.objects.order_by("pk").values_list())
        if getattr(engine, "told", None) != rows:
            engine.clear()
            engine.rebuild([list(Document.objects.all())])
            engine.told = rows
