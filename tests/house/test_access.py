"""Every route is classified in ACCESS.toml, and behaves as its class says (D-10, D-24, D-63)."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.house.routes import CLASSES, Route, access_rules, all_routes, rule_of

RULES = access_rules()
CLOSED = CLASSES - {"public", "token"}
LIBRARY_URLCONFS = ("django_comments_xtd.urls", "django_comments.urls", "wagtail.urls", "wagtail.documents.urls")
OURS_BY_THEIR_NAME = {"wagtail_serve", "wagtaildocs_serve", "wagtailcore_login"}


def routes_of(*classes: str, post: bool = False) -> list[Any]:
    """The routes of some classes as parameters, named by their pattern."""
    found = [(route, rule_of(route, RULES)) for route in all_routes()]
    return [
        pytest.param(route, rule, id=route.pattern) for route, rule in found if rule and rule["class"] in classes and (rule.get("post") or not post)
    ]


def answer(client: Client, method: str, route: Route, rule: dict[str, Any], **headers: str) -> Any:
    return getattr(client, method)(route.address(rule.get("args")), headers=headers)


def test_every_route_has_a_class() -> None:
    missing = [route.pattern for route in all_routes() if rule_of(route, RULES) is None]
    lines = "\n".join(f'"{pattern}" = {{ class = "object" }}' for pattern in missing)

    assert not missing, f"add to [routes] of ACCESS.toml, each with its right class:\n{lines}"


def test_every_class_is_a_known_one() -> None:
    unknown = {
        pattern: rule for pattern, rule in RULES["routes"].items() if rule.get("class") not in CLASSES or set(rule) - {"class", "post", "args"}
    }

    assert not unknown


def test_every_line_has_a_route() -> None:
    stale = set(RULES["routes"]) - {route.pattern for route in all_routes()}

    assert not stale, f"no such route any more; remove from ACCESS.toml: {sorted(stale)}"


@pytest.mark.django_db
@pytest.mark.parametrize("method", ("get", "post"))
@pytest.mark.parametrize(("route", "rule"), routes_of(*CLOSED))
def test_a_closed_door_shows_nothing_to_the_anonymous(client: Client, route: Route, rule: dict[str, Any], method: str) -> None:
    response = answer(client, method, route, rule)

    assert response.status_code in {302, 404}
    if response.status_code == 302:
        assert response.url.split("?")[0] in {reverse("login"), "/admin/login/"}


@pytest.mark.django_db
@pytest.mark.parametrize(("route", "rule"), routes_of("token"))
def test_a_token_that_nobody_was_given_opens_nothing(client: Client, route: Route, rule: dict[str, Any]) -> None:
    assert answer(client, "get", route, rule).status_code in {401, 403, 404, 405}


@pytest.mark.django_db
@pytest.mark.parametrize("method", ("get", "post"))
@pytest.mark.parametrize(("route", "rule"), routes_of("public"))
def test_a_public_door_never_breaks(client: Client, route: Route, rule: dict[str, Any], method: str) -> None:
    assert answer(client, method, route, rule).status_code < 500


@pytest.mark.django_db
@pytest.mark.parametrize("method", ("get", "head"))
@pytest.mark.parametrize(("route", "rule"), routes_of(*CLASSES, post=True))
def test_reading_changes_nothing(client: Client, staff: Any, route: Route, rule: dict[str, Any], method: str) -> None:
    client.force_login(staff)

    assert answer(client, method, route, rule).status_code == 405


@pytest.mark.django_db
@pytest.mark.parametrize(("route", "rule"), routes_of(*CLASSES - {"token"}, post=True))
def test_a_post_without_the_token_is_refused(staff: Any, route: Route, rule: dict[str, Any]) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(staff)

    assert answer(client, "post", route, rule).status_code == 403


@pytest.mark.parametrize("urlconf", LIBRARY_URLCONFS)
def test_routes_of_libraries_are_not_mounted(urlconf: str) -> None:
    theirs = {route.name for route in all_routes(urlconf)} - OURS_BY_THEIR_NAME - {""}
    mounted = {route.name for route in all_routes()}

    assert theirs, f"{urlconf} names no routes: this test guards nothing"
    assert not theirs & mounted


def test_no_programming_interface_of_wagtail_is_mounted() -> None:
    assert not [route.pattern for route in all_routes() if "wagtailapi" in route.name]
