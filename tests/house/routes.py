"""Every route of the site, with its class from ACCESS.toml and an address to try."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.converters import get_converters
from django.urls.resolvers import RegexPattern, RoutePattern
from django.utils.regex_helper import normalize

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]
CLASSES = {"public", "token", "staff", "object", "moderator", "admin"}
SAMPLES = ("1", "x", "2026-01-02", "2026", "00000000-0000-0000-0000-000000000000", "x/", "abcdef", "A")
ANGLES = re.compile(r"<(?:(?P<converter>[^>:]+):)?(?P<name>[^>]+)>")


@dataclass(frozen=True, slots=True)
class Route:
    """One address pattern: how it is spelt, what it is called, and parts to build a sample address from."""

    pattern: str
    name: str
    parts: tuple[Any, ...] = field(compare=False, repr=False)

    def address(self, args: dict[str, str] | None = None) -> str:
        return "/" + "".join(_sample(part, args or {}) for part in self.parts)


def access_rules() -> dict[str, Any]:
    return tomllib.loads((ROOT / "ACCESS.toml").read_text(encoding="utf-8"))


def rule_of(route: Route, rules: dict[str, Any]) -> dict[str, Any] | None:
    """The line of ACCESS.toml for a route: its own, else its prefix's."""
    if own := rules["routes"].get(route.pattern):
        return own
    for prefix, access in rules["prefixes"].items():
        if route.pattern.startswith(prefix):
            return {"class": access}
    return None


def all_routes(urlconf: str | None = None) -> list[Route]:
    return list(_walk(get_resolver(urlconf), (), ()))


def _walk(resolver: URLResolver, parts: tuple[Any, ...], namespaces: tuple[str, ...]) -> Iterator[Route]:
    for entry in resolver.url_patterns:
        inner = (*parts, entry.pattern)
        if isinstance(entry, URLPattern):
            name = ":".join((*namespaces, entry.name or ""))
            yield Route("/" + "".join(str(part) for part in inner), name, inner)
        else:
            spaces = (*namespaces, entry.namespace) if entry.namespace else namespaces
            yield from _walk(entry, inner, spaces)


def _sample(part: RoutePattern | RegexPattern | Any, args: dict[str, str]) -> str:
    if isinstance(part, RoutePattern):
        return ANGLES.sub(lambda found: args.get(found["name"]) or _converted(found["converter"] or "str"), str(part))
    expression = str(part)
    for candidate, names in normalize(expression):
        for value in SAMPLES:
            address = candidate % {name: args.get(name, value) for name in names}
            if re.search(expression, address):
                return address
    raise AssertionError(f"no sample matches {expression!r}: give args in ACCESS.toml")


def _converted(converter: str) -> str:
    expression = get_converters()[converter].regex
    return next(value for value in SAMPLES if re.fullmatch(expression, value))
