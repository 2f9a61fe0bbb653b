"""Words that were typed and not sent: kept for their author, and for nobody else."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse

from intranet.core.background import at_moment, now
from intranet.core.ui import actions
from intranet.core.ui.actions import CannotKeep, drop_draft, forget_old_drafts, keep_draft
from intranet.core.ui.models import Draft
from intranet.core.ui.queries import desk_of
from tests.budgets import query_budget

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db


def test_draft_is_kept_for_one_person_and_place(staff: Any, admin_user: Any) -> None:
    with query_budget(2):
        keep_draft(staff, place="a-1", fields={"body": ["First"], "csrfmiddlewaretoken": ["x"], "token": ["y"]})
    keep_draft(staff, place="a-1", fields={"body": ["Second\0"], "tags": ["x", "y"]})

    assert Draft.objects.count() == 1
    assert desk_of(staff, "a-1").kept == {"body": "Second", "tags": ["x", "y"]}
    assert (desk_of(staff, "a-2").kept, desk_of(admin_user, "a-1").kept) == ({}, {})
    drop_draft(admin_user, place="a-1")
    assert Draft.objects.count() == 1


def test_form_that_was_emptied_has_no_draft(staff: Any) -> None:
    keep_draft(staff, place="a-1", fields={"body": ["First"]})

    assert not keep_draft(staff, place="a-1", fields={"body": ["  "], "type": ["question"]})

    assert not Draft.objects.exists()


@pytest.mark.parametrize(
    ("place", "fields"), [("", {}), ("A b", {}), ("a", {"body": ["x" * 100_001]}), ("a", {f"f{number}": ["x"] for number in range(61)})]
)
def test_draft_has_limits(staff: Any, place: str, fields: dict[str, list[str]]) -> None:
    with pytest.raises(CannotKeep):
        keep_draft(staff, place=place, fields={"body": ["x"], **fields})


def test_of_many_drafts_the_oldest_goes(staff: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "MOST_DRAFTS", 2)
    for number in range(4):
        with at_moment(now() + timedelta(minutes=number)):
            keep_draft(staff, place=f"a-{number}", fields={"body": ["x"]})

    assert sorted(Draft.objects.values_list("place", flat=True)) == ["a-2", "a-3"]


def test_draft_that_nobody_touched_is_forgotten(staff: Any) -> None:
    keep_draft(staff, place="old", fields={"body": ["x"]})
    with at_moment(now() + timedelta(days=181)):
        keep_draft(staff, place="new", fields={"body": ["x"]})
        forget_old_drafts()

    assert list(Draft.objects.values_list("place", flat=True)) == ["new"]


def test_button_keeps_and_discards_without_a_script(client: Client, staff: Any) -> None:
    client.force_login(staff)
    headers = {"referer": "http://testserver/forums/?page=2"}

    kept = client.post(reverse("draft"), {"draft": "a-1", "body": "Words", "keep": "1"}, headers=headers)
    assert (kept.status_code, kept["Location"]) == (302, "/forums/?page=2")
    assert desk_of(staff, "a-1").kept == {"body": "Words"}

    client.post(reverse("draft"), {"draft": "a-1", "body": "Words", "discard": "1"}, headers=headers)
    assert not Draft.objects.exists()


def test_typing_keeps_and_says_so(client: Client, staff: Any) -> None:
    client.force_login(staff)

    answer = client.post(reverse("draft"), {"draft": "a-1", "body": "Words"}, headers={"hx-request": "true"})

    assert "Draft kept" in answer.content.decode()
    assert client.post(reverse("draft"), {"draft": "A 1", "body": "Words"}, headers={"hx-request": "true"}).status_code == 400
    answer = client.post(reverse("draft"), {"draft": "a-1"}, headers={"hx-request": "true", "hx-trigger-name": "discard"})
    assert answer.headers["HX-Refresh"] == "true"
    assert not Draft.objects.exists()


def test_words_without_a_name_are_not_kept_under_one(staff: Any, client: Client) -> None:
    client.force_login(staff)
    client.post("/me/draft/", {"draft": "forums-topic", "title": "Why", "body": "Half a thought"})
    assert desk_of(staff, "forums-topic").kept == {"title": "Why", "body": "Half a thought"}
    assert client.post("/me/draft/", {"draft": "forums-topic", "title": "Why", "body": "A thought", "unnamed": "on"}).status_code == 400
    assert desk_of(staff, "forums-topic").kept == {}
