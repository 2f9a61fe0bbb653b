"""Where the demonstration's mail goes."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.core.mail.backends.console import EmailBackend

from intranet.core.background import now
from intranet.core.notifications.queries.outbox import folder_of

if TYPE_CHECKING:
    from django.core.mail import EmailMessage


class OutboxBackend(EmailBackend):
    """To the console, and into a file for each of those it is to, which ``/notices/outbox/`` shows them."""

    def write_message(self, message: EmailMessage) -> None:
        super().write_message(message)
        for address in message.recipients():
            folder = folder_of(address)
            if folder is None:
                continue
            folder.mkdir(parents=True, exist_ok=True)
            part = folder / f"{now():%Y%m%dT%H%M%S%f}-{uuid.uuid4().hex}.part"
            part.write_bytes(message.message().as_bytes())
            part.rename(part.with_suffix(".eml"))
