"""Settings of notices."""

from __future__ import annotations

from datetime import time
from pathlib import Path
from typing import TypeAlias

from django.conf import settings

#: No mail from the first to the second, by the clock on the wall; across midnight when the second comes first.
QuietHours: TypeAlias = tuple[time, time]
DIGESTS = ("none", "daily", "weekly")


def mail_is_sent() -> bool:
    """Whether notices are mailed at all (``ROOST_NOTICE_MAIL``, default yes): a site may have no mail."""
    return bool(getattr(settings, "ROOST_NOTICE_MAIL", True))


def reply_domain() -> str:
    """``REPLY_BY_MAIL_DOMAIN``: where mails can be answered, as ``reply.example.org``; empty where no mail is taken."""
    return str(getattr(settings, "REPLY_BY_MAIL_DOMAIN", ""))


def reply_days() -> int:
    """``REPLY_BY_MAIL_DAYS`` (30): so long a mail can be answered."""
    return int(getattr(settings, "REPLY_BY_MAIL_DAYS", 30))


def inbound_token() -> str:
    """``INBOUND_MAIL_TOKEN``: what the mail server shows when it hands over a mail; empty: it hands over none."""
    return str(getattr(settings, "INBOUND_MAIL_TOKEN", ""))


def mail_has_text() -> bool:
    """``ROOST_MAIL_TEXT``, default no: a mail holds a few words of what all staff may see, besides title, author and link."""
    return bool(getattr(settings, "ROOST_MAIL_TEXT", False))


def mail_hides_closed_titles() -> bool:
    """``ROOST_MAIL_HIDE_CLOSED``, default no: a mail about what not all staff may see says only that there is something new."""
    return bool(getattr(settings, "ROOST_MAIL_HIDE_CLOSED", False))


def outbox() -> Path | None:
    """The folder in which the demonstration keeps its mails (``ROOST_OUTBOX``); None on any other site."""
    folder = getattr(settings, "ROOST_OUTBOX", "")
    return Path(folder) if folder and getattr(settings, "DEMONSTRATION", False) else None


def digest() -> str:
    """``ROOST_DIGEST``: how often who has not chosen gets a digest: none, daily or weekly."""
    word = str(getattr(settings, "ROOST_DIGEST", "weekly"))
    if word not in DIGESTS:
        raise ValueError(f"ROOST_DIGEST must be {', '.join(DIGESTS[:-1])} or {DIGESTS[-1]}, not {word!r}.")
    return word


def digest_time() -> time:
    """``ROOST_DIGEST_TIME``: when digests go out, by the clock on the wall."""
    return _time("ROOST_DIGEST_TIME", str(getattr(settings, "ROOST_DIGEST_TIME", "07:30")))


def quiet_hours() -> QuietHours | None:
    """``ROOST_QUIET_HOURS``, as 20:00-07:00: when who has not chosen is sent no mail; empty, the default, is never."""
    text = str(getattr(settings, "ROOST_QUIET_HOURS", "") or "")
    if not text:
        return None
    since, _dash, until = text.partition("-")
    hours = _time("ROOST_QUIET_HOURS", since), _time("ROOST_QUIET_HOURS", until)
    if hours[0] == hours[1]:
        raise ValueError("ROOST_QUIET_HOURS begin and end at the same time; leave them empty for none.")
    return hours


def site_deliveries() -> dict[str, str]:
    """``ROOST_DELIVERY``: how kinds of notice reach who has not chosen, by the kinds' names, where the site wants it otherwise than the kind."""
    return dict(getattr(settings, "ROOST_DELIVERY", {}))


def bounce_limit() -> int:
    """``ROOST_BOUNCE_LIMIT``: after so many mails in a row that came back, an address is left alone until it changes."""
    return int(getattr(settings, "ROOST_BOUNCE_LIMIT", 3))


def smallest_group() -> int:
    """``ROOST_SMALLEST_GROUP`` (10): numbers of fewer people are not shown to who may not see their names."""
    return int(getattr(settings, "ROOST_SMALLEST_GROUP", 10))


def days_kept() -> tuple[int, int]:
    """``ROOST_NOTICES_READ_DAYS`` (90) and ``ROOST_NOTICES_DAYS`` (365): how long a notice is kept after it was read, and any notice at all."""
    days = int(getattr(settings, "ROOST_NOTICES_READ_DAYS", 90)), int(getattr(settings, "ROOST_NOTICES_DAYS", 365))
    if min(days) < 1:
        raise ValueError("ROOST_NOTICES_READ_DAYS and ROOST_NOTICES_DAYS must be at least one day.")
    return days


def _time(setting: str, text: str) -> time:
    try:
        return time.fromisoformat(text.strip())
    except ValueError as error:
        raise ValueError(f"{setting}: {text.strip()!r} is no time of day like 07:30.") from error
