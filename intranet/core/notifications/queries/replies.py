"""The addresses to which mails can be answered: one for each mail, which only its reader knows, and which ends."""

from __future__ import annotations

import binascii
import hmac
from base64 import b32decode, b32encode
from hashlib import sha256
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings

from intranet.core.background import now
from intranet.core.notifications import conf
from intranet.core.notifications.models import Mail

if TYPE_CHECKING:
    from collections.abc import Iterable

PREFIX = "reply+"
_DAY, _SIGNATURE = 2, 14


def reply_address(mail: Mail) -> str:
    """Where the mail is answered; empty where no mail is taken. Small letters and figures only: some servers know no capitals."""
    domain = conf.reply_domain()
    if not domain:
        return ""
    ends = now().date().toordinal() + conf.reply_days()
    told = mail.message.bytes + (ends % 2**16).to_bytes(_DAY, "big")
    return f"{PREFIX}{b32encode(told + _signed(told)).decode().rstrip('=').lower()}@{domain}"


def mail_answered(addresses: Iterable[str]) -> Mail | None:
    """The mail that was answered at one of these addresses; None for an address that is not ours or has ended."""
    for address in addresses:
        local, _at, domain = address.strip().lower().rpartition("@")
        if domain != conf.reply_domain().lower() or not local.startswith(PREFIX):
            continue
        key = _key_in(local.removeprefix(PREFIX))
        found = Mail.objects.select_related("notice", "person__roost_profile").filter(message=key, notice__isnull=False).first() if key else None
        if found is not None:
            return found  # type: ignore[no-any-return]
    return None


def _key_in(token: str) -> UUID | None:
    try:
        whole = b32decode(token.upper() + "=" * (-len(token) % 8))
    except (binascii.Error, ValueError):
        return None
    told, signature = whole[:-_SIGNATURE], whole[-_SIGNATURE:]
    if len(told) != 16 + _DAY or not hmac.compare_digest(signature, _signed(told)):
        return None
    left = (int.from_bytes(told[16:], "big") - now().date().toordinal()) % 2**16
    return UUID(bytes=told[:16]) if left <= conf.reply_days() else None


def _signed(told: bytes) -> bytes:
    return hmac.new(f"roost.notices.reply|{settings.SECRET_KEY}".encode(), told, sha256).digest()[:_SIGNATURE]
