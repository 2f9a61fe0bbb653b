"""Parts of pages that are made of plain values alone: a template that gets nothing else writes the same for the same values, so it writes once (decision 158)."""

from __future__ import annotations

import re
import secrets
from collections import OrderedDict
from dataclasses import dataclass, fields, is_dataclass
from threading import Lock
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.template import Context, TemplateSyntaxError
from django.template.loader import get_template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import get_current_timezone_name
from django.utils.translation import get_language

if TYPE_CHECKING:
    from collections.abc import Callable

#: So many characters of markup are kept by a process: a thousand posts and more, some 10 MB with what they were made of.
KEPT = 3_000_000
#: Around the name of a slot: nobody can write it, for nobody knows it.
_MARK = f"\0{secrets.token_hex(8)}\0"
_SLOT = re.compile(rf"{_MARK}(\w+){_MARK}")
#: What empty lines of a template leave behind.
_GAPS = re.compile(r"\n{2,}")
_PLAIN = (str, int, type(None))


@dataclass(frozen=True, slots=True)
class Pattern:
    """Markup for ``format_html``, and the names of its slots."""

    markup: str
    slots: tuple[str, ...]

    def filled(self, slot: Callable[[str], str]) -> SafeString:
        """With what ``slot`` gives for each name; it is asked for no other."""
        return format_html(self.markup, **({name: slot(name) for name in self.slots} or {"none": ""}))


class Shelf:
    """What was written, up to so many characters: what was asked for longest ago goes first."""

    def __init__(self, characters: int) -> None:
        self.characters, self._taken, self._lock = characters, 0, Lock()
        self._kept: OrderedDict[Any, Pattern] = OrderedDict()

    def __len__(self) -> int:
        return len(self._kept)

    def find(self, key: Any) -> Pattern | None:
        with self._lock:
            pattern = self._kept.get(key)
            if pattern is not None:
                self._kept.move_to_end(key)
        return pattern

    def keep(self, key: Any, pattern: Pattern) -> None:
        """Unless it alone would take a hundredth of the room."""
        if len(pattern.markup) * 100 > self.characters:
            return
        with self._lock:
            if key not in self._kept:
                self._kept[key] = pattern
                self._taken += len(pattern.markup)
            while self._taken > self.characters:
                self._taken -= len(self._kept.popitem(last=False)[1].markup)

    def clear(self) -> None:
        with self._lock:
            self._kept.clear()
            self._taken = 0


shelf = Shelf(KEPT)


class PieceContext(Context):
    """What the template of a piece sees: the values, and nothing of the request."""


def request_of(context: Context) -> Any:
    """The request of a page, also inside an include with ``only``, where it is no variable; None where there is none.

    Raises ``TemplateSyntaxError`` in a piece, which would show one reader's to all.
    """
    if isinstance(context, PieceContext):
        raise TemplateSyntaxError("A piece knows nothing of the request: give it the value, or a slot")
    return getattr(context, "request", None) or context.get("request")


def slot_of(name: str) -> str:
    """The place in a piece where ``written`` puts what changes with the request."""
    return f"{_MARK}{name}{_MARK}"


def written(template: str, piece: Any, slot: Callable[[str], str]) -> SafeString:
    """The template with ``piece`` in it, as it was written before for the same values; ``slot`` is asked what is put where the template names one.

    Raises ``TypeError`` when the piece holds anything but plain values, frozen dataclasses and tuples of them: two that count as the
    same would be shown alike though they are not. A person's rights belong to the values; a moment is given in words (``moments.told``).
    """
    key = (template, get_language(), get_current_timezone_name(), piece)
    pattern = shelf.find(key)
    if pattern is None or settings.DEBUG:  # who changes a template sees it at once
        pattern = _pattern(template, piece)
        shelf.keep(key, pattern)
    return pattern.filled(slot)


def _pattern(template: str, piece: Any) -> Pattern:
    _check(piece, type(piece).__name__)
    html: str = get_template(template).template.render(PieceContext({"piece": piece}, use_l10n=False))  # type: ignore[attr-defined]
    close = html if "<pre" in html else _GAPS.sub("\n", html)
    markup = close.replace("{", "{{").replace("}", "}}")
    return Pattern(_SLOT.sub(r"{\1}", markup), tuple(dict.fromkeys(_SLOT.findall(markup))))


def _check(value: Any, name: str, declared: str = "") -> None:
    if isinstance(value, tuple):
        for each in value:
            _check(each, name, declared)
    elif is_dataclass(value) and _is_frozen(type(value)):
        for field in fields(value):
            _check(getattr(value, field.name), f"{name}.{field.name}", str(field.type))
    elif not isinstance(value, _PLAIN) or isinstance(value, SafeString):
        raise TypeError(f"{name} is a {type(value).__name__}: a piece is made of plain values, frozen dataclasses and tuples")
    elif declared and isinstance(value, int) and isinstance(value, bool) != ("bool" in declared):
        raise TypeError(f"{name} is a {type(value).__name__} and declared as {declared}: True counts as 1, and is shown otherwise")


def _is_frozen(kind: Any) -> bool:
    frozen: bool = kind.__dataclass_params__.frozen
    return frozen
