"""Counts the posts of all topics again."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from forums import actions
from forums.models import Topic

BATCH = 500


class Command(BaseCommand):
    help = "Counts the posts of all topics again, and says how many topics were wrong."

    def handle(self, *args: Any, **options: Any) -> None:
        keys = list(Topic.objects.order_by("pk").values_list("pk", flat=True))
        batches = (keys[start : start + BATCH] for start in range(0, len(keys), BATCH))
        wrong = sum(actions.recount(Topic.objects.filter(pk__in=batch)) for batch in batches)
        self.stdout.write(f"{len(keys)} topics, {wrong} set right.")
