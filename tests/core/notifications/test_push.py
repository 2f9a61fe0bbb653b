"""Messages to devices by a site's own service: offered only where there is one, and to who may see the thing when they go."""

from __future__ import annotations

import gc
import json
from datetime import time, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import TYPE_CHECKING, Any

import pytest
from django.core import mail

from intranet.core.background import at_moment, now
from intranet.core.notifications.actions import broadcast, choose, mark_read, notify, set_deliveries
from intranet.core.notifications.checks import check_settings
from intranet.core.notifications.jobs import SendDuePushes
from intranet.core.notifications.models import Delivery, Notice, Preference, Push
from intranet.core.notifications.notices import PushService
from intranet.core.notifications.queries import deliveries
from intranet.core.notifications.tasks.pushes import PAUSES, send_pushes
from tests.factories.people import make_person
from tests.factories.things import audience_of, make_published
from tests.postbox import free_port
from tests.things.models import Thing
from tests.things.notices import ThingDecided, ThingMailed, ThingsPush, ThingWritten

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.test import Client

pytestmark = pytest.mark.django_db


class Outside:
    """A push service of somebody else: what it took, by the messages' own numbers, and how often it was asked."""

    def __init__(self) -> None:
        self.shown: dict[str, dict[str, str]] = {}
        self.asked = 0
        self.answer = 201


@pytest.fixture
def outside(settings: Any) -> Iterator[Outside]:
    kept = Outside()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            words = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            kept.asked += 1
            if kept.answer == 201:
                kept.shown[words["id"]] = words
            self.send_response(kept.answer)
            self.end_headers()

        def log_message(self, *args: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    settings.THINGS_PUSH_URL = f"http://127.0.0.1:{server.server_port}/"
    yield kept
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def author(housing: Any) -> Any:
    return make_person("author", name="Sam Okafor", service=housing)


@pytest.fixture
def thing(author: Any) -> Thing:
    return make_published("The lift", author=author, text="SECRET WORDS")


@pytest.fixture
def told(outside: Outside, thing: Thing, author: Any, staff: Any) -> Push:
    """Told by a person's choice on their devices, and not sent yet."""
    set_deliveries(staff, {ThingWritten: Delivery.PUSH})
    notify(ThingWritten, thing=thing, recipients=[staff], actor=author)
    return Push.objects.get()


def state(push: Push) -> str:
    push.refresh_from_db()
    return push.state


def later(minutes: float) -> Any:
    return at_moment(now() + timedelta(minutes=minutes))


def test_it_says_what_a_mail_would_and_goes_once(outside: Outside, told: Push, thing: Thing) -> None:
    for _ in range(2):
        send_pushes.call()
    (words,) = outside.shown.values()
    assert words == {
        "id": told.message.hex,
        "to": "staff",
        "title": "Sam Okafor wrote “The lift”",
        "url": f"http://127.0.0.1:8000/things/{thing.pk}/",
        "tag": "",
    }
    assert (outside.asked, state(told), mail.outbox) == (1, "sent", [])


def test_it_goes_after_the_commit(outside: Outside, thing: Thing, author: Any, staff: Any, django_capture_on_commit_callbacks: Any) -> None:
    set_deliveries(staff, {ThingMailed: Delivery.PUSH})
    with django_capture_on_commit_callbacks(execute=True):
        notify(ThingMailed, thing=thing, recipients=[staff], actor=author)
        assert outside.asked == 0
    assert len(outside.shown) == 1


@pytest.mark.parametrize("meanwhile", ["hidden", "read", "left", "chosen otherwise"])
def test_what_is_not_wanted_any_more_is_not_sent(outside: Outside, told: Push, author: Any, staff: Any, meanwhile: str) -> None:
    if meanwhile == "hidden":
        Thing.objects.update(audience=audience_of(author))
    elif meanwhile == "read":
        mark_read(staff, notices=Notice.objects.all())
    elif meanwhile == "left":
        type(staff).objects.filter(pk=staff.pk).update(is_active=False)
    else:
        set_deliveries(staff, {ThingWritten: Delivery.APP})
    send_pushes.call()
    assert (outside.asked, state(told)) == (0, "dropped")


def test_it_waits_for_the_end_of_quiet_hours(outside: Outside, told: Push, staff: Any) -> None:
    moment = now().replace(hour=23, minute=0)
    Preference.objects.create(person=staff, quiet_from=time(20), quiet_until=time(7))
    with at_moment(moment):
        Push.objects.update(due=moment)
        send_pushes.call()
        assert (outside.asked, state(told), told.attempts) == (0, "waiting", 0)
    until = told.due
    assert (until.hour, until.minute) == (7, 0)
    with at_moment(until):
        send_pushes.call()
    assert state(told) == "sent"


def test_a_killed_worker_loses_nothing_and_the_service_can_tell_that_it_is_the_same(
    outside: Outside, told: Push, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = ThingsPush.send

    def killed(self: ThingsPush, message: Any) -> None:
        real(self, message)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(ThingsPush, "send", killed)
        with pytest.raises(KeyboardInterrupt):
            send_pushes.call()
    send_pushes.call()
    assert (outside.asked, state(told)) == (1, "sending")
    with later(3):
        send_pushes.call()
    assert (outside.asked, len(outside.shown), state(told)) == (2, 1, "sent")


def test_a_service_that_is_not_there_is_left_alone_and_one_that_refuses_is_asked_again_until_it_is_given_up(
    settings: Any, outside: Outside, told: Push, caplog: Any
) -> None:
    there, settings.THINGS_PUSH_URL = settings.THINGS_PUSH_URL, f"http://127.0.0.1:{free_port()}/"
    send_pushes.call()
    settings.THINGS_PUSH_URL, outside.answer = there, 500
    send_pushes.call()
    assert (outside.asked, state(told)) == (0, "waiting")
    waited = 0.0
    for pause in PAUSES:
        waited += pause.total_seconds() / 60 + 1
        with later(waited):
            send_pushes.call()
    assert (outside.asked, state(told)) == (len(PAUSES), "failed")
    assert "lift" not in caplog.text
    assert "staff" not in caplog.text


def test_who_has_no_device_is_not_asked_again(outside: Outside, told: Push) -> None:
    outside.answer = 410
    send_pushes.call()
    assert state(told) == "dropped"


def test_a_broadcast_rings_for_those_who_chose_it(
    outside: Outside, thing: Thing, author: Any, staff: Any, django_capture_on_commit_callbacks: Any
) -> None:
    make_person("other")
    set_deliveries(staff, {ThingDecided: Delivery.PUSH})
    with django_capture_on_commit_callbacks(execute=True):
        broadcast(ThingDecided, thing=thing, actor=author)
    assert [words["to"] for words in outside.shown.values()] == ["staff"]


def test_a_closed_title_stays_at_home(settings: Any, outside: Outside, told: Push, author: Any, staff: Any) -> None:
    settings.ROOST_MAIL_HIDE_CLOSED = True
    Thing.objects.update(audience=audience_of(author, staff))
    send_pushes.call()
    assert [(words["title"], words["url"][-9:]) for words in outside.shown.values()] == [("Something new in a closed area", "/notices/")]


class TestChoosing:
    def page(self, client: Client, staff: Any) -> str:
        client.force_login(staff)
        return client.get("/notices/settings/").content.decode()

    def test_it_is_offered_where_there_is_a_service(self, client: Client, outside: Outside, staff: Any) -> None:
        assert 'value="push"' in self.page(client, staff)

    def test_it_is_not_offered_where_there_is_none(self, client: Client, staff: Any) -> None:
        assert 'value="push"' not in self.page(client, staff)
        assert client.post("/notices/settings/services/", {"service-service": staff.roost_profile.service_id, "service-kind": "all", "service-delivery": "push"}).status_code == 422  # fmt: skip

    def test_a_choice_rests_while_there_is_none(self, settings: Any, outside: Outside, housing: Any, staff: Any) -> None:
        choose(staff, service=housing, kind=None, delivery=Delivery.PUSH)
        assert deliveries(ThingMailed, {staff.pk}, housing.pk) == {staff.pk: Delivery.PUSH}
        settings.THINGS_PUSH_URL = ""
        assert deliveries(ThingMailed, {staff.pk}, housing.pk) == {staff.pk: Delivery.MAIL}


def test_the_job_finds_what_rests_and_does_nothing_without_a_service(settings: Any, outside: Outside, told: Push, django_capture_on_commit_callbacks: Any) -> None:  # fmt: skip
    with django_capture_on_commit_callbacks(execute=True):
        SendDuePushes().run()
    assert state(told) == "sent"


def test_two_services_are_one_too_many() -> None:
    second = type("Second", (PushService,), {})
    try:
        assert [message.id for message in check_settings(None)] == ["intranet.E133"]
    finally:
        del second
        gc.collect()
