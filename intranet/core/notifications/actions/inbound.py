"""Answers that come by mail."""

from __future__ import annotations

import logging
from email import message_from_bytes, policy
from email.errors import MessageError
from email.utils import getaddresses
from enum import Enum
from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, UUID, uuid5

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from intranet.core.background import enqueue
from intranet.core.notifications.queries.replies import mail_answered
from intranet.core.notifications.signals import reply_received
from intranet.core.notifications.tasks.replies import send_answer
from intranet.core.text.mails import is_automatic, written_in

if TYPE_CHECKING:
    from collections.abc import Sequence
    from email.message import EmailMessage

    from intranet.core.notifications.models import Mail

logger = logging.getLogger(__name__)
#: Larger mails are not read.
LARGEST = 10 * 1024 * 1024
_ADDRESSED = ("To", "Cc", "Delivered-To", "X-Original-To", "Envelope-To")


class Receipt(Enum):
    """What became of a mail. ``REFUSED`` is the one answer to a wrong address, a wrong sender, and a thing that is not there for them."""

    TAKEN = "taken"
    IGNORED = "ignored"
    ANSWERED = "answered"
    REFUSED = "not accepted"


def receive(raw: bytes) -> Receipt:
    """Take a mail (RFC 5322) as its sender's reply. Delivered again, it changes nothing."""
    receipt = _receive(raw)
    logger.info("a mail of %d bytes came in: %s", len(raw), receipt.value)
    return receipt


def _receive(raw: bytes) -> Receipt:
    if len(raw) > LARGEST:
        return Receipt.REFUSED
    message = _parsed(raw)
    if message is None:
        return Receipt.REFUSED
    if is_automatic(message):
        return Receipt.IGNORED
    mail = mail_answered(_addresses(message, _ADDRESSED))
    senders = _addresses(message, ("From",))
    if mail is None or not mail.person.is_active or not mail.person.email or senders != [mail.person.email.lower()]:
        return Receipt.REFUSED
    return _take(mail, message, raw)


def _parsed(raw: bytes) -> EmailMessage | None:
    try:
        message: EmailMessage = message_from_bytes(raw, policy=policy.default)
        for name in (*_ADDRESSED, "From", "Message-ID", "Subject"):
            message.get(name)  # a header is parsed when it is asked for
    except (MessageError, ValueError, IndexError, AttributeError, LookupError):
        return None
    return message


def _addresses(message: EmailMessage, names: Sequence[str]) -> list[str]:
    given = [str(value) for name in names for value in message.get_all(name, [])]
    return [address.lower() for _name, address in getaddresses(given) if address]


def _take(mail: Mail, message: EmailMessage, raw: bytes) -> Receipt:
    thing = mail.notice.thing if mail.notice else None
    if thing is None:
        return Receipt.REFUSED
    written = written_in(message)
    answers = reply_received.send(sender=type(thing), thing=thing, person=mail.person, words=written.words, token=_token(mail, message, raw))
    whys = [why for _receiver, why in answers if why is not None]
    if not whys:
        return Receipt.REFUSED
    if whys[0]:
        _tell(mail, message, _("Your reply was not posted"), str(whys[0]), written.words)
        return Receipt.ANSWERED
    if written.files:
        left_out = ngettext(
            "Your reply stands, without the file that came with it.",
            "Your reply stands, without the %(count)d files that came with it.",
            written.files,
        )
        _tell(mail, message, _("Files were left out"), left_out % {"count": written.files}, "")
    return Receipt.TAKEN


def _token(mail: Mail, message: EmailMessage, raw: bytes) -> UUID:
    """The same for the same mail, by its Message-ID, or by all of it where it has none."""
    ident = str(message.get("Message-ID", "")).strip() or raw.hex()
    return uuid5(NAMESPACE_URL, f"{mail.message}|{mail.person_id}|{ident}")


def _tell(mail: Mail, message: EmailMessage, subject: str, why: str, words: str) -> None:
    enqueue(send_answer, mail.person_id, subject, why, words, str(message.get("Message-ID", ""))[:500])
