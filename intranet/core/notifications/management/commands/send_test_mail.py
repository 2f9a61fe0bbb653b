"""Sends one mail, and says what the mail server says."""

from __future__ import annotations

import ssl
from smtplib import SMTPAuthenticationError, SMTPException, SMTPNotSupportedError, SMTPRecipientsRefused, SMTPSenderRefused
from socket import gaierror
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.core.management import BaseCommand, CommandError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from intranet.core.notifications.tasks.post import judge

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    help = "Send one test mail to ADDRESS at once, past the queue, and say what the mail server says."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("address", metavar="ADDRESS")

    def handle(self, *args: Any, address: str, **options: Any) -> None:
        try:
            validate_email(address)
        except ValidationError as error:
            raise CommandError(f"{address!r} is no mail address.") from error
        message = EmailMessage(
            subject=_("A test mail"),
            body=_("This mail was sent by an administrator of %(site)s, to see whether mail arrives.") % {"site": settings.WAGTAILADMIN_BASE_URL},
            to=[address],
            headers={"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"},
        )
        try:
            message.send()
        except (SMTPException, OSError) as error:
            raise CommandError(f"{_cause(error)}\n{judge(error).words}") from error
        self.stdout.write(f"{_where()} took the mail from {settings.DEFAULT_FROM_EMAIL} to {address}.")


def _where() -> str:
    if not settings.EMAIL_BACKEND.endswith("smtp.EmailBackend"):
        return settings.EMAIL_BACKEND
    return f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"


def _cause(error: Exception) -> str:
    """What to look at, by the kind of error; the particular ones before those that they are kinds of."""
    causes: list[tuple[type[Exception] | tuple[type[Exception], ...], str]] = [
        (SMTPAuthenticationError, "{where} does not know the user and password in EMAIL_URL."),
        (SMTPNotSupportedError, "{where} does not offer what EMAIL_URL asks for: TLS, or signing in."),
        (SMTPSenderRefused, "{where} does not let us send as EMAIL_FROM, {sender}."),
        (SMTPRecipientsRefused, "{where} does not take mail for this address."),
        (ssl.SSLCertVerificationError, "The certificate of {where} is not trusted here, or is for another name."),
        (
            ssl.SSLError,
            "{where} does not speak TLS as EMAIL_URL says: smtp+tls:// is for STARTTLS (mostly port 587), smtp+ssl:// for TLS from the start (465).",
        ),
        (gaierror, "There is no host {where}: see EMAIL_URL."),
        (ConnectionRefusedError, "Nobody answers at {where}: see EMAIL_URL, and the firewall."),
        (TimeoutError, "{where} did not answer within {seconds} seconds: see EMAIL_URL, and the firewall."),
    ]
    seen = error.__context__ if isinstance(error.__context__, TimeoutError) else error
    words = next((words for kind, words in causes if isinstance(seen, kind)), "{where} did not take the mail.")
    return words.format(where=_where(), sender=settings.DEFAULT_FROM_EMAIL, seconds=settings.EMAIL_TIMEOUT)
