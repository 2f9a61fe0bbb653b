"""Mails that were given up: whose they are and why, for administrators; and the figures of mail."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.auth.models import Permission
from wagtail.models import ModelLogEntry

from intranet.core.background import at_moment, now
from intranet.core.background.health import NotWell
from intranet.core.notifications.actions import notify
from intranet.core.notifications.jobs import MailProbe, SendDueMails
from intranet.core.notifications.models import Mail, Preference
from intranet.core.notifications.tasks.mails import send_mails
from tests.budgets import query_budget
from tests.factories.people import make_person
from tests.factories.things import make_published
from tests.things.notices import ThingMailed

if TYPE_CHECKING:
    from django.test import Client

    from tests.postbox import Postbox

pytestmark = pytest.mark.django_db
REPORT = "/admin/reports/mails-given-up/"


@pytest.fixture
def administrator(db: None) -> Any:
    return make_person("root", is_superuser=True)


@pytest.fixture
def author(housing: Any) -> Any:
    return make_person("author", name="Sam Okafor", service=housing)


def tell(people: list[Any], author: Any, title: str = "The lift") -> None:
    notify(ThingMailed, thing=make_published(title, author=author), recipients=people, actor=author)


@pytest.fixture
def dead(postbox: Postbox, author: Any, staff: Any) -> Mail:
    postbox.be(rcpt="550 5.1.1 no such mailbox")
    tell([staff], author)
    send_mails.call()
    postbox.be()
    return Mail.objects.get(state=Mail.State.FAILED)


def test_the_report_says_whose_and_why_and_never_what(dead: Mail, administrator: Any, client: Client) -> None:
    client.force_login(administrator)
    page = client.get(REPORT).content.decode()

    for said in ("Priya Nair", "550 5.1.1 no such mailbox", "A thing is written to me"):
        assert said in page
    assert "The lift" not in page


def test_it_costs_the_same_for_one_and_for_fifty(dead: Mail, administrator: Any, client: Client, author: Any) -> None:
    client.force_login(administrator)
    client.get(REPORT)
    with query_budget(10):
        client.get(REPORT)
    tell([make_person(f"reader{number}") for number in range(49)], author, "The stairs")
    Mail.objects.update(state=Mail.State.FAILED, done_at=now())
    with query_budget(10):
        client.get(REPORT)


@pytest.mark.parametrize("address", [f"{REPORT}again/", f"{REPORT}1/again/", REPORT])
def test_only_administrators_get_there(dead: Mail, staff: Any, client: Client, address: str) -> None:
    """Neither staff, nor editors, who may enter the administration."""
    staff.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(staff)

    assert client.post(address).status_code == 302
    assert Mail.objects.get().state == Mail.State.FAILED
    assert REPORT not in client.get("/admin/").content.decode()


@pytest.mark.parametrize("all_of_them", [True, False])
def test_trying_again_sends_forgets_the_bounces_and_is_logged(
    dead: Mail, administrator: Any, client: Client, postbox: Postbox, all_of_them: bool, django_capture_on_commit_callbacks: Any
) -> None:
    client.force_login(administrator)
    address = f"{REPORT}again/" if all_of_them else f"{REPORT}{dead.pk}/again/"
    assert client.get(address).status_code == 405
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(address).status_code == 302

    assert Mail.objects.get().state == Mail.State.SENT
    assert [message["To"] for message in postbox.taken] == [dead.person.email]
    assert Preference.objects.get().bounces == 0
    entry = ModelLogEntry.objects.get(action="roost.mail.again")
    assert (entry.user, "lift" in entry.label) == (administrator, False)


def test_trying_again_what_was_read_meanwhile_sends_nothing(dead: Mail, administrator: Any, client: Client, postbox: Postbox) -> None:
    dead.notice.read_at = now()
    dead.notice.save()
    client.force_login(administrator)
    client.post(f"{REPORT}{dead.pk}/again/")
    send_mails.call()

    assert postbox.taken == []
    assert Mail.objects.get().state == Mail.State.DROPPED


def test_the_figures(dead: Mail, author: Any, client: Client) -> None:
    tell([make_person("second")], author)
    send_mails.call()
    tell([make_person("third")], author)
    with at_moment(now() + timedelta(seconds=90)):
        page = client.get("/-/metrics/", headers={"Authorization": "Bearer test-only"}).content.decode()

    assert "\nroost_mails_failed 1\n" in page
    assert "\nroost_mails_sent_day 1\n" in page
    assert "\nroost_mails_waiting 1\n" in page
    age = next(line for line in page.splitlines() if line.startswith("roost_mails_oldest_seconds "))
    assert 89 < float(age.split()[1]) < 95


def test_mail_that_waits_long_degrades_the_site_and_does_not_stop_it(author: Any, staff: Any) -> None:
    assert MailProbe.optional
    MailProbe().look()
    tell([staff], author)
    MailProbe().look()
    with at_moment(now() + timedelta(minutes=17)), pytest.raises(NotWell, match="1 mails wait, the oldest for 17 minutes"):
        MailProbe().look()
    Mail.objects.update(attempts=4, due=now() + timedelta(hours=2))
    with pytest.raises(NotWell, match="1 mails were refused 4 times or more"):
        MailProbe().look()


def test_the_periodic_job_sends_what_nobody_was_told_to_send(
    author: Any, staff: Any, postbox: Postbox, django_capture_on_commit_callbacks: Any
) -> None:
    tell([staff], author)
    with django_capture_on_commit_callbacks(execute=True):
        SendDueMails().run()

    assert len(postbox.taken) == 1
