"""What may be published of what was counted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from polls.conf import smallest_group

if TYPE_CHECKING:
    from polls.models.poll import Poll


@dataclass(frozen=True, slots=True)
class Row:
    """One answer of a table of results; ``share`` in hundredths of what was counted."""

    label: str
    votes: int
    share: int
    most: bool
    mine: bool


@dataclass(frozen=True, slots=True)
class Figures:
    """``cast`` have voted; ``total`` of these votes are in ``rows``, which are empty when too few may be shown."""

    cast: int
    total: int
    rows: tuple[Row, ...]
    step: int

    @property
    def leaders(self) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if row.most)

    @property
    def is_tie(self) -> bool:
        return len(self.leaders) > 1

    @property
    def is_behind(self) -> bool:
        """Some of those who have voted are not in the rows yet."""
        return bool(self.rows) and self.total < self.cast


def figures_of(poll: Poll) -> Figures:
    """The figures of a poll that was read with ``with_figures``, as far as its promise lets anybody see them."""
    if not poll.is_anonymous:
        counts = [choice.ballots_cast for choice in poll.options]
        return _figures(poll, counts, cast=sum(counts), enough=True)
    tallies = [getattr(choice, "tally", None) for choice in poll.options]
    cast = sum(tally.votes for tally in tallies if tally)
    counts = [(tally.votes if poll.is_closed else tally.shown) if tally else 0 for tally in tallies]
    return _figures(poll, counts, cast=cast, enough=sum(counts) >= smallest_group())


def _figures(poll: Poll, counts: list[int], *, cast: int, enough: bool) -> Figures:
    total, most = sum(counts), max(counts, default=0)
    if not enough:
        return Figures(cast=cast, total=0, rows=(), step=smallest_group())
    rows = tuple(
        Row(
            label=choice.text,
            votes=votes,
            share=round(100 * votes / total) if total else 0,
            most=bool(votes) and votes == most,
            mine=choice.pk == poll.my_choice_id,
        )
        for choice, votes in zip(poll.options, counts, strict=True)
    )
    return Figures(cast=cast, total=total, rows=rows, step=smallest_group())
