"""The register of official accounts, inside and outside."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from intranet.core.background import now
from intranet.core.search.queries import search
from intranet.guidance.models import SocialAccount
from tests.budgets import query_budget
from tests.factories.guidance import make_account
from tests.factories.people import make_person, make_service

if TYPE_CHECKING:
    from django.test import Client

    from intranet.core.organisation.models import Service

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(client: Client, staff: Any) -> Client:
    client.force_login(staff)
    return client


def handles(accounts: Any) -> list[str]:
    return [account.handle for account in accounts]


def test_register_is_by_service(reader: Client, housing: Service) -> None:
    make_account("Zeta", service=housing)
    make_account("Alpha", service=make_service("Library"))
    make_account("Draft", live=False)

    response = reader.get("/social-accounts/")

    assert handles(response.context["accounts"]) == ["Zeta", "Alpha"]


@pytest.mark.parametrize(("status", "found"), [("active", ["Live"]), ("closed", ["Gone"]), ("dormant", []), ("nonsense", ["Gone", "Live"])])
def test_register_is_narrowed_by_status(reader: Client, housing: Service, status: str, found: list[str]) -> None:
    make_account("Live")
    make_account("Gone", status="closed")

    assert handles(reader.get(f"/social-accounts/?status={status}").context["accounts"]) == found


def test_empty_register_says_so(reader: Client) -> None:
    assert "No accounts here" in reader.get("/social-accounts/").content.decode()


def test_page_says_who_answers_and_how_fast(reader: Client, staff: Any) -> None:
    new = make_account("New")
    gone = make_person("gone", name="Gone Away", is_active=False)
    account = make_account("Old", owner=staff, deputy=gone, promise="2 working hours", successor=new, status="closed")

    text = reader.get(account.get_absolute_url()).content.decode()

    for words in ("Priya Nair", "2 working hours", "New (Facebook)", "Closed"):
        assert words in text
    assert "Gone Away" not in text


@pytest.mark.parametrize(("days", "status", "due"), [(200, "active", True), (100, "active", False), (None, "active", True), (None, "closed", False)])
def test_review_is_due_after_half_a_year(db: None, days: int | None, status: str, due: bool) -> None:
    account = make_account(reviewed_on=days and now().date() - timedelta(days=days), status=status)

    assert account.review_is_due is due


def test_draft_account_does_not_exist(reader: Client) -> None:
    assert reader.get(make_account(live=False).get_absolute_url()).status_code == 404


def test_account_is_found(staff: Any) -> None:
    account = make_account("Pinder", purpose="Repairs and rents")
    assert [hit.document.url for hit in search(staff, "rents").hits] == [account.get_absolute_url()]

    account.unpublish()

    assert search(staff, "rents").total == 0


def test_same_account_twice_is_refused_by_the_database() -> None:
    make_account("Once", slug="a")

    with pytest.raises(IntegrityError), transaction.atomic():
        make_account("Once", slug="b")


class TestExports:
    def test_json_names_no_person(self, reader: Client, staff: Any) -> None:
        make_account(owner=staff, promise="2 hours", status="dormant")

        answer = reader.get(reverse("guidance:accounts-json"))

        assert [(line["handle"], line["status"], line["promise"]) for line in answer.json()["accounts"]] == [("NorthmoorHomes", "dormant", "2 hours")]
        assert "Priya" not in answer.content.decode()

    def test_csv_keeps_formulas_harmless(self, reader: Client) -> None:
        make_account(purpose="=HYPERLINK(1)", promise="Ängste, 2 hours")

        answer = reader.get(reverse("guidance:accounts-csv")).content.decode()
        line = next(csv.DictReader(io.StringIO(answer)))

        assert (line["purpose"], line["promise"]) == ("'=HYPERLINK(1)", "Ängste, 2 hours")

    @pytest.mark.parametrize("name", ["outside-json", "outside-csv", "outside"])
    def test_outside_shows_what_is_public(self, client: Client, name: str) -> None:
        make_account("Seen")
        make_account("Inside only", public=False)
        make_account("Draft", live=False)

        text = client.get(reverse(f"guidance:{name}")).content.decode()

        assert "Seen" in text
        assert "Inside only" not in text
        assert "Draft" not in text

    def test_successor_that_is_not_public_is_not_given_away_outside(self, client: Client) -> None:
        make_account("Seen", successor=make_account("Secret project", public=False))

        for name in ("outside-json", "outside-csv", "outside"):
            assert "secret-project" not in client.get(reverse(f"guidance:{name}")).content.decode().lower().replace(" ", "-")

    @pytest.mark.parametrize("name", ["accounts", "accounts-json", "accounts-csv"])
    def test_inside_asks_for_sign_in(self, client: Client, name: str) -> None:
        assert client.get(reverse(f"guidance:{name}")).status_code == 302


@pytest.mark.parametrize("others", [1, 50])
@pytest.mark.parametrize("url", ["/social-accounts/", "/outside/"])
def test_budget(reader: Client, staff: Any, url: str, others: int) -> None:
    new = make_account("New")
    for number in range(others):
        make_account(f"Account {number}", service=make_service(f"Service {number}"), owner=staff, successor=new)
    reader.get(url)

    with query_budget(15, at_most=True):
        reader.get(url)


def test_account_is_kept_in_the_admin(client: Client, housing: Service) -> None:
    admin = make_person("admin", is_superuser=True)
    client.force_login(admin)
    form = {
        "owner": admin.pk,
        "network": "X",
        "handle": "nm",
        "slug": "nm",
        "url": "https://x.example/nm",
        "purpose": "News",
        "service": housing.pk,
        "status": "active",
        "action-publish": "1",
    }

    client.post(reverse("wagtailsnippets_intranet_guidance_socialaccount:add"), form)

    assert SocialAccount.objects.get().live
