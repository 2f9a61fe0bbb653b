"""Replies that come by mail: whose they are, what is asked at arrival, and what a stranger learns."""

from __future__ import annotations

import io
import re
from datetime import timedelta
from email.message import EmailMessage
from typing import TYPE_CHECKING, Any

import pytest
from django.core import mail as outbox
from django.core.management import CommandError, call_command
from django.test import TestCase

from forums import actions
from forums.models import Post
from intranet.core.background import at_moment, now
from intranet.core.kinds import State
from intranet.core.notifications.actions import LARGEST, Receipt, follow, receive
from intranet.core.notifications.models import Mail
from intranet.core.notifications.queries.replies import reply_address
from tests.factories.forums import make_area, make_reply, make_topic, only
from tests.factories.people import make_person

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from forums.models import Topic

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def taken(settings: Any) -> None:
    settings.REPLY_BY_MAIL_DOMAIN = "answers.example.org"
    settings.INBOUND_MAIL_TOKEN = "hand-over"


@pytest.fixture
def reader(db: None) -> Any:
    return make_person("reader")


def mailed(topic: Topic, *, by: Any, to: Any) -> Mail:
    """What ``to`` is mailed of a reply in a topic that they follow."""
    follow(to, topic)
    with TestCase.captureOnCommitCallbacks(execute=True):
        make_reply(topic, author=by, body="Who has the keys?")
    return Mail.objects.filter(person=to).latest("pk")


def answer(mail: Mail, words: str = "I have them.", **headers: str) -> EmailMessage:
    message = EmailMessage()
    given = {"From": f"Reader <{mail.person.email.lower()}>", "To": f"Roost <{reply_address(mail)}>", "Message-ID": "<1@example.org>"}
    for name, value in (given | {name.replace("_", "-"): value for name, value in headers.items()}).items():
        message[name] = value
    message.set_content(f"{words}\n\nOn Tue, 3 Nov 2026 at 10:15, Roost wrote:\n> Who has the keys?\n")
    return message


def come_in(message: EmailMessage | bytes) -> Receipt:
    with TestCase.captureOnCommitCallbacks(execute=True):
        return receive(message if isinstance(message, bytes) else bytes(message))


def test_mail_can_be_answered_and_is_one_post_however_often_it_comes(topic: Topic, staff: Any, reader: Any) -> None:
    sent = mailed(topic, by=staff, to=reader)

    letter = next(letter for letter in outbox.outbox if letter.to == [reader.email])
    assert letter.reply_to == [reply_address(sent)]
    assert re.fullmatch(r"reply\+[a-z2-7]{52}@answers\.example\.org", letter.reply_to[0])
    assert [come_in(answer(sent)) for _ in range(2)] == [Receipt.TAKEN, Receipt.TAKEN]
    post = topic.posts.get(author=reader)
    assert (post.body, post.state, post.quotes) == ("I have them.", State.PUBLISHED, topic.posts.get(number=2))
    assert come_in(answer(sent, Message_ID="<2@example.org>")) == Receipt.TAKEN
    assert topic.posts.filter(author=reader).count() == 2


@pytest.mark.site
def test_strangers_wrong_addresses_and_closed_topics_get_one_answer(client: Client, closed: Topic, member: Any, reader: Any) -> None:
    sent = mailed_closed(closed, member)
    address = reply_address(sent)
    forged = address.replace(address[6:9], "aaa" if address[6:9] != "aaa" else "bbb", 1)
    with at_moment(now() + timedelta(days=31)):
        assert come_in(answer(sent, To=address)) == Receipt.REFUSED
    wrong: list[EmailMessage | bytes] = [
        answer(sent, From="stranger@example.org"),
        answer(sent, From=f"{member.email}, stranger@example.org"),
        answer(sent, To=forged),
        answer(sent, To="reply+@answers.example.org"),
        answer(sent, To="reply+zz!@answers.example.org"),
        b"",
        b"x" * (LARGEST + 1),
    ]
    assert {come_in(message) for message in wrong} == {Receipt.REFUSED}
    actions.change_audience(closed.area, audience=only(reader), actor=None)
    assert come_in(answer(sent)) == Receipt.REFUSED
    member.is_active = False
    member.save()
    actions.change_audience(closed.area, audience=only(member), actor=None)
    assert come_in(answer(sent)) == Receipt.REFUSED
    assert not Post.objects.filter(author=member, number__isnull=True).exists()
    assert closed.posts.filter(author=member).count() == 1
    headers = {"Authorization": "Bearer hand-over"}
    bodies = {client.post("/-/mail/", bytes(message), content_type="message/rfc822", headers=headers).content for message in wrong[:4]}
    assert bodies == {b"not accepted"}


def mailed_closed(closed: Topic, member: Any) -> Mail:
    author = make_person("other-member")
    actions.change_audience(closed.area, audience=only(member, author), actor=None)
    return mailed(closed, by=author, to=member)


@pytest.mark.parametrize(
    ("change", "words", "why"),
    [
        (lambda topic: actions.lock(topic, actor=None), "Mine.", "closed"),
        (lambda topic: type(topic.area).objects.update(state="archived"), "Mine.", "archived"),
        (lambda topic: None, "", "no words"),
        (lambda topic: None, "a" * 30_000, "longer"),
    ],
)
def test_who_may_not_write_there_now_is_told_why_and_gets_the_words_back(
    topic: Topic, staff: Any, reader: Any, change: Callable[[Any], Any], words: str, why: str
) -> None:
    sent = mailed(topic, by=staff, to=reader)
    change(topic)
    outbox.outbox.clear()

    assert come_in(answer(sent, words)) == Receipt.ANSWERED

    told = outbox.outbox[0]
    assert (told.to, len(outbox.outbox), topic.posts.filter(author=reader).count()) == ([reader.email], 1, 0)
    assert why in told.body
    assert words[:50] in told.body
    assert (told.extra_headers["Auto-Submitted"], told.extra_headers["In-Reply-To"]) == ("auto-replied", "<1@example.org>")


def test_newcomers_are_held_and_files_are_left_out_and_said_so(topic: Topic, staff: Any, newcomer: Any) -> None:
    sent = mailed(topic, by=staff, to=newcomer)
    message = answer(sent)
    message.add_attachment(b"x", maintype="image", subtype="png", filename="keys.png")
    outbox.outbox.clear()

    assert come_in(message) == Receipt.TAKEN

    assert topic.posts.get(author=newcomer).state == State.HELD
    assert "without the file that came with it" in outbox.outbox[0].body


def test_absence_notes_are_left_alone(topic: Topic, staff: Any, reader: Any) -> None:
    sent = mailed(topic, by=staff, to=reader)
    outbox.outbox.clear()

    assert come_in(answer(sent, Auto_Submitted="auto-replied")) == Receipt.IGNORED
    assert (topic.posts.filter(author=reader).count(), outbox.outbox) == (0, [])


def test_where_nobody_signs_or_no_mail_is_taken_none_is_offered(settings: Any, topic: Topic, staff: Any, reader: Any) -> None:
    safe = make_topic(make_area("Say it safely", allows_unnamed=True), author=staff)
    mailed(safe, by=staff, to=reader)
    settings.REPLY_BY_MAIL_DOMAIN = ""
    mailed(topic, by=staff, to=reader)

    assert [letter.reply_to for letter in outbox.outbox if letter.to == [reader.email]] == [[], []]


@pytest.mark.site
def test_mail_server_hands_over_by_its_token_or_by_a_command(
    client: Client, monkeypatch: pytest.MonkeyPatch, topic: Topic, staff: Any, reader: Any
) -> None:
    sent = mailed(topic, by=staff, to=reader)
    raw = bytes(answer(sent))
    for headers in ({}, {"Authorization": "Bearer wrong"}):
        assert client.post("/-/mail/", raw, content_type="message/rfc822", headers=headers).status_code == 404
    given = client.post("/-/mail/", raw, content_type="message/rfc822", headers={"Authorization": "Bearer hand-over"})
    assert (given.status_code, given.content) == (200, b"taken")

    class Standard:
        buffer = io.BytesIO(bytes(answer(sent, From="somebody@example.org")))

    monkeypatch.setattr("sys.stdin", Standard)
    with pytest.raises(CommandError, match="not accepted") as refused:
        call_command("receive_mail")
    assert refused.value.returncode == 77
    assert topic.posts.filter(author=reader).count() == 1
