"""``manage.py rebuild_index``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError

from intranet.core.search import conf
from intranet.core.search.actions import refresh_all
from intranet.core.search.engines import EngineUnavailable

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    help = "Builds the index of Elasticsearch anew; until it is whole, the old one answers. The databases' engines need none."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--documents", action="store_true", help="first write the search document of every thing anew")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["documents"]:
            self.stdout.write(f"{refresh_all()} search documents are written.")
        if not conf.engine_url():
            self.stdout.write("SEARCH_URL is empty: the database searches by itself, and there is nothing to build.")
            return
        from intranet.core.search.engines.delivery import drain, rebuild  # noqa: PLC0415 -- optional app

        try:
            count = rebuild()
        except EngineUnavailable as error:
            raise CommandError(f"Elasticsearch did not answer: {error}") from error
        drain(patient=True)
        self.stdout.write(f"{count} things are in the index.")
