"""Whom the tests of the forums need."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from intranet.core.background import now
from intranet.core.organisation.actions import grant_role
from intranet.core.organisation.models import Role
from tests.factories.forums import make_area, make_topic, only
from tests.factories.people import make_person

if TYPE_CHECKING:
    from forums.models import Area, Topic


@pytest.fixture
def area(db: None) -> Area:
    return make_area()


@pytest.fixture
def topic(area: Area, staff: Any) -> Topic:
    return make_topic(area, author=staff)


@pytest.fixture
def newcomer(housing: Any) -> Any:
    return make_person("newcomer", service=housing, profile={"joined": now().date()})


@pytest.fixture
def member(db: None) -> Any:
    return make_person("member", name="Lucy Tan")


@pytest.fixture
def closed(member: Any) -> Topic:
    """A topic in an area that only ``member`` may read."""
    area = make_area("Canary practice", audience=only(member), description="Canary description")
    return make_topic(area, author=member, title="Canary title", body="Canary words")


@pytest.fixture
def moderator(db: None) -> Any:
    person = make_person("moderator")
    grant_role(person, role=Role.MODERATOR, actor=None)
    return person
