"""Brings over the topics of a django-machina."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import environ
from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import CommandError
from django.db import DatabaseError
from django.db.utils import ConnectionHandler

from forums.management.importing import ImportCommand
from forums.queries.foreign import machina_areas, machina_people, topics_of_machina

if TYPE_CHECKING:
    from argparse import ArgumentParser

    from django.db.backends.base.base import BaseDatabaseWrapper


class Command(ImportCommand):
    help = "Brings over the topics of a django-machina, whose database is only read."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--database-url", required=True, help="of the other forum: postgres://…, sqlite:///…")
        parser.add_argument("--user-table", default="auth_user", help="the table of its accounts")
        super().add_arguments(parser)

    def handle(self, *args: Any, database_url: str, user_table: str, **options: Any) -> None:
        try:
            settings: dict[str, Any] = environ.Env.db_url_config(database_url)
            database = _read_only(settings)
        except (ImproperlyConfigured, ValueError) as error:
            raise CommandError(f"--database-url: {error}") from error
        try:
            if not options["area"] and not options["map"]:
                self.stdout.write("Its forums: " + ", ".join(f"{key}={name}" for key, name in machina_areas(database)))
            self.bring(topics_of_machina(database, machina_people(database, user_table)), options)
        except DatabaseError as error:
            raise CommandError(f"The other database did not answer as a django-machina would: {error}") from error
        finally:
            database.close()


def _read_only(settings: dict[str, Any]) -> BaseDatabaseWrapper:
    """A connection that cannot write."""
    engine = settings["ENGINE"]
    if engine.endswith("sqlite3"):
        settings |= {"NAME": f"file:{settings['NAME']}?mode=ro", "OPTIONS": {"uri": True}}
    elif engine.endswith("postgresql"):
        settings["OPTIONS"] = {**settings.get("OPTIONS", {}), "options": "-c default_transaction_read_only=on"}
    return ConnectionHandler({"default": settings})["default"]  # apart from the site's own
