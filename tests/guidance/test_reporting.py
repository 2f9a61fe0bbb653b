"""A page of guidance that is reported: whoever answers for it is told, and its service's moderators judge it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse

from intranet.core.moderation.actions import NothingToReport, decide, report
from intranet.core.moderation.models import Case
from intranet.core.notifications.models import Notice
from intranet.core.organisation.actions import grant_role
from intranet.core.organisation.models import Role
from intranet.guidance.models import GuidancePage
from tests.factories.guidance import make_guidance
from tests.factories.people import make_person

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db


def address(page: GuidancePage) -> str:
    return reverse("moderation:report", args=[ContentType.objects.get_for_model(page).pk, page.pk])


@pytest.fixture
def guardian(housing: Any) -> Any:
    return make_person("guardian", name="Anwen Price", service=housing)


@pytest.fixture
def page(housing: Any, guardian: Any) -> GuidancePage:
    return make_guidance("Reporting damp", guardian=guardian, service=housing, owner=make_person("typist"))


@pytest.fixture
def moderator(housing: Any) -> Any:
    person = make_person("moderator", name="Yusuf Demir")
    grant_role(person, role=Role.MODERATOR, service=housing, actor=None)
    return person


def test_it_is_reported_and_taken_off(client: Client, page: GuidancePage, guardian: Any, staff: Any, moderator: Any) -> None:
    client.force_login(staff)
    assert f'href="{address(page)}"' in client.get(page.get_absolute_url()).text
    assert client.post(address(page), {"reason": "wrong", "words": "The number is old."}).status_code == 302
    case = Case.objects.get()
    assert (case.title, case.author, case.service) == ("Reporting damp", guardian, page.service)

    decide(case, moderator=moderator, decision="hidden", reason="The number is old.")

    assert not GuidancePage.objects.get().live
    assert Notice.objects.get(kind="moderation.decided").recipient == guardian
    assert client.get(page.get_absolute_url()).status_code == 404


def test_who_answers_for_it_and_who_typed_it_do_not_report_it(client: Client, page: GuidancePage, guardian: Any) -> None:
    for person in (guardian, page.owner):
        client.force_login(person)
        assert address(page) not in client.get(page.get_absolute_url()).text
        with pytest.raises(NothingToReport):
            report(page, reporter=person, reason="wrong")


def test_a_page_for_which_nobody_answers_is_reported_too(client: Client, staff: Any, moderator: Any, housing: Any) -> None:
    page = make_guidance("Reporting mould", service=housing)
    client.force_login(staff)
    assert "Written by" not in client.get(address(page)).text

    decide(report(page, reporter=staff, reason="wrong"), moderator=moderator, decision="hidden", reason="Old.")

    assert not GuidancePage.objects.get().live
    assert not Notice.objects.filter(kind="moderation.decided").exists()
