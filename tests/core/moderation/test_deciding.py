"""Claiming and deciding; who is told; what the logs keep."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from wagtail.models import ModelLogEntry

from intranet.core.background import at_moment, now
from intranet.core.kinds import State
from intranet.core.moderation.actions import CaseClosed, NotYours, WordsChanged, claim, decide, fingerprint, release, report
from intranet.core.moderation.models import Case, CaseEvent, Standing
from intranet.core.notifications.models import Notice
from intranet.core.organisation.actions import grant_role
from intranet.core.organisation.models import Role
from intranet.core.search.models import Document
from tests.factories.people import make_person, make_service
from tests.factories.things import make_held, make_published

pytestmark = pytest.mark.django_db


@pytest.fixture
def held(author: Any, housing: Any, moderator: Any) -> Case:
    make_held(author=author, service=housing)
    return Case.objects.get()


@pytest.fixture
def reported(author: Any, housing: Any, moderator: Any, staff: Any) -> Case:
    return report(make_published(author=author, service=housing), reporter=staff, reason="unkind")


def test_approving_publishes_counts_and_tells_the_author(held: Case, moderator: Any, author: Any) -> None:
    decide(held, moderator=moderator, decision="approved", reason="Welcome.")
    held.refresh_from_db()
    assert held.thing.state == State.PUBLISHED
    assert Document.objects.filter(title=held.title).exists()
    assert Standing.objects.get(person=author).approved == 1
    assert [(notice.recipient, notice.kind) for notice in Notice.objects.all()] == [(author, "moderation.decided")]


def test_hiding_forgets_keeps_the_text_and_tells_author_and_reporter(reported: Case, moderator: Any, author: Any, staff: Any) -> None:
    decide(reported, moderator=moderator, decision="hidden", reason="House rule 3")
    thing = reported.thing
    thing.refresh_from_db()
    assert (thing.state, thing.text) == (State.HIDDEN, "The lift is broken, said plainly.")
    assert not Document.objects.filter(title=thing.title).exists()
    told = set(Notice.objects.values_list("recipient__username", "kind"))
    assert told == {("author", "moderation.decided"), ("staff", "moderation.report-decided")}


def test_dismissing_changes_nothing_and_tells_the_reporter_alone(reported: Case, moderator: Any) -> None:
    decide(reported, moderator=moderator, decision="dismissed", reason="Strong words about a document.")
    assert reported.thing.state == State.PUBLISHED
    assert list(Notice.objects.values_list("recipient__username", flat=True)) == ["staff"]


def test_hiding_needs_a_reason(held: Case, moderator: Any) -> None:
    with pytest.raises(ValueError, match="reason"):
        decide(held, moderator=moderator, decision="hidden", reason="  ")


@pytest.mark.parametrize(("decision", "status"), [("dismissed", 404), ("hidden", 200)])
def test_authors_do_not_learn_of_a_report_that_changed_nothing(
    client: Any, reported: Case, moderator: Any, author: Any, decision: str, status: int
) -> None:
    decide(reported, moderator=moderator, decision=decision, reason="Rule 3.")
    client.force_login(author)
    assert client.get(reported.get_absolute_url()).status_code == status


@pytest.mark.parametrize("decision", ["dismissed", "withdrawn", "", "erase"])
def test_a_case_takes_only_its_own_decisions(held: Case, moderator: Any, decision: str) -> None:
    with pytest.raises(ValueError, match="does not decide"):
        decide(held, moderator=moderator, decision=decision, reason="x")


def test_a_case_is_decided_once(held: Case, moderator: Any, second_moderator: Any) -> None:
    decide(held, moderator=moderator, decision="approved")
    with pytest.raises(CaseClosed) as closed:
        decide(held, moderator=second_moderator, decision="hidden", reason="x")
    assert closed.value.case.decided_by == moderator
    assert held.events.filter(verb="decided").count() == 1


def test_two_decisions_of_a_case_are_refused_by_the_database(held: Case, moderator: Any) -> None:
    decide(held, moderator=moderator, decision="approved")
    with pytest.raises(IntegrityError), transaction.atomic():
        CaseEvent.objects.create(case=held, verb="decided")


def test_nobody_decides_what_they_wrote_or_reported(author: Any, moderator: Any, second_moderator: Any, housing: Any) -> None:
    own = report(make_published("Mine", author=moderator, service=housing), reporter=author, reason="wrong")
    told = report(make_published("Told", author=author, service=housing), reporter=moderator, reason="wrong")
    for case in (own, told):
        with pytest.raises(NotYours):
            claim(case, moderator=moderator)
        with pytest.raises(NotYours):
            decide(case, moderator=moderator, decision="dismissed")
        decide(case, moderator=second_moderator, decision="dismissed")


def test_who_is_not_on_the_team_decides_nothing(held: Case, foreign_moderator: Any, staff: Any, coordinator: Any) -> None:
    for person in (foreign_moderator, staff, coordinator):
        with pytest.raises(NotYours):
            decide(held, moderator=person, decision="approved")
    assert held.thing.state == State.HELD


def test_a_moderator_of_the_service_above_decides(author: Any) -> None:
    place = make_service("Place")
    repairs = make_service("Repairs", parent=place)
    person = make_person("above")
    grant_role(person, role=Role.MODERATOR, service=place, actor=None)
    make_held(author=author, service=repairs)
    assert decide(Case.objects.get(), moderator=person, decision="approved").decided_by == person


def test_of_two_claims_one_wins_until_it_runs_out(held: Case, moderator: Any, second_moderator: Any) -> None:
    assert claim(held, moderator=moderator).claimed_by == moderator
    with pytest.raises(NotYours):
        claim(held, moderator=second_moderator)
    held.refresh_from_db()
    with pytest.raises(NotYours):
        decide(held, moderator=second_moderator, decision="approved")
    with at_moment(now() + timedelta(minutes=31)):
        assert claim(Case.objects.get(), moderator=second_moderator).claimed_by == second_moderator


def test_a_released_case_is_free(held: Case, moderator: Any, second_moderator: Any) -> None:
    release(claim(held, moderator=moderator), moderator=moderator)
    assert claim(Case.objects.get(), moderator=second_moderator).claimed_by == second_moderator
    assert list(held.events.values_list("verb", flat=True)) == ["held", "claimed", "released", "claimed"]


def test_releasing_anothers_claim_does_nothing(held: Case, moderator: Any, second_moderator: Any) -> None:
    claim(held, moderator=moderator)
    assert release(held, moderator=second_moderator).claimed_by == moderator


def test_words_that_changed_are_not_judged_unread(held: Case, moderator: Any) -> None:
    seen = fingerprint(held.thing)
    type(held.thing).objects.update(text="Something else")
    with pytest.raises(WordsChanged):
        decide(held, moderator=moderator, decision="approved", seen=seen)
    decide(held, moderator=moderator, decision="approved", seen=fingerprint(Case.objects.get().thing))


def test_a_thing_that_is_gone_can_still_be_settled(held: Case, moderator: Any) -> None:
    type(held.thing).objects.all().delete()
    assert decide(Case.objects.get(), moderator=moderator, decision="hidden", reason="Gone").decision == "hidden"


def test_every_act_is_in_wagtails_log(held: Case, moderator: Any) -> None:
    decide(claim(held, moderator=moderator), moderator=moderator, decision="approved")
    entries = ModelLogEntry.objects.for_instance(held).order_by("timestamp")
    assert [(entry.action, entry.user) for entry in entries] == [
        ("roost.moderation.held", None),
        ("roost.moderation.claimed", moderator),
        ("roost.moderation.decided", moderator),
    ]


def test_events_are_only_ever_added(held: Case) -> None:
    event = held.events.get()
    event.text = "other"
    for change in (event.save, event.delete, CaseEvent.objects.all().delete, lambda: CaseEvent.objects.update(text="other")):
        with pytest.raises(TypeError):
            change()


@pytest.mark.skipif(connection.vendor != "postgresql", reason="the database's own guard is PostgreSQL's")
def test_the_database_refuses_to_change_events(held: Case) -> None:
    for statement in ("UPDATE intranet_moderation_caseevent SET text = 'other'", "DELETE FROM intranet_moderation_caseevent"):
        with pytest.raises(DatabaseError, match="only ever added"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_a_leaver_takes_no_event_along(held: Case, moderator: Any) -> None:
    claim(held, moderator=moderator)
    moderator.delete()
    event = held.events.get(verb="claimed")
    assert (event.actor, event.actor_name) == (None, "Yusuf Demir")
