"""Requests counted by route, in the memory of this process, and written as Prometheus reads them."""

from __future__ import annotations

import os
from collections import Counter
from threading import Lock
from typing import TYPE_CHECKING

from intranet.core.background.health import Measure, all_kinds

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_lock = Lock()
_count: Counter[tuple[str, str]] = Counter()
_seconds: Counter[tuple[str, str]] = Counter()


def count_request(route: str, status: int, seconds: float) -> None:
    """Note one answered request under its route, never under its address."""
    key = (route, f"{status // 100}xx")
    with _lock:
        _count[key] += 1
        _seconds[key] += seconds  # type: ignore[assignment]  # Counter counts fractions as well


class RequestCount(Measure):
    name = "roost_requests_total"
    help = "Requests answered by this process, by route and class of status."

    def values(self) -> Iterator[tuple[dict[str, str], float]]:
        yield from _labelled(_count)


class RequestSeconds(Measure):
    name = "roost_request_seconds_total"
    help = "Seconds this process spent on requests, by route and class of status."

    def values(self) -> Iterator[tuple[dict[str, str], float]]:
        yield from _labelled(_seconds)


def _labelled(counter: Counter[tuple[str, str]]) -> Iterator[tuple[dict[str, str], float]]:
    with _lock:
        rows = sorted(counter.items())
    process = str(os.getpid())
    for (route, status), value in rows:
        yield {"process": process, "route": route, "status": status}, value


def page() -> str:
    """All measures in the text format of Prometheus."""
    lines: list[str] = []
    for measure in sorted((kind() for kind in all_kinds(Measure)), key=lambda measure: measure.name):
        lines += [f"# HELP {measure.name} {measure.help}", f"# TYPE {measure.name} {'counter' if measure.name.endswith('_total') else 'gauge'}"]
        lines += [f"{measure.name}{_braces(labels.items())} {value:.10g}" for labels, value in measure.values()]
    return "\n".join(lines) + "\n"


def _braces(labels: Iterable[tuple[str, str]]) -> str:
    inner = ",".join(f'{name}="{_escaped(value)}"' for name, value in labels)
    return f"{{{inner}}}" if inner else ""


def _escaped(value: str) -> str:
    return value.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")
