"""Prints what the environment has set, and what it has not."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management import BaseCommand


class Command(BaseCommand):
    help = "Print every variable the settings ask the environment for: its value, with secrets masked, and where it came from."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        for variable in sorted(settings.ENVIRONMENT.values(), key=lambda variable: variable.name):
            self.stdout.write(f"{variable.name:<24} {variable.shown() or '(empty)':<50} {variable.source}")
