"""A post with 500 comments beside django-comments-xtd, which the suite is built on and has installed: its own templates, the same number of comments.

usage: python -m benchmarks.blogs.measure, or make bench
"""

from __future__ import annotations

import statistics
import sys
from contextlib import ExitStack
from functools import partial
from typing import TYPE_CHECKING, Any

from benchmarks.results import Round, between, floors, report, result
from benchmarks.sites import Databases, Site, databases_for, other, roost, serve

if TYPE_CHECKING:
    from collections.abc import Iterator

COMMAND = "make bench (beside comments-xtd)"
OURS = "benchmarks.blogs.roost"
COMMENTS = 500
ROUNDS, FLOORS = 7, 25
#: The page of a site, and how often it is asked in a round: theirs takes a second.
ASKED = {"first page": ("post", 6), "all on one page": ("post", 2), "flat list": ("flat", 1), "tree": ("tree", 1)}
CPU = {"first page": 15, "all on one page": 60}
REQUESTS = {"first page": 12.0}


def rows() -> Iterator[dict[str, Any]]:
    with ExitStack() as stack:
        databases = databases_for(stack)
        floor, ours, whole, theirs = _sites(stack, databases)
        sites = {"first page": ours, "all on one page": whole, "flat list": theirs, "tree": theirs}
        measured = [_round(floor, sites) for _round_number in range(ROUNDS)]
        where = f"on {databases.vendor}"
    names = list(ASKED)
    for number, name in enumerate(names):
        page = ASKED[name][0]
        said = name if sites[name] is not theirs else f"comments-xtd, {name}"
        yield _row(f"{COMMENTS} comments: {said}, statements", sites[name].pages[page][1], None, "statements", where)
        yield _row(f"{COMMENTS} comments: {said}, CPU", floors(measured, number), CPU.get(name), "floors", where)
        yield _row(f"{COMMENTS} comments: {said}, HTML", sites[name].pages[page][2] / 1024, None, "KB", where)
    for name in ("first page", "all on one page"):
        for theirs_name in ("flat list", "tree"):
            one, two = names.index(name), names.index(theirs_name)
            more = statistics.median(each.costs[two].waited / each.costs[one].waited for each in measured)
            limit = REQUESTS.get(name)
            yield _row(f"{name}, ours ÷ comments-xtd, {theirs_name}, requests a second", more, limit, "times", where, better="higher")
            yield _row(f"{name}, ours ÷ comments-xtd, {theirs_name}, CPU", between(measured, one, two), None, "times", where)


def _sites(stack: ExitStack, databases: Databases) -> Iterator[Site]:
    """The floor, ours as it is and with all comments on one page, and theirs."""
    served = partial(serve, stack, databases)
    databases.make("floor")
    yield served(other("benchmarks.floor", sys.executable, databases.django("floor")))
    print(f"filling {COMMENTS} comments", file=sys.stderr)
    address = databases.make("blogs")
    ours = roost(address, OURS)
    for command in ("migrate", "demo"):
        ours.run("manage.py", command, "--verbosity", "0")
    yield served(ours, str(COMMENTS))
    yield served(roost(address, OURS, "benchmarks.blogs.one_page"), "0")
    databases.make("xtd")
    yield served(other("benchmarks.blogs.xtd", sys.executable, databases.django("xtd")), str(COMMENTS))


def _round(floor: Site, sites: dict[str, Site]) -> Round:
    return Round(floor.cost("/user", FLOORS), [sites[name].cost(sites[name].pages[page][0], times) for name, (page, times) in ASKED.items()])


def _row(ident: str, value: float, limit: float | None, unit: str, where: str, better: str = "lower") -> dict[str, Any]:
    return result("blogs", COMMAND, ident, value, limit, unit, where, better)


if __name__ == "__main__":
    sys.exit(report(COMMAND, list(rows())))
