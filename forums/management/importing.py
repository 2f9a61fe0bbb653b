"""What the commands have in common that bring topics over."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError

from forums import actions
from forums.models import Area

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Iterable

    from forums.queries.foreign import ForeignTopic


class ImportCommand(BaseCommand):
    """Says what it would do, and does it with ``--write``."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--area", default="", metavar="SLUG", help="the area that takes every topic without one of its own below")
        parser.add_argument("--map", action="append", default=[], metavar="THERE=SLUG", help="the area here of a category there, by its key")
        parser.add_argument("--people", type=Path, metavar="FILE", help="CSV: the user name there, the user name here; mail addresses need no line")
        parser.add_argument("--source", default="import", help="what the other forum is called: what came from it before is not brought again")
        parser.add_argument("--write", action="store_true", help="write it: without this, only the report is made")

    def bring(self, topics: Iterable[ForeignTopic], options: dict[str, Any]) -> None:
        """Bring topics as the options say, and print the report."""
        areas = {"": _area(options["area"])} if options["area"] else {}
        for pair in options["map"]:
            there, equals, slug = pair.partition("=")
            if not equals:
                raise CommandError(f"--map {pair}: write THERE=SLUG")
            areas[there] = _area(slug)
        people = _people(options["people"]) if options["people"] else {}
        report = actions.import_topics(topics, source=options["source"], areas=areas, people=people, write=options["write"])
        for line in report.lines(write=options["write"]):
            self.stdout.write(line)


def _area(slug: str) -> Area:
    found = Area.objects.filter(slug=slug).first()
    if found is None:
        raise CommandError(f"There is no area {slug}: open it first, for those who shall read it.")
    return found


def _people(file: Path) -> dict[str, str]:
    with file.open(encoding="utf-8-sig", newline="") as rows:
        return {row[0].strip(): row[1].strip() for row in csv.reader(rows) if len(row) >= 2}
