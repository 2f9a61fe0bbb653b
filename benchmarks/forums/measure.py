"""The forums at size beside a floor, in one run; and beside django-machina where PEERS names a folder with an environment ``machina`` that has it.

usage: python -m benchmarks.forums.measure, or make bench-forums; SIZES=1000,10000 measures other sizes than three.
"""

from __future__ import annotations

import os
import statistics
import sys
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.results import Round, between, floors, report, result
from benchmarks.sites import Cost, Databases, Site, databases_for, other, roost, serve

if TYPE_CHECKING:
    from collections.abc import Iterator

COMMAND = "make bench-forums"
OURS = "benchmarks.forums.roost"
SIZES = "1000,10000,100000"
LONG = 10_000
ROUNDS, PAGES, FLOORS, REPLIES = 9, 6, 25, 4
KILOBYTES = 60
GROWTH, GROWTH_OF_REPLY = 1.2, 1.1
STATEMENTS = {"index": 12, "list of topics": 12, "latest topics": 12, "reply": 15}
STATEMENTS_OF_TOPIC = 14
CPU = {"index": 14, "topic, page 1": 11, "topic, last page": 11}
REQUESTS = {"index": 5.0, "topic, page 1": 1.6, "topic, last page": 1.6}
PAIRS = (("long topic, page 1", "topic, page 1"), ("long topic, middle", "topic, page 1"), ("long topic, last page", "topic, last page"))


@dataclass
class Measured:
    """Rounds of each page, and of replies."""

    pages: dict[str, list[Round]] = field(default_factory=dict)
    replies: dict[str, list[Round]] = field(default_factory=dict)


def rows() -> Iterator[dict[str, Any]]:
    sizes = sorted(int(size) for size in (os.environ.get("SIZES") or SIZES).split(","))
    peers = Path(os.environ["PEERS"]).resolve() / "machina/bin/python" if os.environ.get("PEERS") else None
    with ExitStack() as stack:
        databases = databases_for(stack)
        sites = list(_sites(stack, databases, sizes, peers))
        measured = _measure(sites)
    _floor, *ours = sites
    machina = ours.pop() if peers else None
    where = f"on {databases.vendor}"
    yield from _of_ours(ours, sizes, measured, where)
    if machina is not None:
        yield from _beside(ours[-1], machina, len(ours) - 1, sizes[-1], measured, where)


def _sites(stack: ExitStack, databases: Databases, sizes: list[int], peers: Path | None) -> Iterator[Site]:
    """The floor, ours from the smallest to the largest, and the other."""
    served = partial(serve, stack, databases)
    databases.make("floor")
    yield served(other("benchmarks.floor", sys.executable, databases.django("floor")))
    roost(databases.make("empty"), OURS).run("manage.py", "migrate", "--verbosity", "0")
    for size in sizes:
        print(f"filling {size} posts", file=sys.stderr)
        yield served(roost(databases.make(str(size), like="empty"), OURS), str(size), str(LONG if size > 2 * LONG else 0))
    if peers is not None:
        print(f"filling {sizes[-1]} posts of machina", file=sys.stderr)
        databases.make("machina")
        yield served(
            other("benchmarks.forums.machina", str(peers), databases.django("machina")), str(sizes[-1]), str(LONG if sizes[-1] > 2 * LONG else 0)
        )


def _measure(sites: list[Site]) -> Measured:
    """Each page of all sites in turn, so that a busy machine slows all of them; then replies, which make topics longer."""
    floor, *others = sites
    measured = Measured()
    names = dict.fromkeys(name for site in others for name in site.pages)
    for name in names:
        for site in others:
            if name in site.pages:
                site.cost(site.pages[name][0], 3)
        measured.pages[name] = [
            Round(floor.cost("/user", FLOORS), [site.cost(site.pages[name][0], PAGES) if name in site.pages else Cost(0, 0) for site in others])
            for _round in range(ROUNDS)
        ]
    for _round in range(ROUNDS):
        for name in ("topic", "long topic"):
            ground = floor.cost("/user", FLOORS)
            costs = [site.cost_of_reply(name, REPLIES) if name in site.replies else Cost(0, 0) for site in others]
            measured.replies.setdefault(name, []).append(Round(ground, costs))
    return measured


def _of_ours(ours: list[Site], sizes: list[int], measured: Measured, where: str) -> Iterator[dict[str, Any]]:
    largest, place, size = ours[-1], len(ours) - 1, f"{sizes[-1]:,} posts"
    for name, (_address, asked, length) in largest.pages.items():
        yield row(f"{size}: {name}, statements", asked, STATEMENTS.get(name, STATEMENTS_OF_TOPIC), "statements", where)
        rounds = measured.pages[name]
        yield row(f"{size}: {name}, CPU", floors(rounds, place), CPU.get(name, max(CPU.values())), "floors", where)
        yield row(f"{size}: {name}, HTML", length / 1024, KILOBYTES, "KB", where)
        if name in ours[0].pages:
            for larger in range(1, len(ours)):
                yield row(f"{name}, {sizes[larger]:,} ÷ {sizes[0]:,} posts, CPU", between(rounds, larger, 0), GROWTH, "times", where)
    for long, short in PAIRS:
        if long in measured.pages and long in largest.pages:
            grown = floors(measured.pages[long], place) / floors(measured.pages[short], place)
            yield row(f"{size}: {long} ÷ {short}, CPU", grown, GROWTH, "times", where)
    for name, (_address, asked) in largest.replies.items():
        yield row(f"{size}: reply to a {name}, statements", asked, STATEMENTS["reply"], "statements", where)
        yield row(f"{size}: reply to a {name}, CPU", floors(measured.replies[name], place), None, "floors", where)
    if "long topic" in largest.replies:
        grown = floors(measured.replies["long topic"], place) / floors(measured.replies["topic"], place)
        yield row(f"{size}: reply to a long topic ÷ to a topic, CPU", grown, GROWTH_OF_REPLY, "times", where)


def _beside(ours: Site, machina: Site, place: int, size: int, measured: Measured, where: str) -> Iterator[dict[str, Any]]:
    """Machina, and ours by it; of requests, how many times as many."""
    for name, (_address, asked, _length) in machina.pages.items():
        rounds = measured.pages[name]
        yield row(f"{size:,} posts: machina, {name}, statements", asked, None, "statements", where)
        yield row(f"{size:,} posts: machina, {name}, CPU", floors(rounds, place + 1), None, "floors", where)
        yield row(f"{size:,} posts: {name}, ours ÷ machina, CPU", between(rounds, place, place + 1), None, "times", where)
        more = statistics.median(each.costs[place + 1].waited / each.costs[place].waited for each in rounds)
        yield row(f"{size:,} posts: {name}, ours ÷ machina, requests a second", more, REQUESTS.get(name), "times", where, better="higher")
    for name, (_address, asked) in machina.replies.items():
        yield row(f"{size:,} posts: machina, reply to a {name}, statements", asked, None, "statements", where)
        yield row(f"{size:,} posts: machina, reply to a {name}, CPU", floors(measured.replies[name], place + 1), None, "floors", where)
    if "long topic" in machina.replies:
        grown = floors(measured.replies["long topic"], place + 1) / floors(measured.replies["topic"], place + 1)
        yield row(f"{size:,} posts: machina, reply to a long topic ÷ to a topic, CPU", grown, None, "times", where)


def row(ident: str, value: float, limit: float | None, unit: str, where: str, better: str = "lower") -> dict[str, Any]:
    return result("forums", COMMAND, ident, value, limit, unit, where, better)


if __name__ == "__main__":
    sys.exit(report(COMMAND, list(rows())))
