"""Load the demonstration council."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import get_current_timezone, is_naive, make_aware

from intranet.core.background import now
from intranet.demo.loading.everything import load_council

if TYPE_CHECKING:
    from django.core.management.base import CommandParser

PERSONAS = {
    "chief": "chief executive: blogs, has questions waiting",
    "cllr": "council leader: blogs",
    "office": "the chief executive's office: writes on her behalf",
    "staff": "housing officer, no special right",
    "member": "social worker: sees a restricted area",
    "newcomer": "joined this week: first posts are held",
    "moderator": "moderates Housing and the social areas",
    "moderator2": "a second moderator",
    "trainer": "owns training modules",
    "champion": "digital champion of Housing",
    "manager": "line manager of staff",
    "comms": "communications: co-ordinates, search manager",
    "editor": "Wagtail editor of Housing's section",
    "admin": "site administrator",
    "leaver": "left; cannot sign in",
}


class Command(BaseCommand):
    help = "Loads the demonstration council of Northmoor, and says who can sign in. Refused in production."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--size", choices=["small"], default="small", help="small: 60 people")
        parser.add_argument("--seed", type=int, default=1, help="the same demonstration for the same number")
        parser.add_argument("--at", help="the moment of loading, as 2026-11-23T10:15; default: this moment")

    def handle(self, *args: Any, **options: Any) -> None:
        if not getattr(settings, "DEMONSTRATION", False):
            raise CommandError("The demonstration is not loaded here: its passwords are known to everybody.")
        if get_user_model().objects.filter(username="chief").exists():
            self.stdout.write("The demonstration council is already here; what was written is kept.")
        else:
            acts = load_council(at=self._moment(options["at"]), seed=options["seed"])
            self.stdout.write(f"Northmoor is loaded: {acts} acts of {get_user_model().objects.count()} people.")
        self._print_personas()

    def _moment(self, text: str | None) -> datetime:
        if text is None:
            return now()
        try:
            moment = datetime.fromisoformat(text)
        except ValueError as error:
            raise CommandError(f"--at {text}: write it as 2026-11-23T10:15.") from error
        return make_aware(moment, get_current_timezone()) if is_naive(moment) else moment

    def _print_personas(self) -> None:
        self.stdout.write("\nSign in with the password roost-demo as:")
        for username, who in PERSONAS.items():
            self.stdout.write(f"  {username:<11} {who}")
