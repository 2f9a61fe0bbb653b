"""How good is the ranking? Scores the demonstration's judged queries against the loaded demonstration council.

Run ``python -m tests.search.judged`` with the settings of the site whose demonstration is loaded. nDCG@10 and success at the
first place are counted over judged results only; whatever a query must not find is a failure of the whole run. What the
demonstration does not have as a thing of its own yet is left out of the ideal, and listed.
"""

from __future__ import annotations

import math
import os
import sys
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from collections.abc import Iterator

    from intranet.core.search.models import Document

DATA = Path(__file__).parents[2] / "intranet" / "demo" / "data"
#: The kinds of references, as search calls them.
KINDS = {"forum-post": "reply"}
PAGES = 5


@dataclass(frozen=True)
class Judgement:
    query: str
    persona: str
    found: list[str]
    ndcg: float | None
    success: bool | None
    forbidden: list[str]
    unresolved: list[str]


@dataclass
class Report:
    judgements: list[Judgement] = field(default_factory=list)

    @property
    def ndcg(self) -> float:
        scores = [judgement.ndcg for judgement in self.judgements if judgement.ndcg is not None]
        return sum(scores) / len(scores) if scores else 0.0

    @property
    def success(self) -> float:
        scores = [judgement.success for judgement in self.judgements if judgement.success is not None]
        return sum(scores) / len(scores) if scores else 0.0

    @property
    def forbidden(self) -> list[str]:
        return [f"{judgement.query}: {reference}" for judgement in self.judgements for reference in judgement.forbidden]


@cache
def read(name: str) -> dict[str, Any]:
    return yaml.safe_load((DATA / f"{name}.yaml").read_text(encoding="utf-8"))


def score() -> Report:
    """Ask every judged query as its persona."""
    references = dict(resolved())
    return Report([judge(row, references) for row in read("search")["judged_queries"]])


def judge(row: dict[str, Any], references: dict[str, tuple[int, int]]) -> Judgement:
    from django.contrib.auth import get_user_model  # noqa: PLC0415 -- app ready

    from intranet.core.search.queries import search  # noqa: PLC0415 -- app ready

    person = get_user_model().objects.get(username=row["persona"])
    places = {place: reference for reference, place in references.items()}
    grades = {judged["ref"]: judged["grade"] for judged in row["relevant"]}
    found: list[str] = []
    for page in range(1, PAGES + 1):
        hits = search(person, row["query"], page=page).hits
        found.extend(_reference(hit.document, places, grades) for hit in hits)
        if not hits:
            break
    known = {reference: grade for reference, grade in grades.items() if reference in references}
    judged = [reference for reference in dict.fromkeys(found) if reference in known]
    scored = bool(known) and max(known.values()) > 0
    return Judgement(
        query=row["query"],
        persona=row["persona"],
        found=found[:10],
        ndcg=_ndcg([known[reference] for reference in judged[:10]], sorted(known.values(), reverse=True)[:10]) if scored else None,
        success=bool(judged) and known[judged[0]] >= min(3, max(known.values())) if scored else None,
        forbidden=[reference for reference in row.get("must_not", []) if reference in found],
        unresolved=[reference for reference in [*grades, *row.get("must_not", [])] if reference not in references],
    )


def _reference(document: Document, places: dict[tuple[int, int], str], grades: dict[str, int]) -> str:
    """What was found; a topic stands for itself and all of its replies."""
    own = places.get((document.content_type_id, document.object_id), f"({document.kind}: {document.title})")
    topic = places.get((document.container_type_id, document.container_id), "") if document.kind == "reply" else ""
    return topic if topic in grades and grades[topic] > grades.get(own, -1) else own


def _ndcg(gains: list[int], ideal: list[int]) -> float:
    def worth(grades: list[int]) -> float:
        return sum((2**grade - 1) / math.log2(place + 2) for place, grade in enumerate(grades))

    return worth(gains) / worth(ideal) if worth(ideal) else 0.0


def resolved() -> Iterator[tuple[str, tuple[int, int]]]:
    """Each reference of the demonstration whose thing search knows: by kind and title, or by kind and first words."""
    from intranet.core.search.engines.language import fold  # noqa: PLC0415 -- app ready
    from intranet.core.search.models import Document  # noqa: PLC0415 -- app ready

    by_title: dict[tuple[str, str], tuple[int, int]] = {}
    by_words: dict[tuple[str, str], tuple[int, int]] = {}
    for document in Document.objects.order_by("pk"):
        place = (document.content_type_id, document.object_id)
        by_title.setdefault((document.kind, fold(document.title)), place)
        by_words.setdefault((document.kind, fold(document.body)[:40]), place)
    for reference, title, words in references():
        kind = reference.partition(":")[0]
        kind = KINDS.get(kind, kind)
        place = by_title.get((kind, fold(title))) if title else by_words.get((kind, fold(words)[:40]))
        if place:
            yield reference, place


def references() -> Iterator[tuple[str, str, str]]:
    """Every reference of the files with the thing's title, or with its words when it has none."""
    for name, key, kind, title in (
        ("services", "services", "service", "name"),
        ("people", "people", "person", "name"),
        ("blogs", "blogs", "blog", "title"),
        ("blogs", "posts", "post", "title"),
        ("forums", "areas", "area", "name"),
        ("forums", "topics", "topic", "title"),
        ("polls", "polls", "poll", "question"),
        ("polls", "consultations", "consultation", "title"),
        ("polls", "outcomes", "outcome", "you_said"),
        ("training", "modules", "module", "title"),
        ("guidance", "pages", "guidance", "title"),
    ):
        for row in read(name)[key]:
            yield f"{kind}:{row.get('slug') or row.get('username')}", row[title], ""
    for row in read("social_accounts")["accounts"]:
        yield f"account:{row['slug']}", f"{row['handle']} ({row['network']})", ""
    yield from _parts()


def _parts() -> Iterator[tuple[str, str, str]]:
    for module in read("training")["modules"]:
        yield from ((f"lesson:{module['slug']}/{lesson['slug']}", lesson["title"], "") for lesson in module["lessons"])
    for post in read("blogs")["posts"]:
        yield from ((f"comment:{comment['id']}", "", comment["body"]) for comment in _tree(post.get("comments", [])))
    for topic in read("forums")["topics"]:
        yield from ((f"forum-post:{post['id']}", "", post["body"]) for post in topic["posts"])


def _tree(comments: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for comment in comments:
        yield comment
        yield from _tree(comment.get("replies", []))


def main() -> int:
    report = score()
    for judgement in report.judgements:
        is_weak = judgement.ndcg is not None and (judgement.ndcg < 0.7 or not judgement.success)
        if is_weak or judgement.forbidden:
            sys.stdout.write(f"\n{judgement.query!r} as {judgement.persona}: nDCG {judgement.ndcg or 0:.2f}\n")
            sys.stdout.writelines(f"  {number}. {reference}\n" for number, reference in enumerate(judgement.found, 1))
        if judgement.forbidden:
            sys.stdout.write(f"  MUST NOT BE FOUND: {', '.join(judgement.forbidden)}\n")
    unresolved = sorted({reference for judgement in report.judgements for reference in judgement.unresolved})
    sys.stdout.write(f"\nnot there to be found ({len(unresolved)}): {', '.join(unresolved)}\n")
    judged = sum(judgement.ndcg is not None for judgement in report.judgements)
    sys.stdout.write(f"{judged} queries: nDCG@10 {report.ndcg:.3f}, success at 1 {report.success:.3f}, forbidden {len(report.forbidden)}\n")
    return 1 if report.forbidden else 0


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "intranet.settings.dev")
    django.setup()
    sys.exit(main())
