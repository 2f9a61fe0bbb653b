"""A mail server that refuses, is silent or ends the line (F-05): no mail is lost, and none is taken twice."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from intranet.core.background import at_moment, now
from intranet.core.notifications.actions import follow, notify
from intranet.core.notifications.models import Mail, Preference
from intranet.core.notifications.tasks.mails import PAUSES, send_mails
from intranet.core.organisation.actions import grant_role
from intranet.core.organisation.models import Role
from tests.factories.forums import make_area, make_topic
from tests.factories.people import make_person
from tests.factories.things import make_published
from tests.postbox import free_port, silent_port, use_server
from tests.things.notices import ThingMailed

if TYPE_CHECKING:
    from django.test import Client

    from tests.postbox import Postbox

pytestmark = pytest.mark.django_db

ADDRESSES = ["one@northmoor.example", "two@northmoor.example", "three@northmoor.example"]


@pytest.fixture
def mails(housing: Any) -> list[Mail]:
    """Three that wait."""
    author = make_person("author", name="Sam Okafor", service=housing)
    people = [make_person(address.partition("@")[0], service=housing) for address in ADDRESSES]
    notify(ThingMailed, thing=make_published("The lift", author=author), recipients=people, actor=author)
    Mail.objects.update(due=now())
    return list(Mail.objects.order_by("due", "pk"))


def states() -> list[str]:
    return list(Mail.objects.order_by("pk").values_list("state", flat=True))


def addresses(box: Postbox) -> list[str]:
    return [message["To"] for message in box.taken]


def later() -> Any:
    """The same when everything that rests is due again."""
    return at_moment(now() + timedelta(days=1))


def send() -> None:
    send_mails.call()


def test_one_line_serves_them_all(postbox: Postbox, mails: list[Mail]) -> None:
    send()

    assert states() == ["sent"] * 3
    assert (sorted(addresses(postbox)), postbox.lines) == (sorted(ADDRESSES), 1)
    assert {message["Message-ID"] for message in postbox.taken} == {f"<{mail.message}@127.0.0.1>" for mail in mails}


@pytest.mark.parametrize(
    ("steps", "words"),
    [
        ({"hello": "421 busy"}, "421 busy"),
        ({"mail": "421 busy"}, "421 busy"),
        ({"mail": "550 who are you"}, "550 who are you"),
        ({"rcpt": "421 busy"}, "421 busy"),
        ({"data": "421 busy"}, "421 busy"),
        ({"rcpt": "drop"}, "SMTPServerDisconnected: Connection unexpectedly closed"),
        ({"data": "drop"}, "SMTPServerDisconnected: Connection unexpectedly closed"),
        ({"data": "hang"}, "SMTPServerDisconnected: Connection unexpectedly closed: timed out"),
        ({"mail": "hang"}, "SMTPServerDisconnected: Connection unexpectedly closed: timed out"),
    ],
)
def test_a_server_in_trouble_is_offered_one_mail_and_all_of_them_later(
    postbox: Postbox,
    mails: list[Mail],
    steps: dict[str, str],
    words: str,
) -> None:
    postbox.be(**steps)
    send()
    assert states() == ["waiting"] * 3
    assert list(Mail.objects.order_by("due", "pk").values_list("attempts", "last_error")) == [(0, ""), (0, ""), (1, words)]

    postbox.be()
    with later():
        send()
    assert states() == ["sent"] * 3
    assert len(set(postbox.ids())) == len(postbox.ids()) == 3


def test_a_server_that_is_not_there_keeps_them_waiting(settings: Any, mails: list[Mail]) -> None:
    use_server(settings, free_port())
    started = time.monotonic()
    send()

    assert time.monotonic() - started < 2
    assert states() == ["waiting"] * 3
    assert "ConnectionRefusedError" in Mail.objects.get(attempts=1).last_error


def test_a_server_that_says_nothing_costs_one_timeout_and_not_one_each(settings: Any, mails: list[Mail]) -> None:
    with silent_port() as port:
        use_server(settings, port)
        started = time.monotonic()
        send()

    assert time.monotonic() - started < 2
    assert states() == ["waiting"] * 3


def test_whoever_writes_waits_no_longer_when_the_server_is_silent(settings: Any, client: Client, staff: Any) -> None:
    """F-05 by the clock: with a silent server an answer takes as long as with mail turned off, in the same run, though everybody is to be mailed."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    topic = make_topic(make_area("Repairs"), author=make_person("author"))
    follow(staff, topic)
    replier = make_person("replier")
    grant_role(replier, role=Role.EDITOR, actor=None)
    client.force_login(replier)

    def seconds() -> float:
        address = reverse("forums:reply", args=[topic.area.slug, topic.pk, topic.slug])
        started = time.perf_counter()
        answer = client.post(address, {"body": f"The lift again, {time.perf_counter_ns()}"})
        taken = time.perf_counter() - started
        assert answer.status_code == 302
        return taken

    seconds()  # the first request is slow for reasons of its own
    settings.ROOST_NOTICE_MAIL = False
    without = [seconds() for _ in range(3)]
    settings.ROOST_NOTICE_MAIL = True
    with silent_port() as port:
        use_server(settings, port, TIMEOUT=30)
        hanging = [seconds() for _ in range(3)]

    assert min(hanging) < 3 * min(without) + 0.2
    assert DBTaskResult.objects.filter(task_path="forums.tasks.tell").count() >= 7


def test_a_server_in_trouble_is_left_alone_by_whoever_is_told_to_send(postbox: Postbox, mails: list[Mail]) -> None:
    """A thousand tasks that wait for it in turn would keep everything else from being done."""
    postbox.be(mail="421 busy")
    for _ in range(3):
        send()
    assert postbox.lines == 1
    postbox.be()
    with at_moment(now() + timedelta(minutes=1)):
        send()
    assert states() == ["sent"] * 3


def test_a_line_that_ends_before_the_yes_is_taken_up_again_with_the_same_identity(postbox: Postbox, mails: list[Mail]) -> None:
    """After a mail that went through, the same line may be stale: the next mail is offered once more on a new one."""
    fell: list[str] = []

    def mischief(step: str, address: str) -> str | None:
        if step == "data" and postbox.taken and not fell:
            fell.append(address)
            return "drop"
        return None

    postbox.mischief = mischief
    send()

    assert len(fell) == 1
    assert states() == ["sent"] * 3
    assert len(set(postbox.ids())) == len(postbox.ids()) == 3
    assert postbox.lines == 2


def test_what_the_server_said_yes_to_is_never_sent_again(postbox: Postbox, mails: list[Mail]) -> None:
    """It ends the line after each mail; in the time after, nobody sends what was taken."""
    postbox.be(after="drop")
    send()
    with later():
        send()

    assert states() == ["sent"] * 3
    assert len(set(postbox.ids())) == len(postbox.ids()) == 3
    assert postbox.lines == 3


def test_a_passing_refusal_of_one_address_keeps_no_other_waiting(postbox: Postbox, mails: list[Mail]) -> None:
    refused = mails[0].person.email
    postbox.mischief = lambda step, address: "450 4.2.0 greylisted" if (step, address) == ("rcpt", refused) else None
    send()

    assert sorted(states()) == ["sent", "sent", "waiting"]
    waiting = Mail.objects.get(state="waiting")
    assert (waiting.person.email, waiting.last_error) == (refused, "450 4.2.0 greylisted")
    assert timedelta(seconds=50) < waiting.due - now() <= PAUSES[0]
    assert not Preference.objects.filter(bounces__gt=0).exists()


def test_the_rests_grow_and_after_a_day_it_is_a_dead_letter(postbox: Postbox, mails: list[Mail]) -> None:
    postbox.be(rcpt="450 not now")
    moment = start = now()
    for pause in PAUSES:
        with at_moment(moment):
            send()
        assert set(Mail.objects.values_list("due", flat=True)) == {moment + pause}
        moment += pause
    assert states() == ["waiting"] * 3
    with at_moment(moment):
        send()

    assert states() == ["failed"] * 3
    assert moment - start < timedelta(days=1)
    with at_moment(moment + timedelta(days=7)):
        send()
    assert set(Mail.objects.values_list("attempts", flat=True)) == {len(PAUSES) + 1}


def test_an_address_that_is_refused_bounces_and_three_times_is_enough(postbox: Postbox, staff: Any) -> None:
    author = make_person("author")

    def tell(title: str) -> None:
        notify(ThingMailed, thing=make_published(title, author=author), recipients=[staff], actor=author)
        send()

    postbox.be(rcpt="550 5.1.1 no such mailbox")
    for number in range(4):
        tell(f"The lift {number}")
    assert Preference.objects.values_list("bounces", "bounced_address").get() == (3, staff.email)
    assert states().count("failed") == 3

    postbox.be()
    tell("Not to that address")
    assert postbox.taken == []
    type(staff).objects.filter(pk=staff.pk).update(email="new@northmoor.example")
    tell("To the new one")
    assert addresses(postbox) == ["new@northmoor.example"]
    assert Preference.objects.get().bounces == 0


def test_bounces_are_counted_in_a_row_and_for_one_address(postbox: Postbox, staff: Any) -> None:
    author = make_person("author")
    for number, (reply, address, count) in enumerate(
        [
            ("550 no", "a@x.example", 1),
            ("550 no", "a@x.example", 2),
            ("550 no", "b@x.example", 1),
            ("", "b@x.example", 0),
            ("550 no", "b@x.example", 1),
        ]
    ):
        type(staff).objects.filter(pk=staff.pk).update(email=address)
        postbox.be(**({"rcpt": reply} if reply else {}))
        notify(ThingMailed, thing=make_published(f"The lift {number}", author=author), recipients=[staff], actor=author)
        send()
        assert Preference.objects.get().bounces == count


def test_a_server_that_lets_us_send_nowhere_is_not_the_fault_of_the_address(postbox: Postbox, mails: list[Mail]) -> None:
    postbox.be(rcpt="554 5.7.1 relay access denied")
    send()

    assert states() == ["failed"] * 3
    assert not Preference.objects.filter(bounces__gt=0).exists()


def test_a_refusal_of_the_words_is_final_and_quotes_none_of_them(postbox: Postbox, mails: list[Mail], caplog: Any) -> None:
    postbox.be(data="554 5.6.0 I do not like “The lift”")
    send()

    assert states() == ["failed"] * 3
    assert set(Mail.objects.values_list("last_error", flat=True)) == {"554 5.6.0"}
    assert "lift" not in caplog.text
