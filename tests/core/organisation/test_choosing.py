"""The chooser of pages offers what a person knows of, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from wagtail.models import GroupPagePermission

from tests.factories.pages import home_page, make_page, restrict
from tests.factories.people import make_person

if TYPE_CHECKING:
    from django.test import Client
    from wagtail.models import Page

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def found_in_the_admin(settings: Any) -> None:
    """Here the admin's own search is asked, which other tests leave out."""
    settings.WAGTAILSEARCH_BACKENDS = {"default": {**settings.WAGTAILSEARCH_BACKENDS["default"], "AUTO_UPDATE": True}}


@pytest.fixture
def writers(client: Client, housing: Any) -> Group:
    """Somebody of this group, who may enter the admin and no more, is signed in."""
    group = Group.objects.create(name="Writers")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    person = make_person("writer", service=housing)
    person.groups.add(group)
    client.force_login(person)
    return group


@pytest.fixture
def shelf(writers: Group) -> dict[str, Page]:
    kept = {"open": make_page("Tallow open"), "draft": make_page("Tallow draft", live=False), "closed": make_page("Tallow closed")}
    restrict(kept["closed"], groups=[Group.objects.create(name="Others")])
    return kept


def offered(client: Client, url: str) -> set[str]:
    words = client.get(url).content.decode()
    return {name for name in ("open", "draft", "closed") if f"Tallow {name}" in words}


def test_search_and_shelf_offer_only_what_the_person_may_see(client: Client, shelf: dict[str, Page]) -> None:
    assert offered(client, f"{reverse('wagtailadmin_choose_page_search')}?q=tallow") == {"open"}
    assert offered(client, reverse("wagtailadmin_choose_page_child", args=[home_page().pk])) == {"open"}


@pytest.mark.parametrize(("name", "status"), [("open", 200), ("draft", 404), ("closed", 404)])
def test_what_is_closed_is_no_shelf_either(client: Client, shelf: dict[str, Page], name: str, status: int) -> None:
    assert client.get(reverse("wagtailadmin_choose_page_child", args=[shelf[name].pk])).status_code == status


@pytest.mark.parametrize(("names", "status"), [(["open"], 200), (["draft"], 404), (["open", "closed"], 404)])
def test_what_is_closed_cannot_be_asked_for_by_its_key(client: Client, shelf: dict[str, Page], names: list[str], status: int) -> None:
    asked = {"id": [shelf[name].pk for name in names]}

    assert client.get(reverse("wagtailadmin_choose_page_chosen_multiple"), asked).status_code == status


@pytest.mark.usefixtures("writers")
@pytest.mark.parametrize("key", ["x", "9" * 30])
def test_odd_key_is_not_found(client: Client, key: str) -> None:
    assert client.get(reverse("wagtailadmin_choose_page_chosen_multiple"), {"id": key}).status_code == 404


def test_what_a_person_works_on_is_offered(client: Client, writers: Group, shelf: dict[str, Page]) -> None:
    permission = Permission.objects.get(codename="change_page")
    GroupPagePermission.objects.create(group=writers, page=shelf["draft"], permission=permission)

    assert offered(client, f"{reverse('wagtailadmin_choose_page_search')}?q=tallow") == {"open", "draft"}
