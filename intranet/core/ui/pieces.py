"""Parts of pages that are made of plain values alone: a template that gets nothing else writes the same for the same values, so it writes once (decision 158)."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.template import Context
from django.template.loader import get_template
from django.utils.safestring import SafeString
from django.utils.timezone import get_current_timezone_name
from django.utils.translation import get_language

if TYPE_CHECKING:
    from collections.abc import Mapping

#: So many are kept by a process, some 10 MB of them.
KEPT = 2_000
#: Around the name of a slot. No form and no database lets the sign through, so that nobody can write one.
_MARK = "\0"
#: What empty lines of a template leave behind.
_GAPS = re.compile(r"\n{2,}")
_PLAIN = (str, int, float, type(None))


class PieceContext(Context):
    """What the template of a piece sees: the values, and nothing of the request."""


def slot_of(name: str) -> SafeString:
    """The place in a piece where ``written`` puts what changes with the request."""
    return SafeString(f"{_MARK}{name}{_MARK}")


def written(template: str, piece: Any, slots: Mapping[str, str]) -> SafeString:
    """The template with ``piece`` in it, as it was written before for the same values, and ``slots`` put where it names them.

    Raises ``TypeError`` when the piece holds anything but plain values, frozen dataclasses and tuples of them: two that count as the
    same would be shown alike though they are not. A person's rights belong to the values; a moment is given in words (``moments.told``).
    """
    write = _parts.__wrapped__ if settings.DEBUG else _parts
    parts = write(template, get_language(), get_current_timezone_name(), piece)
    if len(parts) == 1:
        return SafeString(parts[0])
    return SafeString("".join(slots.get(part, "") if place % 2 else part for place, part in enumerate(parts)))


@lru_cache(maxsize=KEPT)
def _parts(template: str, _language: str | None, _zone: str, piece: Any) -> tuple[str, ...]:
    """Words and names of slots in turn."""
    _check(piece, type(piece).__name__)
    html: str = get_template(template).template.render(PieceContext({"piece": piece}))  # type: ignore[attr-defined]
    return tuple((html if "<pre" in html else _GAPS.sub("\n", html)).split(_MARK))


def _check(value: Any, name: str) -> None:
    if isinstance(value, tuple):
        for each in value:
            _check(each, name)
    elif is_dataclass(value) and _is_frozen(type(value)):
        for field in fields(value):
            _check(getattr(value, field.name), f"{name}.{field.name}")
    elif not isinstance(value, _PLAIN):
        raise TypeError(f"{name} is a {type(value).__name__}: a piece is made of plain values, frozen dataclasses and tuples")


def _is_frozen(kind: Any) -> bool:
    frozen: bool = kind.__dataclass_params__.frozen
    return frozen
