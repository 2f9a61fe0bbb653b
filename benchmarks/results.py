"""What was measured: figures of rounds, and the table that is printed and kept."""

from __future__ import annotations

import json
import statistics
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Any

from benchmarks.sites import ROOT, Cost

RESULTS = ROOT / "benchmarks" / "results.json"


@dataclass
class Round:
    """What each site's pages cost, in the order of the sites, right after the floor."""

    floor: Cost
    costs: list[Cost]


def floors(rounds: list[Round], place: int) -> float:
    return statistics.median(each.costs[place].cpu / each.floor.cpu for each in rounds)


def between(rounds: list[Round], one: int, other: int) -> float:
    return statistics.median(each.costs[one].cpu / each.costs[other].cpu for each in rounds)


def result(app: str, command: str, ident: str, value: float, limit: float | None, unit: str, where: str, better: str) -> dict[str, Any]:
    """A limit of None is a figure to be read, not to be kept."""
    today = datetime.now(tz=timezone.utc).date()  # noqa: UP017
    found = {"app": app, "id": ident, "value": round(value, 2), "limit": limit, "better": better, "unit": unit}
    return {**found, "command": command, "where": where, "date": today.isoformat()}


def is_kept(each: dict[str, Any]) -> bool:
    limit, value = each["limit"], each["value"]
    return limit is None or (value >= limit if each["better"] == "higher" else value <= limit)


def report(command: str, found: list[dict[str, Any]]) -> int:
    """Prints what a command found and keeps it in place of what it found before; the exit code is 1 where a limit is missed."""
    for each in found:
        word = "" if each["limit"] is None else "ok" if is_kept(each) else "MISSED"
        limit = "" if each["limit"] is None else f"{'at least' if each['better'] == 'higher' else 'limit'} {each['limit']}"
        print(f"{word:<7} {each['id']:<76} {each['value']:>8} {each['unit']:<11} {limit}")
    print(found[0]["where"])
    kept = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.exists() else []
    RESULTS.write_text(json.dumps([each for each in kept if each["command"] != command] + found, indent=1) + "\n", encoding="utf-8")
    return int(not all(map(is_kept, found)))
