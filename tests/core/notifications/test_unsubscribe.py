"""Ending a stream of mail by the link in a mail: without signing in, that stream only, and nothing is said (D-46)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from django.core import mail as mails_sent
from django.core.signing import Signer
from django.test import Client

from intranet.core.notifications.actions import notify
from intranet.core.notifications.models import Delivery, Mail, Notice
from intranet.core.notifications.queries.delivery import deliveries
from intranet.core.notifications.tasks.mails import send_mails
from tests.factories.people import make_person
from tests.factories.things import make_published
from tests.things.notices import ThingMailed, ThingWritten

if TYPE_CHECKING:
    from django.http import HttpResponse

pytestmark = pytest.mark.django_db


@pytest.fixture
def author(housing: Any) -> Any:
    return make_person("author", name="Sam Okafor", service=housing)


@pytest.fixture
def link(author: Any, staff: Any) -> str:
    """The one in the mail's header, as a path."""
    notify(ThingMailed, thing=make_published("The lift", author=author), recipients=[staff], actor=author)
    send_mails.call()
    found = re.fullmatch(r"<https?://[^/]+(/\S+)>", mails_sent.outbox[-1].extra_headers["List-Unsubscribe"])
    assert found
    return found[1]


def stranger(link: str, method: str = "get", **data: str) -> HttpResponse:
    response: HttpResponse = getattr(Client(enforce_csrf_checks=True), method)(link, data)
    return response


def is_mailed(person: Any) -> bool:
    return deliveries(ThingMailed, {person.pk}, None)[person.pk] == Delivery.MAIL


def test_the_link_stands_in_the_mail_as_well(link: str) -> None:
    (message,) = mails_sent.outbox
    assert link in message.body
    assert link in message.alternatives[0].content


def test_reading_changes_nothing_and_says_which_mails(link: str, staff: Any) -> None:
    response = stranger(link)

    assert response.status_code == 200
    page = response.content.decode()
    assert "A thing is written to me" in page
    for secret in ("The lift", "Sam", "Priya", staff.username, staff.email):
        assert secret not in page
    assert is_mailed(staff)
    assert stranger(link, "head").status_code == 200
    assert is_mailed(staff)


@pytest.mark.parametrize("data", [{}, {"List-Unsubscribe": "One-Click"}], ids=["button", "one click"])
def test_it_ends_that_stream_and_leaves_the_others(link: str, staff: Any, data: dict[str, str]) -> None:
    assert stranger(link, "post", **data).status_code == 200
    assert stranger(link, "post", **data).status_code == 200

    assert not is_mailed(staff)
    assert deliveries(ThingWritten, {staff.pk}, None)[staff.pk] == ThingWritten.delivery
    assert is_mailed(make_person("other"))


def test_what_waited_is_not_sent_any_more(link: str, author: Any, staff: Any) -> None:
    notify(ThingMailed, thing=make_published("The stairs", author=author), recipients=[staff], actor=author)
    stranger(link, "post")
    send_mails.call()

    assert len(mails_sent.outbox) == 1
    assert Notice.objects.count() == 2


def test_it_works_for_a_leaver_and_tells_nobody_so(link: str, staff: Any) -> None:
    before = stranger(link).content
    type(staff).objects.filter(pk=staff.pk).update(is_active=False)

    assert stranger(link).content == before
    assert stranger(link, "post").status_code == 200


def test_it_signs_nobody_in(link: str) -> None:
    client = Client()
    client.post(link)

    assert client.get("/notices/settings/").status_code == 302


def test_the_token_says_nothing_and_is_good_for_nothing_else(link: str, staff: Any) -> None:
    token = link.rstrip("/").rpartition("/")[2]
    message = Mail.objects.get().message
    forged = [
        token[:-1] + ("A" if token[-1] != "A" else "B"),
        message.hex,
        Signer(salt="another", sep=".").sign(message.hex),
        f"{message.hex}.",
        "x",
    ]

    assert re.fullmatch(r"[0-9a-f]{32}\.[A-Za-z0-9_-]{43}", token)
    for wrong in forged:
        assert stranger(f"/notices/unsubscribe/{wrong}/").status_code == 404
        assert stranger(f"/notices/unsubscribe/{wrong}/", "post").status_code == 404
    for elsewhere in ("/notices/", "/notices/settings/"):
        assert stranger(f"{elsewhere}?token={token}").status_code == 302
    assert is_mailed(staff)


def test_a_mail_that_is_not_on_record_any_more(link: str, staff: Any) -> None:
    Mail.objects.all().delete()

    assert stranger(link).status_code == stranger(link, "post").status_code == 410
    assert is_mailed(staff)


def test_the_page_is_kept_nowhere(link: str) -> None:
    assert "no-store" in stranger(link)["Cache-Control"]
