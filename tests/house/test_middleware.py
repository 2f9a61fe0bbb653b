"""What happens around every request (D-23, D-25, D-58)."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.backends import RemoteUserBackend
from django.test import Client

from intranet.core.background.log import LineFormatter, RequestIdFilter, request_id
from intranet.core.organisation.backends import PersonBackend
from tests.factories.people import make_person

if TYPE_CHECKING:
    from django.http import HttpResponse


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/", "/no-such-page/", "/accounts/login/", "/admin/"])
def test_nothing_on_the_way_keeps_what_a_signed_in_person_is_shown(client: Client, staff: Any, address: str) -> None:
    client.force_login(staff)

    response = client.get(address)

    assert directives(response, "Cache-Control", ",") == {"private", "no-store"}


@pytest.mark.django_db
def test_signing_in_is_private_as_well(client: Client, staff: Any) -> None:
    response = client.post("/accounts/login/", {"username": "staff", "password": "roost-demo"})

    assert response.status_code == 302
    assert directives(response, "Cache-Control", ",") == {"private", "no-store"}


@pytest.mark.django_db
@pytest.mark.parametrize(("site", "status"), [("cross-site", 403), ("same-origin", 302), ("none", 302), (None, 302)])
def test_a_page_of_another_site_cannot_send(client: Client, staff: Any, site: str | None, status: int) -> None:
    client.force_login(staff)

    response = client.post("/accounts/logout/", headers={"Sec-Fetch-Site": site} if site else {})

    assert response.status_code == status


@pytest.mark.django_db
def test_following_a_link_from_another_site_is_no_offence(client: Client, staff: Any) -> None:
    client.force_login(staff)

    assert client.get("/", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 200


@pytest.mark.django_db
def test_the_policy_on_the_site_is_strict(client: Client, staff: Any) -> None:
    client.force_login(staff)

    for address in ("/", "/accounts/login/", "/no-such-page/"):
        policy = directives(client.get(address), "Content-Security-Policy", ";")
        assert {"default-src 'self'", "script-src 'self'", "style-src 'self'", "object-src 'none'", "base-uri 'none'", "form-action 'self'"} <= policy
        assert not [directive for directive in policy if "unsafe" in directive or "data:" in directive]


@pytest.mark.django_db
def test_the_administration_has_its_own_policy() -> None:
    client = Client()
    client.force_login(get_user_model().objects.create_superuser("root"))

    policy = directives(client.get("/admin/"), "Content-Security-Policy", ";")

    assert "script-src 'self' 'unsafe-inline'" in policy
    assert not [directive for directive in policy if "unsafe-eval" in directive or "*" in directive]


@pytest.mark.django_db
@pytest.mark.parametrize(("given", "kept"), [("abcdef-123456", True), ("short", False), ("with\nbreak-and-more", False), (None, False)])
def test_each_request_has_an_identity(client: Client, given: str | None, kept: bool) -> None:
    response = client.get("/accounts/login/", headers={"X-Request-ID": given} if given else {})

    assert (response["X-Request-ID"] == given) is kept
    assert len(response["X-Request-ID"]) >= 8


def test_a_line_of_the_log_is_one_line_and_names_its_request() -> None:
    token = request_id.set("abcdef-123456")
    record = logging.LogRecord("roost", logging.WARNING, __file__, 1, "sent: %s", ("a\r\nb",), None)
    RequestIdFilter().filter(record)

    line = LineFormatter().format(record)

    request_id.reset(token)
    assert line.endswith("WARNING roost request=abcdef-123456 sent: a\\r\\nb")


def directives(response: HttpResponse, header: str, separator: str) -> set[str]:
    return {part.strip() for part in response[header].split(separator)}


@pytest.mark.django_db
@pytest.mark.parametrize("key", [2**63, 10**30])
@pytest.mark.parametrize("address", ["/comments/{}/", "/outside/{}-page/", "/blogs/-/approve/{}/"])
def test_a_key_that_no_row_can_have_is_not_found(client: Client, staff: Any, address: str, key: int) -> None:
    client.force_login(staff)

    assert client.get(address.format(key)).status_code == 404


@pytest.mark.django_db
def test_a_key_that_no_row_can_have_tells_strangers_no_more_than_any_other(client: Client) -> None:
    assert client.get(f"/comments/{10**30}/").status_code == client.get("/comments/1/").status_code == 302
    assert client.get(f"/outside/{10**30}-page/").status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/blogs/-/tag/a%00b/", 404),
        ("/blogs/%00/", 404),
        ("/blogs/-/archive/?blog=%00", 200),
        ("/blogs/-/archive/?blog=%%0000", 200),
        ("/search/?q=a&service=%00&kind=%00&author=%00", 200),
    ],
)
def test_a_sign_that_no_text_can_have_never_reaches_the_database(client: Client, staff: Any, address: str, status: int) -> None:
    client.force_login(staff)

    answer = client.get(address)
    assert answer.status_code == status
    assert not any("\0" in value for value in answer.wsgi_request.GET.values())


class ByName(PersonBackend, RemoteUserBackend):
    create_unknown_user = False


@pytest.mark.django_db
def test_who_another_middleware_signs_in_is_who_asks(client: Client, staff: Any, settings: Any) -> None:
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, "django.contrib.auth.middleware.RemoteUserMiddleware"]
    settings.AUTHENTICATION_BACKENDS = [f"{__name__}.ByName", *settings.AUTHENTICATION_BACKENDS]
    other = make_person("other")

    assert client.get("/forums/", REMOTE_USER="staff").wsgi_request.user == staff
    assert client.get("/forums/", REMOTE_USER="other").wsgi_request.user == other


@pytest.mark.django_db
def test_views_get_the_account_itself_where_somebody_is_signed_in(client: Client, staff: Any) -> None:
    client.force_login(staff)

    assert type(client.get("/forums/").wsgi_request.user) is type(staff)
