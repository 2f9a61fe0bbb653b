"""Posts by year and month."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from django.db.models import Count
from django.db.models.functions import TruncMonth

if TYPE_CHECKING:
    from datetime import date

    from blogs.querysets import PostQuerySet


@dataclass(frozen=True, slots=True)
class Month:
    first: date
    number: int


@dataclass(frozen=True, slots=True)
class Year:
    year: int
    months: list[Month]

    @property
    def number(self) -> int:
        return sum(month.number for month in self.months)


def calendar_of(posts: PostQuerySet) -> list[Year]:
    """How many of the posts came out when, the latest first. One query."""
    dated = posts.filter(first_published_at__isnull=False).annotate(month=TruncMonth("first_published_at"))
    rows = dated.order_by().values("month").annotate(number=Count("pk")).order_by("-month")
    months = [Month(row["month"].date(), row["number"]) for row in rows]
    return [Year(year, list(found)) for year, found in groupby(months, key=lambda month: month.first.year)]


def posts_in(posts: PostQuerySet, year: int, month: int | None) -> PostQuerySet:
    found = posts.filter(first_published_at__year=year)
    return found if month is None else found.filter(first_published_at__month=month)
