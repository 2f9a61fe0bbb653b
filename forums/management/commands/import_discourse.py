"""Brings over topics of a Discourse, or of any forum that can write our format."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import CommandError

from forums.management.importing import ImportCommand
from forums.queries.foreign import ForeignTopic, NotReadable, topic_of_discourse, topics_in_lines

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Iterator


class Command(ImportCommand):
    help = "Brings over topics from files: topics of Discourse as its /t/ID.json gives them, or .jsonl in the documented format."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        super().add_arguments(parser)

    def handle(self, *args: Any, files: list[Path], **options: Any) -> None:
        try:
            self.bring(_topics(files), options)
        except (NotReadable, OSError, UnicodeDecodeError) as error:
            raise CommandError(str(error)) from error


def _topics(files: list[Path]) -> Iterator[ForeignTopic]:
    for file in files:
        if file.suffix == ".jsonl":
            with file.open(encoding="utf-8") as lines:
                yield from topics_in_lines(lines)
        else:
            try:
                data = json.loads(file.read_text(encoding="utf-8"))
            except ValueError as error:
                raise NotReadable(f"{file}: this is no JSON") from error
            yield topic_of_discourse(data, str(file))
