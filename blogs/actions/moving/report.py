"""What came of moving in: what was taken over, and what was left out and why."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any

#: So many of one reason are named, with the number of all; a site has ten thousand comments of spam.
NAMED = 50


@dataclass(slots=True)
class Report:
    """Counts by what was done, and by what was left out and why."""

    written: bool
    done: Counter[str] = field(default_factory=Counter)
    left_out: Counter[tuple[str, str]] = field(default_factory=Counter)
    named: dict[tuple[str, str], list[str]] = field(default_factory=lambda: defaultdict(list))

    def took(self, what: str, number: int = 1) -> None:
        self.done[what] += number

    def left(self, what: str, why: str, name: str = "") -> None:
        """Something was left out, or taken over otherwise than it was."""
        self.left_out[what, why] += 1
        if name and len(self.named[what, why]) < NAMED:
            self.named[what, why].append(name)

    def as_dict(self) -> dict[str, Any]:
        return {
            "written": self.written,
            "taken_over": dict(sorted(self.done.items())),
            "left_out": [
                {"what": what, "why": why, "number": number, "names": self.named.get((what, why), [])}
                for (what, why), number in sorted(self.left_out.items())
            ],
        }

    def lines(self) -> list[str]:
        """The same for people."""
        found = ["Taken over:" if self.written else "Would be taken over (nothing is written without --write):"]
        found += [f"  {number:>6} {what}" for what, number in sorted(self.done.items())] or ["  nothing"]
        if self.left_out:
            found.append("Left out, or not as it was:")
        for (what, why), number in sorted(self.left_out.items()):
            found.append(f"  {number:>6} {what}: {why}")
            found += [f"           {name}" for name in self.named.get((what, why), [])[:5]]
        return found
