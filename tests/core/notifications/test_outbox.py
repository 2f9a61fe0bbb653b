"""The demonstration's outbox: each person's own mails, and on any other site nothing at all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.core.mail import EmailMultiAlternatives

if TYPE_CHECKING:
    from pathlib import Path

    from django.test import Client

pytestmark = pytest.mark.django_db
OUTBOX = "/notices/outbox/"


@pytest.fixture
def demonstration(settings: Any, tmp_path: Path) -> Path:
    settings.DEMONSTRATION = True
    settings.ROOST_OUTBOX = tmp_path / "outbox"
    settings.EMAIL_BACKEND = "intranet.core.notifications.backends.OutboxBackend"
    return tmp_path / "outbox"


def send(to: str, subject: str, text: str = "Read it.") -> None:
    message = EmailMultiAlternatives(subject, text, to=[to])
    message.attach_alternative("<script>alert(1)</script>", "text/html")
    message.send()


def test_outside_the_demonstration_it_does_not_exist(staff: Any, client: Client, settings: Any, tmp_path: Path) -> None:
    settings.ROOST_OUTBOX = tmp_path
    client.force_login(staff)

    assert client.get(OUTBOX).status_code == 404


def test_it_is_for_the_signed_in(demonstration: Path, client: Client) -> None:
    assert client.get(OUTBOX).status_code == 302


def test_it_is_empty_before_the_first_mail(demonstration: Path, staff: Any, client: Client) -> None:
    client.force_login(staff)

    assert "No mail yet" in client.get(OUTBOX).content.decode()


def test_each_person_finds_their_own_the_newest_first(demonstration: Path, staff: Any, client: Client, capsys: Any) -> None:
    send(staff.email.upper(), "First")
    send("somebody@else.example", "Not for Priya")
    send(staff.email, "Second", "See https://intranet.example/things/1/ & reply.\n<script>alert(2)</script>")
    client.force_login(staff)
    page = client.get(OUTBOX).content.decode()

    assert page.index("Second") < page.index("First")
    assert "Not for Priya" not in page
    assert '<a href="https://intranet.example/things/1/"' in page
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(2)" in page
    assert "Subject: Second" in capsys.readouterr().out


def test_it_goes_page_by_page(demonstration: Path, staff: Any, client: Client) -> None:
    for number in range(11):
        send(staff.email, f"Mail {number}.")
    client.force_login(staff)

    assert "Mail 0." not in client.get(OUTBOX).content.decode()
    assert "Mail 0." in client.get(OUTBOX, {"page": 2}).content.decode()
