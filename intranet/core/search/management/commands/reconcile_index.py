"""``manage.py reconcile_index``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.core.management.base import BaseCommand, CommandError

from intranet.core.search import conf
from intranet.core.search.engines import EngineUnavailable

if TYPE_CHECKING:
    from argparse import ArgumentParser

    from intranet.core.search.querysets import Place

SHOWN = 20


class Command(BaseCommand):
    help = "Compares the index of Elasticsearch with the database, lists where they differ, and mends it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--list", action="store_true", help="only list the differences")

    def handle(self, *args: Any, **options: Any) -> None:
        if not conf.engine_url():
            self.stdout.write("SEARCH_URL is empty: the database searches by itself, and there is nothing to compare.")
            return
        from intranet.core.search.engines.delivery import compare, drain, mend  # noqa: PLC0415 -- optional app

        try:
            drain(patient=True)
            found = compare()
            self._show("Missing", found.missing)
            self._show("Outdated", found.outdated)
            self._show("Left over", found.left_over)
            if found and not options["list"]:
                mend(found)
                found = compare()
        except EngineUnavailable as error:
            raise CommandError(f"Elasticsearch did not answer: {error}") from error
        self.stdout.write(f"{len(found)} differences are left." if found else "Index and database agree.")

    def _show(self, word: str, places: tuple[Place, ...]) -> None:
        for kind, key in places[:SHOWN]:
            self.stdout.write(f"{word}: {ContentType.objects.get_for_id(kind)} {key}")
        if len(places) > SHOWN:
            self.stdout.write(f"{word}: {len(places) - SHOWN} more")
