"""What machines ask: alive, ready, metrics (F-04, O-04 to O-06)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.auth import get_user_model
from django.db import connection

from intranet.core.background.health import CacheProbe, DatabaseProbe, MigrationsProbe

if TYPE_CHECKING:
    from django.test import Client

TOKEN = {"Authorization": "Bearer test-only"}


def fail(self: Any) -> None:
    raise OSError("down")


def test_alive_touches_nothing(client: Client) -> None:
    response = client.get("/-/alive/", headers={"host": "10.0.0.7"})

    assert (response.status_code, response.content) == (200, b"ok\n")


@pytest.mark.django_db
def test_ready_names_no_parts_to_strangers(client: Client) -> None:
    response = client.get("/-/ready/")

    assert (response.status_code, response.json()) == (200, {"status": "ok"})


@pytest.mark.django_db
def test_ready_names_its_parts_to_who_holds_the_token(client: Client) -> None:
    parts = client.get("/-/ready/", headers=TOKEN).json()["parts"]

    assert {"database": "ok", "migrations": "ok", "cache": "ok"}.items() <= parts.items()


@pytest.mark.django_db
@pytest.mark.parametrize(("is_superuser", "names_parts"), [(True, True), (False, False)])
def test_ready_names_its_parts_to_administrators(client: Client, is_superuser: bool, names_parts: bool) -> None:
    client.force_login(get_user_model().objects.create_user("person", is_superuser=is_superuser))

    assert ("parts" in client.get("/-/ready/").json()) is names_parts


def test_ready_says_so_when_the_database_is_away(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(DatabaseProbe, "look", fail)

    stranger, operator = client.get("/-/ready/"), client.get("/-/ready/", headers=TOKEN)

    assert (stranger.status_code, stranger.json()) == (503, {"status": "fail"})
    assert (operator.status_code, operator.json()["parts"]["database"]) == (503, "OSError")
    assert client.get("/-/alive/").status_code == 200


@pytest.mark.django_db
def test_ready_says_so_when_a_migration_waits(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(MigrationsProbe, "_applied", False)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'intranet_background'")

    response = client.get("/-/ready/", headers=TOKEN)

    assert (response.status_code, response.json()["parts"]["migrations"]) == (503, "1 to apply")


@pytest.mark.django_db
def test_an_optional_part_only_degrades(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(CacheProbe, "look", fail)

    response = client.get("/-/ready/", headers=TOKEN)

    assert (response.status_code, response.json()["status"]) == (200, "degraded")


@pytest.mark.django_db
def test_metrics_are_for_who_holds_the_token(client: Client) -> None:
    assert client.get("/-/metrics/").status_code == 404
    assert client.get("/-/metrics/", headers={"Authorization": "Bearer wrong"}).status_code == 404


@pytest.mark.django_db
def test_metrics_count_requests_by_route_and_the_tasks_that_wait(client: Client, staff: Any) -> None:
    client.force_login(staff)
    client.get("/people/staff/")

    page = client.get("/-/metrics/", headers=TOKEN).content.decode()
    lines = [line for line in page.splitlines() if not line.startswith("#")]

    assert all(len(line.rsplit(" ", 1)) == 2 and float(line.rsplit(" ", 1)[1]) >= 0 for line in lines)
    assert {"roost_requests_total", "roost_request_seconds_total", "roost_tasks_waiting", "roost_tasks_oldest_seconds"} <= {
        line.split("{")[0].split(" ")[0] for line in lines
    }
    assert "/people/staff/" not in page
