"""Modules in feed readers."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Group
from wagtail.models import PageViewRestriction

from intranet.core.background import now
from tests.budgets import query_budget
from tests.factories.training import make_module
from tests.feeds import entries, key_for, read, titles

pytestmark = pytest.mark.django_db


def test_new_modules_are_read(staff: Any, housing: Any) -> None:
    make_module("Fire safety", summary="Ways out.", service=housing, first_published_at=now())
    make_module("Damp", first_published_at=now())
    make_module("Never published by anybody")
    key = key_for(staff)

    found = entries(read(key, "modules.atom"))

    assert [(entry["title"], entry["summary"]) for entry in found] == [("Damp", ""), ("Fire safety", "Ways out.")]
    assert titles(read(key, "service.atom", housing)) == ["Fire safety"]


def test_a_module_that_is_closed_later_is_silent(staff: Any) -> None:
    module, key = make_module("CANARY", first_published_at=now()), key_for(staff)
    assert titles(read(key, "modules.atom")) == ["CANARY"]

    PageViewRestriction.objects.create(page=module, restriction_type=PageViewRestriction.GROUPS).groups.add(Group.objects.create(name="Practice"))

    assert titles(read(key, "modules.atom")) == []


@pytest.mark.parametrize("number", (1, 50))
def test_fifty_modules_cost_as_much_as_one(staff: Any, number: int) -> None:
    for place in range(number):
        make_module(f"Module {place}", summary="Words.", first_published_at=now())
    key = key_for(staff)
    read(key, "modules.atom")

    with query_budget(4):
        assert len(titles(read(key, "modules.atom"))) == number
