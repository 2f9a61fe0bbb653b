"""Make the audience of every page say what its restrictions say."""

from typing import Any

from django.core.management.base import BaseCommand

from intranet.core.organisation.actions import sync_page_audiences


class Command(BaseCommand):
    help = "Gives every page the audience that its view restrictions mean; safe at any time."

    def handle(self, *args: Any, **options: Any) -> None:
        changed = sync_page_audiences("")
        self.stdout.write(f"{len(changed)} pages have another audience now.")
