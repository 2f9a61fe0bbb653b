"""Count comments, replies and reactions again."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from intranet.core.discussion.actions import recount
from intranet.core.discussion.models import Thread


class Command(BaseCommand):
    help = "Counts the comments of every thread again from the rows, and says how many numbers were wrong."

    def handle(self, *args: Any, **options: Any) -> None:
        wrong = sum(recount(Thread.objects.filter(pk=pk)) for pk in Thread.objects.values_list("pk", flat=True))
        self.stdout.write(f"{wrong} numbers were wrong.")
