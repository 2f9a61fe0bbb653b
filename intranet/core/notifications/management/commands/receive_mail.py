"""Takes one mail from standard input: for a mail server that hands mails to a program."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management import BaseCommand, CommandError

from intranet.core.notifications.actions import LARGEST, Receipt, receive

#: What mail servers understand as "do not try again" (sysexits.h, EX_NOPERM).
REFUSED = 77


class Command(BaseCommand):
    help = "Take one mail (RFC 5322) from standard input as its sender's reply."

    def handle(self, *args: Any, **options: Any) -> None:
        receipt = receive(sys.stdin.buffer.read(LARGEST + 1))
        if receipt == Receipt.REFUSED:
            raise CommandError(receipt.value, returncode=REFUSED)
        self.stdout.write(receipt.value)
