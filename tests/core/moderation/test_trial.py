"""Who is read first: newcomers, and whose words were hidden where the moderator said so."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse

from intranet.core.background import at_moment, now
from intranet.core.kinds import State
from intranet.core.moderation.actions import can_put_on_trial, decide, fingerprint, report, submit
from intranet.core.moderation.models import Case, CaseEvent, Standing
from intranet.core.moderation.queries import trial_of
from intranet.core.notifications.models import Notice
from tests.factories.things import make_held, make_published
from tests.things.models import Thing

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.fixture
def reported(author: Any, housing: Any, moderator: Any, staff: Any) -> Case:
    Standing.objects.create(person=author, approved=7)
    return report(make_published(author=author, service=housing), reporter=staff, reason="unkind")


def again(person: Any) -> Any:
    return get_user_model().objects.get(pk=person.pk)


def send(client: Client, case: Case, decision: str, trial: str) -> int:
    sent = {"decision": decision, "reason": "Read.", "trial": trial, "seen": fingerprint(case.thing)}
    return int(client.post(reverse("moderation:decide", args=[case.pk]), sent).status_code)


def state_of_what_they_write(person: Any, housing: Any) -> str:
    thing = Thing.objects.create(title="Next", author=again(person), service=housing, audience=Thing.objects.latest("pk").audience)
    submit(thing, actor=again(person))
    thing.refresh_from_db()
    return str(thing.state)


def test_what_they_write_is_read_first_until_enough_is_approved(reported: Case, author: Any, moderator: Any, housing: Any) -> None:
    assert state_of_what_they_write(author, housing) == State.PUBLISHED
    decide(reported, moderator=moderator, decision="hidden", reason="Unkind.", trial=True)
    for _approval in range(2):
        assert state_of_what_they_write(author, housing) == State.HELD
        assert Case.objects.open().get().why == "A moderator reads first what this author writes for now."
        decide(Case.objects.open().get(), moderator=moderator, decision="approved")
    assert state_of_what_they_write(author, housing) == State.PUBLISHED


def test_it_ends_after_some_days_in_any_case(reported: Case, author: Any, moderator: Any, housing: Any) -> None:
    decide(reported, moderator=moderator, decision="hidden", reason="Unkind.", trial=True)
    reported.refresh_from_db()
    assert reported.trial_until == now().date() + timedelta(days=30)
    for days, is_on_trial in ((29, True), (30, False)):
        with at_moment(now() + timedelta(days=days)):
            assert (trial_of(again(author)) is not None) is is_on_trial


def test_they_are_told_for_how_long_and_it_is_in_the_history(reported: Case, author: Any, moderator: Any, client: Client) -> None:
    client.force_login(moderator)
    assert send(client, reported, "hidden", "on") == 302
    client.force_login(author)
    words = "From now on a moderator reads first what you write: until 2 of your contributions are approved, and until"
    assert words in client.get(reported.get_absolute_url()).text
    assert Notice.objects.filter(recipient=author, kind="moderation.decided").exists()
    assert words in client.get("/notices/").text
    assert "is read first, until" in CaseEvent.objects.get(verb="decided").text


@pytest.mark.parametrize(("decision", "trial"), [("hidden", ""), ("dismissed", "on")])
def test_nobody_is_put_on_trial_unasked_or_where_nothing_is_hidden(
    reported: Case, author: Any, moderator: Any, client: Client, decision: str, trial: str
) -> None:
    client.force_login(moderator)
    assert send(client, reported, decision, trial) == 302
    reported.refresh_from_db()
    assert (reported.decision, reported.trial_until, trial_of(again(author))) == (decision, None, None)
    assert Standing.objects.get(person=author).approved == 7


def test_it_is_not_offered_for_who_is_on_trial_already(newcomer: Any, housing: Any, moderator: Any, client: Client) -> None:
    make_held(author=newcomer, service=housing)
    case = Case.objects.get()
    assert not can_put_on_trial(Case.objects.get(pk=case.pk))
    client.force_login(moderator)
    assert 'name="trial"' not in client.get(case.get_absolute_url()).text
    assert send(client, case, "hidden", "on") == 302
    assert Case.objects.get(pk=case.pk).trial_until is None


def test_only_who_decides_the_case_does_it(reported: Case, author: Any, foreign_moderator: Any, client: Client) -> None:
    client.force_login(foreign_moderator)
    assert send(client, reported, "hidden", "on") in {403, 404}
    assert trial_of(again(author)) is None


def test_it_is_not_offered_for_who_left(reported: Case, author: Any) -> None:
    author.is_active = False
    author.save()
    assert not can_put_on_trial(Case.objects.get())


@pytest.mark.parametrize("setting", ["ROOST_NEWCOMER_APPROVALS", "ROOST_NEWCOMER_DAYS"])
def test_it_is_not_offered_on_a_site_that_reads_nobody_first(reported: Case, settings: Any, setting: str) -> None:
    setattr(settings, setting, 0)
    assert not can_put_on_trial(reported)
