"""A post with 500 comments beside django-comments-xtd, which the suite is built on and has installed: its own templates, the same number of comments.

usage: python -m benchmarks.blogs.measure, or make bench
"""

from __future__ import annotations

import json
import os
import statistics
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.forums.measure import RESULTS, Round, between, floors, is_kept, row
from benchmarks.sites import ROOT, Databases, Site, other, roost

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
    place = Path(os.environ.get("ROOST_VAR", ROOT / "var"))
    place.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bench-", dir=place)))
        databases = Databases(folder)
        stack.callback(databases.remove_all)
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
    out = databases.folder / "filled.json"

    def served(kind: Any, *words: str) -> Site:
        site = Site(kind, kind.fill(out, *words))
        stack.callback(site.stop)
        site.wait()
        return site

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
    return {**row(ident, value, limit, unit, where, better), "app": "blogs", "command": COMMAND}


def main() -> int:
    found = list(rows())
    for each in found:
        word = "" if each["limit"] is None else "ok" if is_kept(each) else "MISSED"
        limit = "" if each["limit"] is None else f"{'at least' if each['better'] == 'higher' else 'limit'} {each['limit']}"
        print(f"{word:<7} {each['id']:<76} {each['value']:>8} {each['unit']:<11} {limit}")
    print(found[0]["where"])
    kept = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.exists() else []
    RESULTS.write_text(json.dumps([each for each in kept if each["command"] != COMMAND] + found, indent=1) + "\n", encoding="utf-8")
    return int(not all(map(is_kept, found)))


if __name__ == "__main__":
    sys.exit(main())
