"""Runs the periodic jobs that are due. One line in cron, every minute; or ``--loop`` in a container."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from django.core.management import BaseCommand, CommandError
from django.db import connection

from intranet.core.background.jobs import run_due

if TYPE_CHECKING:
    from argparse import ArgumentParser

PAUSE_SECONDS = 60


class Command(BaseCommand):
    help = "Run the periodic jobs that are due. Safe to start at any time and as often as you like."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--loop", action="store_true", help="keep running, and look for due jobs every minute")

    def handle(self, *args: Any, loop: bool = False, **options: Any) -> None:
        while loop:
            self.run_once()
            connection.close()
            time.sleep(PAUSE_SECONDS)
        if failed := self.run_once():
            raise CommandError(f"these jobs failed: {', '.join(failed)}")

    def run_once(self) -> list[str]:
        failed = run_due()
        if failed is None:
            self.stdout.write("locked: another run_periodic is at work")
        return failed or []
