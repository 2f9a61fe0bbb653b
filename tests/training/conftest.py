"""Whom and what the tests of training need."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.auth.models import Group

from tests.factories.pages import restrict
from tests.factories.people import make_person
from tests.factories.training import make_lesson, make_module, single
from training.models import ModulePage

if TYPE_CHECKING:
    from django.test import Client


@pytest.fixture
def as_staff(client: Client, staff: Any) -> Client:
    client.force_login(staff)
    return client


@pytest.fixture
def member(db: None) -> Any:
    person = make_person("member", name="Lucy Tan")
    person.groups.add(Group.objects.create(name="Social workers"))
    return person


@pytest.fixture
def closed(member: Any) -> ModulePage:
    """A module that only the group of ``member`` may see."""
    module = make_module("Canary module", quiz=[single("Canary question")], summary="Canary summary")
    make_lesson(module, title="Canary lesson", body=[("paragraph", "<p>Canary words</p>")])
    restrict(module, groups=member.groups.all())
    return ModulePage.objects.get(pk=module.pk)
