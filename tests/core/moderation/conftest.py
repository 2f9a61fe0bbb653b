"""Moderators and the people whose words they read."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from intranet.core.organisation.actions import grant_role
from intranet.core.organisation.models import Role
from tests.factories.people import make_person, make_service


@pytest.fixture
def author(housing: Any) -> Any:
    return make_person("author", name="Sam Okafor", service=housing)


@pytest.fixture
def newcomer(housing: Any) -> Any:
    return make_person("newcomer", name="Joe Tanner", service=housing, profile={"joined": timezone.localdate() - timedelta(days=3)})


@pytest.fixture
def moderator(housing: Any) -> Any:
    person = make_person("moderator", name="Yusuf Demir", service=housing)
    grant_role(person, role=Role.MODERATOR, service=housing, actor=None)
    return person


@pytest.fixture
def second_moderator(housing: Any) -> Any:
    person = make_person("moderator2", name="Rob Lister", service=housing)
    grant_role(person, role=Role.MODERATOR, service=housing, actor=None)
    return person


@pytest.fixture
def waste(db: None) -> Any:
    return make_service("Waste")


@pytest.fixture
def foreign_moderator(waste: Any) -> Any:
    """Moderates another service."""
    person = make_person("elsewhere", name="Ines Prado", service=waste)
    grant_role(person, role=Role.MODERATOR, service=waste, actor=None)
    return person


@pytest.fixture
def coordinator(housing: Any) -> Any:
    person = make_person("comms", name="Comms Team")
    grant_role(person, role=Role.CENTRAL_COORDINATOR, actor=None)
    return person
