"""The demonstration's mails, which go into a folder and to nobody: what each person would have got."""

from __future__ import annotations

import email
import hashlib
from dataclasses import dataclass
from datetime import UTC
from email import policy
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from intranet.core.notifications import conf

if TYPE_CHECKING:
    from datetime import datetime
    from email.message import EmailMessage
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class KeptMail:
    subject: str
    moment: datetime
    text: str


def folder_of(address: str) -> Path | None:
    """Where the mails to an address are kept; None outside the demonstration."""
    outbox = conf.outbox()
    return outbox / hashlib.sha256(address.lower().encode()).hexdigest()[:32] if outbox and address else None


def names_of_mails(address: str) -> list[Path]:
    """The files of the mails to an address, the newest first: their names begin with the moment."""
    folder = folder_of(address)
    return sorted(folder.glob("*.eml"), reverse=True) if folder else []


def mail_in(path: Path) -> KeptMail:
    message: EmailMessage = email.message_from_bytes(path.read_bytes(), policy=policy.default)
    body = message.get_body(("plain",))
    moment = parsedate_to_datetime(message["Date"]).replace(tzinfo=UTC)  # Django writes it as -0000, which is UTC
    return KeptMail(str(message["Subject"]), moment, str(body.get_content()) if body else "")
