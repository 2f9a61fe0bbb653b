"""The streams of mail: one for each kind of notice, and the digest. A mail carries a token that ends its own."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.core.signing import BadSignature, Signer
from django.utils.translation import gettext as _

from intranet.core.notifications.models import Mail
from intranet.core.notifications.notices import kind_named

DIGEST = "digest"


@dataclass(frozen=True, slots=True)
class Stream:
    """What one mail belongs to: whose it is, its name, and what it is called among the settings."""

    person_id: int
    name: str
    label: str


def stream_of(mail: Mail) -> Stream:
    name = mail.notice.kind if mail.notice else DIGEST
    return Stream(mail.person_id, name, label_of(name))


def label_of(name: str) -> str:
    """The name of a stream in words; the same general ones when its app is gone."""
    if name == DIGEST:
        return _("Digest")
    kind = kind_named(name)
    return str(kind.label) if kind else _("Notices")


def unsubscribe_token(mail: Mail) -> str:
    """Says nothing to who reads it, is known only from the mail itself, and is good for nothing else."""
    return _signer().sign(mail.message.hex)


def token_is_ours(token: str) -> bool:
    return _key_of(token) is not None


def stream_of_token(token: str) -> Stream | None:
    """The stream of the mail that carried the token; None when no mail did, or it is so old that it is not on record any more."""
    key = _key_of(token)
    mail = Mail.objects.select_related("notice").filter(message=key).first() if key else None
    return stream_of(mail) if mail else None


def _key_of(token: str) -> UUID | None:
    try:
        return UUID(hex=_signer().unsign(token))
    except (BadSignature, ValueError):
        return None


def _signer() -> Signer:
    return Signer(salt="roost.notices.unsubscribe", sep=".")
