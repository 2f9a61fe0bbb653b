"""The line to the mail server, and what its refusals mean."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from smtplib import SMTPDataError, SMTPException, SMTPRecipientsRefused, SMTPResponseException, SMTPServerDisconnected
from typing import TYPE_CHECKING, Self

from django.core.mail import get_connection

if TYPE_CHECKING:
    from django.core.mail import EmailMessage

_BUSY = 421
_PERMANENT = 500
#: A server's policy and security, as in RFC 3463: we may not send here, whoever it is for.
_POLICY = re.compile(rb"5\.7\.\d")
_ENHANCED = re.compile(rb"^[245]\.\d{1,3}\.\d{1,3}")
_WORDS = 200


class Line:
    """A line to the mail server, opened for the first mail and kept for the next ones."""

    def __init__(self) -> None:
        self._backend = get_connection()
        self._has_served = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *trouble: object) -> None:
        self._hang_up()

    def send(self, message: EmailMessage) -> None:
        """Hand the mail over. It counts as taken when the server has said so, and only then.

        A server may end a line that has served a while, between two mails or when it has had enough of them: then once more on a new one.
        """
        try:
            self._hand_over(message)
        except (SMTPException, OSError) as error:
            may_be_stale, self._has_served = self._has_served and _is_drop(error), False
            if not isinstance(error, SMTPRecipientsRefused | SMTPDataError) or _code(error) == _BUSY:
                self._hang_up()
            if not may_be_stale:
                raise
            self._hand_over(message)

    def _hand_over(self, message: EmailMessage) -> None:
        self._backend.open()
        self._backend.send_messages([message])
        self._has_served = True

    def _hang_up(self) -> None:
        with suppress(SMTPException, OSError):
            self._backend.close()


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a mail that was not taken."""

    #: For the log: no words of the server, which may name the person.
    name: str
    #: For administrators.
    words: str
    #: Trying again is of no use.
    is_final: bool = False
    #: The address is refused: it bounces.
    is_of_address: bool = False
    #: It is the server, and it would say the same to the next one.
    is_servers: bool = False


def judge(error: Exception) -> Verdict:
    """What an error at sending means, by the server's number where it gave one."""
    code, reply = _code(error), _reply(error)
    name = f"{type(error).__name__} {code or ''}".strip()
    if isinstance(error, SMTPRecipientsRefused) and code != _BUSY:
        final = code >= _PERMANENT
        return Verdict(name, _words(code, reply), is_final=final, is_of_address=final and not _POLICY.search(reply))
    if isinstance(error, SMTPDataError) and code != _BUSY:
        found = _ENHANCED.match(reply)  # no more of the reply than its number: it may quote the mail
        return Verdict(name, _words(code, found[0] if found else b""), is_final=code >= _PERMANENT)
    if isinstance(error, SMTPResponseException | SMTPRecipientsRefused):
        return Verdict(name, _words(code, reply), is_servers=True)
    if isinstance(error, SMTPException | OSError):
        return Verdict(name, f"{type(error).__name__}: {error}"[:_WORDS], is_servers=True)
    return Verdict(name, f"The mail could not be written: {type(error).__name__}")


def _code(error: Exception) -> int:
    if isinstance(error, SMTPRecipientsRefused):
        return next(iter(error.recipients.values()))[0]
    return error.smtp_code if isinstance(error, SMTPResponseException) else 0


def _reply(error: Exception) -> bytes:
    reply = b""
    if isinstance(error, SMTPRecipientsRefused):
        reply = next(iter(error.recipients.values()))[1]
    elif isinstance(error, SMTPResponseException):
        reply = error.smtp_error if isinstance(error.smtp_error, bytes) else str(error.smtp_error).encode()
    return reply


def _words(code: int, reply: bytes) -> str:
    return " ".join(f"{code} {reply.decode(errors='replace')}".split())[:_WORDS]


def _is_drop(error: Exception) -> bool:
    """The line was ended; not one that fell silent, where the server may still be thinking about the mail."""
    fell_silent = isinstance(error, TimeoutError) or isinstance(error.__context__, TimeoutError)
    return _code(error) == _BUSY or (isinstance(error, SMTPServerDisconnected | ConnectionError) and not fell_silent)
