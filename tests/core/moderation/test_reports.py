"""Reporting: once a person and thing, of what they can see, never their own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, transaction
from django.urls import reverse

from intranet.core.moderation.actions import AlreadyReported, NothingToReport, decide, report
from intranet.core.moderation.models import Case, Report
from tests.denials import denials
from tests.factories.people import make_person
from tests.factories.things import audience_of, make_held, make_published

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db


def address(thing: Any) -> str:
    return reverse("moderation:report", args=[ContentType.objects.get_for_model(thing).pk, thing.pk])


@pytest.fixture
def thing(author: Any, housing: Any, moderator: Any) -> Any:
    return make_published("Sam's words", author=author, service=housing)


def test_a_report_opens_a_case_for_the_team(thing: Any, staff: Any, housing: Any) -> None:
    case = report(thing, reporter=staff, reason="unkind", words="Not nice.")
    assert (case.kind, case.team, case.service) == (Case.Kind.REPORT, Case.Team.SERVICE, housing)
    found = Report.objects.get()
    assert (found.reporter_name, found.reason, found.words) == ("Priya Nair", "unkind", "Not nice.")


def test_two_reports_are_one_case(thing: Any, staff: Any) -> None:
    first = report(thing, reporter=staff, reason="unkind")
    assert report(thing, reporter=make_person("second"), reason="wrong") == first
    assert first.reports.count() == 2


def test_a_person_reports_a_thing_once(thing: Any, staff: Any) -> None:
    report(thing, reporter=staff, reason="unkind")
    with pytest.raises(AlreadyReported):
        report(thing, reporter=staff, reason="wrong")


def test_once_is_a_constraint(thing: Any, staff: Any) -> None:
    case = report(thing, reporter=staff, reason="unkind")
    with pytest.raises(IntegrityError), transaction.atomic():
        Report.objects.create(case=case, content_type=case.content_type, object_id=thing.pk, reporter=staff, reason="wrong")


def test_own_words_cannot_be_reported(thing: Any, author: Any, client: Client) -> None:
    with pytest.raises(NothingToReport):
        report(thing, reporter=author, reason="unkind")
    client.force_login(author)
    assert client.get(address(thing)).status_code == 403
    assert client.post(address(thing), {"reason": "unkind"}).status_code == 403
    assert denials() == [("author", "GET moderation:report", "thing"), ("author", "POST moderation:report", "thing")]
    assert not Report.objects.exists()


def test_what_a_person_cannot_see_does_not_exist(author: Any, staff: Any, moderator: Any, client: Client) -> None:
    hidden = make_published(author=author, audience=audience_of(author))
    held = make_held("Held", author=author)
    with pytest.raises(NothingToReport):
        report(hidden, reporter=staff, reason="unkind")
    client.force_login(staff)
    for thing in (hidden, held):
        assert client.get(address(thing)).status_code == 404
        assert client.post(address(thing), {"reason": "unkind"}).status_code == 404
    assert denials() == []
    assert client.get(reverse("moderation:report", args=[ContentType.objects.get_for_model(Case).pk, 1])).status_code == 404


def test_the_form_reports_and_says_what_happens_next(thing: Any, staff: Any, client: Client) -> None:
    client.force_login(staff)
    assert "Report Sam&#x27;s words" in client.get(address(thing)).content.decode()
    response = client.post(address(thing), {"reason": "unkind", "words": "Not nice."}, follow=True)
    assert "You hear from us by" in response.content.decode()
    assert client.get(address(thing)).url == Report.objects.get().get_absolute_url()


def test_a_report_without_a_reason_is_422_and_keeps_the_words(thing: Any, staff: Any, client: Client) -> None:
    client.force_login(staff)
    response = client.post(address(thing), {"words": "Half a thought"})
    assert response.status_code == 422
    assert "Half a thought" in response.content.decode()


def test_a_report_is_its_reporters_alone(thing: Any, staff: Any, author: Any, client: Client) -> None:
    report(thing, reporter=staff, reason="unkind")
    client.force_login(author)
    assert client.get(Report.objects.get().get_absolute_url()).status_code == 404


def test_after_hiding_the_reporters_page_keeps_the_words_to_itself(thing: Any, staff: Any, moderator: Any, client: Client) -> None:
    thing.text = "CANARY"
    thing.save()
    case = report(thing, reporter=staff, reason="unkind")
    decide(case, moderator=moderator, decision="hidden", reason="House rule 3")
    client.force_login(staff)
    page = client.get(Report.objects.get().get_absolute_url()).content.decode()
    assert "House rule 3" in page
    assert "CANARY" not in page
    assert "Sam's words" not in page


def test_when_the_last_free_moderator_reports_the_case_goes_up(thing: Any, moderator: Any, coordinator: Any) -> None:
    case = report(thing, reporter=moderator, reason="unkind")
    assert case.team == Case.Team.CENTRE
    assert list(Case.objects.to_do_for(coordinator)) == [case]
    assert list(Case.objects.to_do_for(moderator)) == []


def test_a_later_report_by_the_only_moderator_passes_the_case_up(thing: Any, staff: Any, moderator: Any) -> None:
    report(thing, reporter=staff, reason="unkind")
    case = report(thing, reporter=moderator, reason="wrong")
    assert case.team == Case.Team.CENTRE
    assert "passed_up" in case.events.values_list("verb", flat=True)
