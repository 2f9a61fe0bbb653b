"""Home and one's own page."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from intranet.core.background import now
from intranet.core.organisation.actions import grant_role
from intranet.core.organisation.models import Role
from tests.factories.people import make_person, make_service

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db


def test_home_greets_by_name_and_says_that_nothing_waits(client: Client, staff: Any) -> None:
    client.force_login(staff)

    page = client.get("/").content.decode()

    assert "Priya" in page
    assert "Nothing is waiting for you." in page


def test_home_shows_who_joined_lately_and_nobody_who_left(client: Client, staff: Any, housing: Any) -> None:
    today = now().date()
    make_person("kofi", name="Kofi Mensah", service=housing, profile={"joined": today - timedelta(days=3)})
    make_person("bethany", name="Bethany Rowe", service=housing, profile={"joined": today - timedelta(days=90)})
    make_person("gone", name="Gone Already", service=housing, profile={"joined": today - timedelta(days=3), "left": today})
    client.force_login(staff)

    page = client.get("/").content.decode()

    assert "Kofi Mensah" in page
    assert "Bethany Rowe" not in page
    assert "Gone Already" not in page


def test_home_asks_for_sign_in(client: Client) -> None:
    response = client.get("/")

    assert response.status_code == 302
    assert response["Location"].startswith("/accounts/login/")


def test_my_page_names_my_roles_and_their_places(client: Client, staff: Any) -> None:
    waste = make_service("Waste")
    grant_role(staff, role=Role.CHAMPION, service=waste, actor=None)
    grant_role(make_person("other"), role=Role.AUDITOR, actor=None)
    client.force_login(staff)

    page = client.get("/me/").content.decode()

    assert "Champion: Waste" in page
    assert "Auditor" not in page


def test_my_page_without_a_role_says_so(client: Client, staff: Any) -> None:
    client.force_login(staff)

    assert "You hold no further role." in client.get("/me/").content.decode()
