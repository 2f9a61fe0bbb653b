"""What a site with the core alone can do. It runs in the standalone projects, and on the whole site as well."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.contrib.auth import get_user_model

if TYPE_CHECKING:
    from django.test import Client


@pytest.mark.django_db
def test_it_answers_and_lets_people_in(client: Client) -> None:
    get_user_model().objects.create_user("priya", password="roost-demo")

    assert client.get("/-/alive/").status_code == 200
    assert client.get("/-/ready/").json() == {"status": "ok"}
    assert client.get("/accounts/login/").status_code == 200
    assert client.post("/accounts/login/", {"username": "priya", "password": "roost-demo"}).status_code == 302


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/notices/", "/accounts/login/", "/no-such-page/"])
def test_its_pages_need_no_room_of_ours(client: Client, address: str) -> None:
    client.force_login(get_user_model().objects.create_user("priya"))

    assert client.get(address).status_code in {200, 302, 404}
