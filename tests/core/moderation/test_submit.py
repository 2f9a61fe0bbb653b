"""What is shown at once, and what a moderator reads first."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from intranet.core.background import at_moment
from intranet.core.kinds import State
from intranet.core.moderation.actions import decide, edited, submit, withdraw
from intranet.core.moderation.models import Case
from intranet.core.moderation.signals import published, withdrawn
from intranet.core.organisation.actions import grant_role
from intranet.core.organisation.models import Role
from intranet.core.search.models import Document
from tests.factories.people import make_person
from tests.factories.things import make_held, make_published, make_thing

pytestmark = pytest.mark.django_db


@pytest.fixture
def heard() -> Any:
    """What was announced, in order."""
    sent: list[tuple[str, Any]] = []

    def on_published(sender: Any, thing: Any, first: bool, **kwargs: Any) -> None:
        sent.append(("published", first))

    def on_withdrawn(sender: Any, thing: Any, **kwargs: Any) -> None:
        sent.append(("withdrawn", None))

    published.connect(on_published, weak=False)
    withdrawn.connect(on_withdrawn, weak=False)
    yield sent
    published.disconnect(on_published)
    withdrawn.disconnect(on_withdrawn)


def found(thing: Any) -> bool:
    return Document.objects.filter(title=thing.title).exists()


def test_words_of_a_colleague_are_published_found_and_announced(author: Any, heard: Any) -> None:
    thing = make_thing(author=author)
    assert submit(thing, actor=author) == State.PUBLISHED
    thing.refresh_from_db()
    assert thing.state == State.PUBLISHED
    assert found(thing)
    assert heard == [("published", True)]
    assert not Case.objects.exists()


def test_words_of_a_newcomer_are_held_with_a_case(newcomer: Any, moderator: Any, housing: Any, heard: Any) -> None:
    thing = make_thing(author=newcomer, service=housing)
    assert submit(thing, actor=newcomer) == State.HELD
    case = Case.objects.get()
    assert (case.kind, case.team, case.service, case.author) == (Case.Kind.HELD, Case.Team.SERVICE, housing, newcomer)
    assert case.why == "A moderator reads the first contributions of new colleagues."
    assert [(event.verb, event.actor) for event in case.events.all()] == [("held", None)]
    assert heard == []
    assert not found(thing)


def test_after_enough_approvals_a_newcomer_is_not_held(newcomer: Any, moderator: Any, housing: Any) -> None:
    for number in range(2):
        thing = make_thing(f"Thing {number}", author=newcomer, service=housing)
        submit(thing, actor=newcomer)
        decide(Case.objects.open().get(), moderator=moderator, decision="approved")
    assert submit(make_thing("Third", author=newcomer, service=housing), actor=newcomer) == State.PUBLISHED


@pytest.mark.parametrize(("days", "expected"), [(29, State.HELD), (30, State.PUBLISHED), (None, State.PUBLISHED)])
def test_a_person_is_new_for_thirty_days(housing: Any, days: int | None, expected: State) -> None:
    joined = timezone.localdate() - timedelta(days=days) if days is not None else None
    person = make_person("somebody", service=housing, profile={"joined": joined})
    assert submit(make_thing(author=person, service=housing), actor=person) == expected


def test_a_moderator_of_the_place_is_never_held(moderator: Any, housing: Any) -> None:
    moderator.roost_profile.joined = timezone.localdate()
    moderator.roost_profile.save()
    assert submit(make_thing(author=moderator, service=housing, holds_all=True), actor=moderator) == State.PUBLISHED


def test_a_moderator_of_another_place_is(foreign_moderator: Any, housing: Any) -> None:
    assert submit(make_thing(author=foreign_moderator, service=housing, holds_all=True), actor=foreign_moderator) == State.HELD


def test_a_place_can_hold_everything(author: Any, housing: Any) -> None:
    make_held(author=author, service=housing)
    assert Case.objects.get().why == "Here a moderator reads everything before it appears."


def test_a_case_is_due_after_one_working_day(author: Any, housing: Any) -> None:
    friday = datetime(2026, 11, 20, 10, 12, tzinfo=UTC)
    with at_moment(friday):
        make_held(author=author, service=housing)
    assert Case.objects.get().due_at == datetime(2026, 11, 23, 10, 12, tzinfo=UTC)


def test_taking_back_closes_the_case_and_forgets(author: Any, moderator: Any, housing: Any, heard: Any) -> None:
    thing = make_held(author=author, service=housing)
    withdraw(thing, actor=author)
    case = Case.objects.get()
    assert (case.decision, thing.state) == (Case.Decision.WITHDRAWN, State.REMOVED)
    assert heard == []


def test_taking_back_what_was_visible_is_announced(author: Any, heard: Any) -> None:
    thing = make_published(author=author)
    withdraw(thing, actor=author)
    withdraw(thing, actor=author)
    assert heard == [("published", True), ("withdrawn", None)]
    assert not found(thing)


def test_an_edit_is_found_again(author: Any) -> None:
    thing = make_published(author=author)
    thing.text = "Now about escalators"
    thing.save()
    assert edited(thing, actor=author) == State.PUBLISHED
    assert Document.objects.get(title=thing.title).body == "Now about escalators"


def test_what_a_newcomer_edits_after_approval_is_held_again(newcomer: Any, moderator: Any, housing: Any, heard: Any) -> None:
    thing = make_thing(author=newcomer, service=housing)
    submit(thing, actor=newcomer)
    decide(Case.objects.get(), moderator=moderator, decision="approved")
    thing.refresh_from_db()
    assert edited(thing, actor=newcomer) == State.HELD
    decide(Case.objects.open().get(), moderator=moderator, decision="approved")
    assert heard == [("published", True), ("withdrawn", None), ("published", False)]


def test_a_moderator_correcting_words_holds_nothing(newcomer: Any, moderator: Any, housing: Any) -> None:
    thing = make_thing(author=newcomer, service=housing)
    submit(thing, actor=newcomer)
    decide(Case.objects.get(), moderator=moderator, decision="approved")
    thing.refresh_from_db()
    assert edited(thing, actor=moderator) == State.PUBLISHED


def test_without_a_free_moderator_the_centre_gets_it(author: Any, housing: Any) -> None:
    make_held(author=author, service=housing)
    assert Case.objects.get().team == Case.Team.CENTRE


def test_an_areas_moderators_come_before_the_services(author: Any, moderator: Any, housing: Any) -> None:
    area = make_published("Staff lounge", author=author)
    make_held("In an area without a team", author=author, service=housing, place=area)
    assert Case.objects.get().team == Case.Team.SERVICE
    grant_role(make_person("host"), role=Role.MODERATOR, area=area, actor=None)
    make_held("In an area with a team", author=author, service=housing, place=area)
    case = Case.objects.get(title="In an area with a team")
    assert (case.team, case.area) == (Case.Team.AREA, area)
    assert list(Case.objects.for_teams_of(moderator).values_list("title", flat=True)) == ["In an area without a team"]
