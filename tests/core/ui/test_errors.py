from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client, RequestFactory
from django.urls import path
from django.views import defaults

from intranet import urls

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


def refuse(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied("Only the owner closes a poll.")


def crash(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("a fault of ours")


urlpatterns = [path("-/refuse/", refuse), path("-/crash/", crash), *urls.urlpatterns]


@pytest.fixture
def signed_in(client: Any, staff: Any) -> Any:
    client.force_login(staff)
    return client


def test_not_found_is_the_same_whatever_the_address(signed_in: Any) -> None:
    answers = [signed_in.get(address) for address in ("/nothing/", "/blogs/nobody/secret/", "/people/nobody.at-all/", "/nothing/?q=secret")]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1
    assert b'href="/"' in answers[0].content


@pytest.mark.urls(__name__)
def test_forbidden_says_why_and_leads_on(signed_in: Any) -> None:
    answer = signed_in.get("/-/refuse/")
    assert answer.status_code == 403
    assert "Only the owner closes a poll." in answer.content.decode()
    assert b'href="/"' in answer.content


def test_an_old_form_is_explained(staff: Any) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(staff)
    answer = strict.post("/me/theme/", {"theme": "dark"})
    assert answer.status_code == 403
    assert "The page you sent was too old" in answer.content.decode()


@pytest.mark.urls(__name__)
def test_our_own_faults_lead_on(signed_in: Any) -> None:
    signed_in.raise_request_exception = False
    answer = signed_in.get("/-/crash/")
    assert answer.status_code == 500
    assert "it is our fault" in answer.content.decode()


def test_our_own_faults_need_no_database() -> None:
    """Without the mark for the database any query raises."""
    assert b"our fault" in defaults.server_error(RequestFactory().get("/")).content


def test_a_host_that_is_not_ours_is_told_so(client: Any, settings: Any, db: None) -> None:
    settings.ALLOWED_HOSTS = ["testserver"]
    answer = client.get("/", headers={"host": "evil.example"})
    assert answer.status_code == 400
    assert "We could not read that" in answer.content.decode()
    assert "evil" not in answer.content.decode()


@pytest.mark.django_db
def test_a_page_without_a_form_makes_no_token(client: Client) -> None:
    answer = client.get("/outside/999-page/")
    assert b'class="foot"' in answer.content
    assert "csrftoken" not in answer.cookies
