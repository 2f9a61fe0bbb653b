"""What a forum is filled with, ours or another: so many topics of so many posts, the same at each run. Nothing here needs Django."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ON_PAGE = 20
#: So long people have written here already.
AGE = timedelta(days=690)
_PACE = timedelta(minutes=15)
_SYLLABLES = [first + last for first in (*"bcdfglmnprstv", "st", "tr", "pl", "br", "ch") for last in (*"aeiou", "ea", "ou")]


@dataclass(frozen=True, slots=True)
class Size:
    """How large a forum is. ``fixed`` and ``long`` are the posts of two topics, 0 for none; the other posts lie in many."""

    posts: int
    fixed: int = 500
    long: int = 0
    areas: int = 50
    people: int = 2_000


@dataclass(frozen=True, slots=True)
class PlannedTopic:
    """A topic: ``age`` is that of its first post."""

    name: str
    area: int
    posts: int
    age: timedelta
    is_question: bool = False

    def ages(self) -> Iterator[timedelta]:
        """Of its posts, from the first on."""
        pace = min(_PACE, self.age / (self.posts + 1))
        return (self.age - pace * number for number in range(self.posts))


def topics_of(size: Size) -> list[PlannedTopic]:
    """The first area has a full page of topics, each other one at least one; a page of questions has no answer."""
    chance = random.Random(7)  # noqa: S311 -- the same at each run
    rest, fewest = size.posts - size.fixed - size.long, size.areas + 2 * ON_PAGE
    number = max(fewest, rest // 50)
    if rest < number:
        raise ValueError(f"{size.posts} posts are too few for {number} topics")
    counts = [1] * number
    for place in chance.choices(range(ON_PAGE, number), k=rest - number):
        counts[place] += 1
    found = [
        PlannedTopic(f"Topic {place}", _area(place, size, chance), posts, AGE * (number - place) / number, is_question=place < ON_PAGE)
        for place, posts in enumerate(counts)
    ]
    if size.fixed:
        found.append(PlannedTopic("Fixed", 0, size.fixed, timedelta(days=10)))
    if size.long:
        found.append(PlannedTopic("Long", 1 % size.areas, size.long, timedelta(days=120)))
    return found


def _area(place: int, size: Size, chance: random.Random) -> int:
    if place < ON_PAGE:
        return 0
    return place - ON_PAGE if place < ON_PAGE + size.areas else chance.randrange(size.areas)


class Words:
    """Made of syllables, some of them much more often than others."""

    def __init__(self) -> None:
        self.chance = random.Random(7)  # noqa: S311 -- the same at each run
        self.words = sorted({"".join(self.chance.choices(_SYLLABLES, k=self.chance.randint(1, 3))) for _ in range(3_000)})
        self.chance.shuffle(self.words)
        self.weights = [1 / (place + 2.7) for place in range(len(self.words))]

    def some(self, number: int) -> str:
        return " ".join(self.chance.choices(self.words, weights=self.weights, k=number))

    def post(self) -> str:
        """From twenty words to a hundred and twenty."""
        return self.some(self.chance.randint(20, 120))
