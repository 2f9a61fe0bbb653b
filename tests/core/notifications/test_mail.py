"""Mail: once, to who may see it when it goes, with no more than title, author and link."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, time
from smtplib import SMTPDataError
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend

from intranet.core.background import at_moment, now
from intranet.core.notifications.actions import notify
from intranet.core.notifications.models import Choice, Delivery, Mail, Notice, Preference
from intranet.core.notifications.tasks import mails
from intranet.core.notifications.tasks.mails import send_mails
from tests.budgets import query_budget
from tests.factories.people import make_person
from tests.factories.things import audience_of, make_published
from tests.things.models import Thing
from tests.things.notices import ThingMailed, ThingWritten

pytestmark = pytest.mark.django_db


@pytest.fixture
def author(housing: Any) -> Any:
    return make_person("author", name="Sam Okafor", service=housing)


@pytest.fixture
def thing(author: Any) -> Thing:
    return make_published("The lift", author=author, text="SECRET WORDS")


@pytest.fixture
def told(thing: Thing, author: Any, staff: Any) -> Notice:
    """Told, and the mail not sent yet."""
    notify(ThingMailed, thing=thing, recipients=[staff], actor=author)
    return Notice.objects.get()


def test_the_mail_goes_after_the_commit(thing: Thing, author: Any, staff: Any, django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        notify(ThingMailed, thing=thing, recipients=[staff], actor=author)
        assert mail.outbox == []
    assert [message.to for message in mail.outbox] == [["staff@northmoor.example"]]


def test_it_holds_title_author_and_link_and_never_the_words(told: Notice, thing: Thing) -> None:
    send_mails.call()
    (message,) = mail.outbox
    assert message.subject == "Sam Okafor wrote “The lift”"
    html = message.alternatives[0].content
    for part in (message.body, html):
        assert "SECRET WORDS" not in part
        assert f"/things/{thing.pk}/" in part
        assert "/notices/settings/" in part
    assert message.extra_headers["Auto-Submitted"] == "auto-generated"
    assert message.extra_headers["Message-ID"].startswith(f"<{Mail.objects.get().message}@")


def test_it_goes_once(told: Notice) -> None:
    for _ in range(2):
        send_mails.call()
    assert len(mail.outbox) == 1


def test_who_lost_access_gets_none_and_the_log_no_title(told: Notice, author: Any, caplog: Any) -> None:
    """D-05, D-40."""
    Thing.objects.update(audience=audience_of(author))
    with caplog.at_level(logging.DEBUG):
        send_mails.call()
    assert mail.outbox == []
    assert Mail.objects.get().state == Mail.State.DROPPED
    assert "The lift" not in caplog.text


def test_leavers_get_none(told: Notice, staff: Any) -> None:
    type(staff).objects.filter(pk=staff.pk).update(is_active=False)
    send_mails.call()
    assert mail.outbox == []


def test_who_wants_none_gets_none(thing: Thing, author: Any, staff: Any) -> None:
    Preference.objects.create(person=staff, wants_mail=False)
    notify(ThingMailed, thing=thing, recipients=[staff], actor=author)
    send_mails.call()
    assert mail.outbox == []


def test_a_kind_without_mail_sends_none(thing: Thing, author: Any, staff: Any, django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        notify(ThingWritten, thing=thing, recipients=[staff], actor=author)
    send_mails.call()
    assert mail.outbox == []


@pytest.mark.parametrize("title", ["x\r\nBcc: everybody@northmoor.example", "x\nSubject: other", "<b>x</b>\u2028Bcc: y"])
def test_a_title_cannot_add_a_header(title: str, author: Any, staff: Any) -> None:
    """D-39."""
    author.roost_profile.name = f"Sam {title}"
    author.roost_profile.save()
    notify(ThingMailed, thing=make_published(title, author=author), recipients=[staff], actor=author)
    send_mails.call()
    (message,) = mail.outbox
    assert message.recipients() == ["staff@northmoor.example"]
    sent = message.message()
    assert "Bcc" not in sent
    assert sent.get_all("To") == ["staff@northmoor.example"]
    assert len(sent.get_all("Subject")) == 1


def test_a_mail_that_failed_is_tried_again_and_keeps_no_other_waiting(thing: Thing, author: Any, staff: Any, monkeypatch: Any) -> None:
    second = make_person("second")
    notify(ThingMailed, thing=thing, recipients=[staff, second], actor=author)
    real = EmailBackend.send_messages

    def refuse(self: EmailBackend, messages: Any) -> int:
        if messages[0].to == [staff.email]:
            raise SMTPDataError(451, b"busy")
        return real(self, messages)

    monkeypatch.setattr(EmailBackend, "send_messages", refuse)
    send_mails.call()
    assert [message.to for message in mail.outbox] == [[second.email]]
    monkeypatch.setattr(EmailBackend, "send_messages", real)
    Mail.objects.update(due=now())
    send_mails.call()
    assert [message.to for message in mail.outbox] == [[second.email], [staff.email]]


def test_its_headers_say_that_a_machine_wrote_it_and_how_to_end_it(told: Notice, settings: Any) -> None:
    settings.WAGTAILADMIN_BASE_URL = "https://intranet.northmoor.example:8443"
    send_mails.call()
    headers = mail.outbox[0].message()

    assert headers["Message-ID"] == f"<{Mail.objects.get().message}@intranet.northmoor.example>"
    assert headers["Auto-Submitted"] == "auto-generated"
    assert headers["X-Auto-Response-Suppress"] == "All"
    assert headers["List-Id"] == "<things.mailed.intranet.northmoor.example>"
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert headers["List-Unsubscribe"].startswith("<https://intranet.northmoor.example:8443/notices/unsubscribe/")
    assert headers["List-Unsubscribe"].count("<") == 1


def test_one_click_is_offered_over_https_only(told: Notice, settings: Any) -> None:
    """RFC 8058."""
    settings.WAGTAILADMIN_BASE_URL = "http://intranet.northmoor.example"
    send_mails.call()

    assert "List-Unsubscribe-Post" not in mail.outbox[0].extra_headers


def test_mails_about_one_place_stand_in_one_thread(author: Any, staff: Any) -> None:
    for number, group in enumerate(["", "topic:1", "topic:1", "topic:2"]):
        notify(ThingMailed, thing=make_published(f"The lift {number}", author=author), recipients=[staff], actor=author)
        Notice.objects.filter(pk=Notice.objects.latest("pk").pk).update(group=group)
    send_mails.call()
    roots = [message.extra_headers.get("References", "") for message in mail.outbox]

    assert roots[0] == ""
    assert roots[1] == roots[2] != roots[3]
    assert not [root for root in roots if "topic" in root]


def test_what_was_read_meanwhile_is_not_mailed(told: Notice) -> None:
    Notice.objects.update(read_at=now())
    send_mails.call()

    assert (mail.outbox, Mail.objects.get().state) == ([], Mail.State.DROPPED)


def test_what_its_reader_turned_off_meanwhile_is_not_mailed(told: Notice, staff: Any) -> None:
    Choice.objects.create(person=staff, kind=ThingMailed.name, delivery=Delivery.APP)
    send_mails.call()

    assert (mail.outbox, Mail.objects.get().state) == ([], Mail.State.DROPPED)


def test_a_mail_that_comes_up_in_quiet_hours_rests_until_they_end(told: Notice, staff: Any) -> None:
    Preference.objects.update_or_create(person=staff, defaults={"quiet_from": time(20), "quiet_until": time(7)})
    evening, morning = datetime(2027, 1, 12, 21, tzinfo=UTC), datetime(2027, 1, 13, 7, tzinfo=UTC)
    with at_moment(evening):
        send_mails.call()
    assert mail.outbox == []
    assert Mail.objects.values_list("state", "due", "attempts").get() == (Mail.State.WAITING, morning, 0)
    with at_moment(morning):
        send_mails.call()
    assert len(mail.outbox) == 1


def test_who_has_no_address_gets_none(told: Notice, staff: Any) -> None:
    type(staff).objects.filter(pk=staff.pk).update(email="")
    send_mails.call()

    assert Mail.objects.get().state == Mail.State.DROPPED


def test_a_site_may_let_mails_hold_words_of_what_all_may_see(told: Notice, author: Any, staff: Any, settings: Any) -> None:
    settings.ROOST_MAIL_TEXT = True
    closed = make_published("The roof", author=author, text="CLOSED WORDS", audience=audience_of(author, staff))
    notify(ThingMailed, thing=closed, recipients=[staff], actor=author)
    send_mails.call()
    first, second = mail.outbox

    for part in (first.body, first.alternatives[0].content):
        assert "SECRET WORDS" in part
    for part in (second.body, second.alternatives[0].content):
        assert "The roof" in part
        assert "CLOSED WORDS" not in part


def test_a_site_may_keep_titles_of_closed_areas_out_of_mail(told: Notice, author: Any, staff: Any, settings: Any) -> None:
    settings.ROOST_MAIL_HIDE_CLOSED = True
    closed = make_published("The roof", author=author, audience=audience_of(author, staff))
    notify(ThingMailed, thing=closed, recipients=[staff], actor=author)
    send_mails.call()
    first, second = mail.outbox

    assert "The lift" in first.subject
    assert second.subject == "Something new in a closed area"
    whole = second.message().as_string() + second.body + second.alternatives[0].content
    for secret in ("roof", "Sam", closed.get_absolute_url()):
        assert secret not in whole
    assert "/notices/" in second.body


def test_more_than_one_task_can_send_are_sent_by_the_next(
    thing: Thing, author: Any, monkeypatch: Any, django_capture_on_commit_callbacks: Any
) -> None:
    monkeypatch.setattr(mails, "CHUNK", 2)
    notify(ThingMailed, thing=thing, recipients=[make_person(f"reader{number}") for number in range(5)], actor=author)
    send_mails.call()
    assert len(mail.outbox) == 2
    with django_capture_on_commit_callbacks(execute=True):
        send_mails.call()
    assert len(mail.outbox) == 5


def test_nobody_takes_up_what_a_sender_holds_before_its_lease_ends(told: Notice) -> None:
    end = now() + mails.LEASE
    Mail.objects.update(state=Mail.State.SENDING, due=end, attempts=1)
    send_mails.call()
    assert mail.outbox == []
    with at_moment(end):
        send_mails.call()
    assert len(mail.outbox) == 1


def test_a_mail_that_kills_its_senders_is_given_up(told: Notice) -> None:
    Mail.objects.update(state=Mail.State.SENDING, attempts=len(mails.PAUSES) + 1)
    send_mails.call()

    assert (mail.outbox, Mail.objects.get().state) == ([], Mail.State.FAILED)


def test_a_mail_that_cannot_be_written_keeps_no_other_from_going(thing: Thing, author: Any, staff: Any, monkeypatch: Any, caplog: Any) -> None:
    second = make_person("second")
    notify(ThingMailed, thing=thing, recipients=[staff, second], actor=author)
    real = mails.write

    def write(row: Mail) -> Any:
        if row.person_id == staff.pk:
            raise ZeroDivisionError("The lift")
        return real(row)

    monkeypatch.setattr(mails, "write", write)
    send_mails.call()

    assert [message.to for message in mail.outbox] == [[second.email]]
    assert Mail.objects.get(person=staff).last_error == "The mail could not be written: ZeroDivisionError"
    assert "The lift" not in caplog.text


def test_a_mail_costs_seven_statements(thing: Thing, author: Any) -> None:
    """Besides those of the task: whether the server rests, the list of those due, and the brand, which is kept."""
    notify(ThingMailed, thing=thing, recipients=[make_person("first")], actor=author)
    with query_budget(10):
        send_mails.call()
