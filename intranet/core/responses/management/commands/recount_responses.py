"""Tell the record of answers again from the rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand

from intranet.core.organisation.queries import name_of
from intranet.core.responses.actions import recount
from intranet.core.responses.models import ResponseRequest
from intranet.core.responses.queries import record_of

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    help = (
        "Compares what response requests say (when due, how often put off, minutes to the answer) with the rows of what happened, reports each "
        "difference, and prints the record of everybody who was asked. Minutes are counted in the working hours as they are now."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--repair", action="store_true", help="write what the rows say")

    def handle(self, *args: Any, **options: Any) -> None:
        found = 0
        for difference in recount(repair=options["repair"]):
            found += 1
            self.stdout.write(f"request {difference.request}: {difference.column} is {difference.kept}, the rows say {difference.counted}")
        asked = ResponseRequest.objects.exclude(addressee=None).order_by().values("addressee")
        for person in get_user_model()._default_manager.filter(pk__in=asked).select_related("roost_profile").order_by("pk"):
            record = record_of(person)
            middle = "-" if record.median_minutes is None else record.median_minutes
            self.stdout.write(
                f"{name_of(person)}: {record.answered} answered, {record.in_time} within the promise, {middle} working minutes in the middle case, "
                f"{record.declined} declined, {record.put_off} put off, {record.passed_on} passed on, {record.waiting} waiting, {record.overdue} overdue"
            )
        self.stdout.write(f"{found} differences" + (", written." if options["repair"] and found else "."))
