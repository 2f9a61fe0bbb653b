"""Following a poll, a module or a page of guidance tells of its end, and of its new versions: once."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from intranet.core.background import at_moment, now
from intranet.core.notifications.actions import follow
from intranet.core.notifications.models import Notice
from intranet.core.notifications.queries import readings, tray_of
from intranet.guidance.models import GuidancePage, GuidanceVersion
from polls.actions import vote
from polls.jobs import TellOfClosedPolls
from polls.models import Poll
from tests.factories.guidance import make_guidance
from tests.factories.people import make_person
from tests.factories.polls import make_poll
from tests.factories.training import make_module
from training.models import ModulePage

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = [pytest.mark.django_db, pytest.mark.site]


@pytest.fixture
def later(django_capture_on_commit_callbacks: Any) -> Callable[[Callable[[], Any]], None]:
    """Do something, and what it left for later."""

    def run(act: Callable[[], Any]) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            act()

    return run


def told(person: Any) -> list[str]:
    person = type(person).objects.get(pk=person.pk)
    return [reading.sentence for reading in readings(tray_of(person), person)]


def test_who_follows_a_poll_hears_once_that_it_has_closed_and_who_only_voted_does_not(later: Any, staff: Any) -> None:
    voter = make_person("voter")
    poll = make_poll("Which day?", closes_in=timedelta(hours=1))
    follow(staff, poll)
    vote(poll, voter=voter, choice_id=poll.choices.first().pk)
    later(TellOfClosedPolls().run)
    assert told(staff) == []
    with at_moment(poll.closes + timedelta(hours=5)):  # the job was late
        for _ in range(2):
            later(TellOfClosedPolls().run)
        assert told(staff) == ["The poll “Which day?” has closed, and its result is there"]
    assert not Notice.objects.filter(recipient=voter).exists()


def test_a_result_that_only_the_owner_sees_is_not_promised(later: Any, staff: Any) -> None:
    poll = make_poll("Which day?", results=Poll.Results.OWNER)
    follow(staff, poll)
    with at_moment(poll.closes):
        later(TellOfClosedPolls().run)
        assert told(staff) == ["The poll “Which day?” has closed"]


def test_what_closed_long_ago_is_not_told(later: Any, staff: Any) -> None:
    follow(staff, make_poll(closes_in=timedelta(hours=1)))
    with at_moment(now() + timedelta(days=2)):
        later(TellOfClosedPolls().run)
    assert not Notice.objects.exists()


def publish(page: Any) -> None:
    page.save_revision().publish()


def test_who_follows_a_module_hears_of_a_new_version_and_not_of_a_correction(later: Any, staff: Any) -> None:
    later(lambda: publish(make_module("Fire safety")))
    module = ModulePage.objects.get()
    follow(staff, module)
    module.summary = "Corrected"
    later(lambda: publish(module))
    assert told(staff) == []
    module = ModulePage.objects.get()
    module.version = 2
    later(lambda: publish(module))
    later(lambda: publish(ModulePage.objects.get()))
    assert told(staff) == ["“Fire safety” has changed: it is version 2 now"]


def test_who_follows_guidance_hears_of_a_new_version_with_what_changed(later: Any, staff: Any) -> None:
    page = make_guidance("How we answer")
    page.versions.add(GuidanceVersion(number=1, date=now().date(), change="First."))
    later(lambda: publish(page))
    follow(staff, page)
    page = GuidancePage.objects.get()
    page.summary = "Corrected"
    later(lambda: publish(page))
    assert told(staff) == []
    page.versions.add(GuidanceVersion(number=2, date=now().date(), change="Two hours, not four."))
    later(lambda: publish(page))
    person = type(staff).objects.get(pk=staff.pk)
    (reading,) = readings(tray_of(person), person)
    assert (reading.sentence, reading.detail) == ("“How we answer” has changed", "Two hours, not four.")
