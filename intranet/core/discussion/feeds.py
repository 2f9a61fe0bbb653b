"""A thread as a file: a table, JSON, or a page that needs nothing else."""

from __future__ import annotations

import csv
import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpResponse
from django.template.loader import render_to_string

if TYPE_CHECKING:
    from intranet.core.discussion.queries import ThreadRecord

_TYPES = {"html": "text/html", "csv": "text/csv", "json": "application/json"}
_COLUMNS = (
    "number", "reply_to", "written", "author", "post", "state", "is_question", "is_official", "words", "edited", "gone", "deleted_by_author",
    "reactions", "earlier", "cases",
)  # fmt: skip


def as_file(record: ThreadRecord, *, form: str) -> HttpResponse:
    """The record as ``html``, ``csv`` or ``json``, to be saved."""
    words = {"html": _page, "csv": _table, "json": _data}[form](record)
    headers = {"Content-Disposition": f'attachment; filename="comments.{form}"'}
    return HttpResponse(words, content_type=f"{_TYPES[form]}; charset=utf-8", headers=headers)


def _page(record: ThreadRecord) -> str:
    return render_to_string("discussion/export_page.html", {"record": record})


def _data(record: ThreadRecord) -> str:
    return json.dumps(asdict(record), cls=DjangoJSONEncoder, ensure_ascii=False, indent=1)


def _table(record: ThreadRecord) -> str:
    response = HttpResponse()
    writer = csv.DictWriter(response, _COLUMNS)
    writer.writeheader()
    for comment in record.comments:
        row = asdict(comment)
        writer.writerow({name: _cell(row[name]) for name in _COLUMNS})
    return "\ufeff" + response.text


def _cell(value: Any) -> Any:
    """A value as a spreadsheet may have it: what begins like a formula is made text."""
    if isinstance(value, dict | list):
        return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False) if value else ""
    if value is None:
        return ""
    return f"'{value}" if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r")) else value
