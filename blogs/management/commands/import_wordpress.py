"""``manage.py import_wordpress FILE.xml --blog SLUG``: what moving in would take over and leave out; with ``--write`` it does."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError

from blogs.actions.moving import Refused, move_in
from blogs.models import LeaderBlogPage

if TYPE_CHECKING:
    from django.core.management.base import CommandParser


class Command(BaseCommand):
    help = "Takes a WordPress export (WXR) over into a leader's blog: posts, pages, pictures and documents that are given, and comments."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="the export")
        parser.add_argument("--blog", required=True, metavar="SLUG", help="the last part of the address of the leader's blog")
        parser.add_argument("--write", action="store_true", help="write it; else only say what would be taken over and what not")
        parser.add_argument("--files", type=Path, metavar="DIR", help="a copy of wp-content/uploads; nothing is fetched from the network")
        parser.add_argument(
            "--authors", type=Path, metavar="FILE.csv", help="columns login (there) and username (here); others are found by their mail address"
        )
        parser.add_argument("--report", type=Path, metavar="FILE.json", help="where to write the report for machines")

    def handle(self, *args: Any, **options: Any) -> None:
        blog = LeaderBlogPage.objects.with_leader().filter(slug=options["blog"]).first()
        if blog is None:
            raise CommandError(f"There is no leader's blog called {options['blog']}.")
        if options["files"] is not None and not options["files"].is_dir():
            raise CommandError(f"{options['files']} is no folder.")
        try:
            report = move_in(options["file"], blog=blog, files=options["files"], authors=options["authors"], write=options["write"])
        except (Refused, OSError) as error:
            raise CommandError(str(error)) from error
        if options["report"] is not None:
            options["report"].write_text(json.dumps(report.as_dict(), indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
        self.stdout.write("\n".join(report.lines()))
