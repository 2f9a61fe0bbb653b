from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.test import RequestFactory

from intranet.core.organisation.queries import audiences_of, roles_of
from intranet.core.ui import queries
from intranet.core.ui.forms import SignInForm
from intranet.core.ui.panels import NavigationItem
from intranet.core.ui.queries import Frame

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries


def request_of(user: Any, path: str = "/") -> Any:
    request = RequestFactory().get(path)
    request.user = user
    return request


@pytest.fixture
def stranger(staff: Any) -> Any:
    """The person as a request has them: nothing read beyond the account."""
    return type(staff).objects.get(pk=staff.pk)


def test_frame_costs_three_queries_beside_what_the_person_may_see(stranger: Any, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    render_to_string("base.html", {}, request_of(stranger))
    fresh = type(stranger).objects.get(pk=stranger.pk)
    audiences_of(fresh)
    roles_of(fresh)
    with django_assert_max_num_queries(3):
        page = render_to_string("base.html", {}, request_of(fresh))
    assert "Priya Nair, your account" in page


@pytest.mark.django_db
def test_frame_signed_out_leads_in(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    queries.brands()
    with django_assert_num_queries(0):
        page = render_to_string("base.html", {}, request_of(AnonymousUser()))
    assert 'href="/accounts/login/"' in page
    assert 'class="rail"' not in page


def test_frame_marks_the_most_exact_line(monkeypatch: pytest.MonkeyPatch) -> None:
    class Training(NavigationItem):
        label, icon, url = "Training", "training", "/training/"

    class Mine(NavigationItem):
        label, icon, url = "My training", "training", "/training/mine/"

    class Home(NavigationItem):
        label, icon, url = "Home", "home", "/"

    monkeypatch.setattr(queries, "all_of", lambda kind: [Home(), Training(), Mine()])

    def current(path: str) -> list[str]:
        return [line.url for line in Frame(user=AnonymousUser(), path=path).navigation.lines if line.is_current]

    assert current("/training/mine/2026/") == ["/training/mine/"]
    assert current("/training/fire/") == ["/training/"]
    assert current("/") == ["/"]
    assert current("/people/") == []


def test_side_stands_only_where_a_page_fills_it(db: None) -> None:
    assert "cols__side" not in render_to_string("accounts/login.html", {"form": SignInForm()}, request_of(AnonymousUser()))


def test_theme_is_kept_with_the_profile(client: Any, staff: Any) -> None:
    client.force_login(staff)
    answer = client.post("/me/theme/", {"theme": "dark"}, headers={"referer": "http://testserver/people/"})
    staff.roost_profile.refresh_from_db()
    assert staff.roost_profile.theme == "dark"
    assert answer["location"] == "/people/"


@pytest.mark.parametrize("referrer", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", ""])
def test_theme_leads_nowhere_else(client: Any, staff: Any, referrer: str) -> None:
    client.force_login(staff)
    assert client.post("/me/theme/", {"theme": "light"}, headers={"referer": referrer})["location"] == "/"


def test_theme_of_a_word_we_do_not_know_changes_nothing(client: Any, staff: Any) -> None:
    client.force_login(staff)
    client.post("/me/theme/", {"theme": '"><script>'})
    staff.roost_profile.refresh_from_db()
    assert staff.roost_profile.theme == ""


def test_theme_is_never_changed_by_get(client: Any, staff: Any) -> None:
    client.force_login(staff)
    assert client.get("/me/theme/").status_code == 405
