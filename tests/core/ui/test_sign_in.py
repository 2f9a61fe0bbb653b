from __future__ import annotations

import re
from typing import Any

import pytest
from django.contrib.auth.hashers import get_hasher


def words(answer: Any) -> str:
    """The page without its token, which is new each time."""
    return re.sub(r'value="\w{64}"', "", answer.content.decode())


@pytest.mark.parametrize(
    "target",
    [
        "//evil",
        "/\\evil",
        "https:evil",
        "\t//evil",
        "javascript:alert(1)",
        "@evil",
        "https://evil.example/",
        "http:///evil.example",
        "a" * 5000,
        "/" + "a" * 5000,
    ],
)
def test_next_leads_nowhere_else(client: Any, staff: Any, target: str) -> None:
    answer = client.post("/accounts/login/", {"username": "staff", "password": "roost-demo", "next": target})
    assert answer.status_code == 302
    assert answer["location"] == "/"


def test_next_leads_back(client: Any, staff: Any) -> None:
    answer = client.post("/accounts/login/", {"username": "staff", "password": "roost-demo", "next": "/people/?q=x"})
    assert answer["location"] == "/people/?q=x"


def test_sign_in_says_the_same_for_unknown_wrong_and_inactive(client: Any, staff: Any, django_user_model: Any) -> None:
    gone = django_user_model.objects.create_user("aleaf", password="roost-demo", is_active=False)
    tries = [("nobody", "roost-demo"), (staff.username, "wrong"), (gone.username, "roost-demo")]
    answers = [client.post("/accounts/login/", {"username": name, "password": password}) for name, password in tries]
    assert {answer.status_code for answer in answers} == {422}
    pages = {words(answer).replace(f'value="{name}"', 'value=""') for answer, (name, _password) in zip(answers, tries, strict=True)}
    assert len(pages) == 1


def test_sign_in_takes_as_long_for_a_name_that_nobody_has(
    client: Any, staff: Any, django_user_model: Any, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any
) -> None:
    """D-47: what takes time is the hash of the password. Counted, for clocks on a busy machine prove nothing."""
    django_user_model.objects.create_user("aleaf", password="roost-demo", is_active=False)
    hasher, hashed = get_hasher(), []
    encode = type(hasher).encode

    def count(self: Any, password: str, *args: Any, **kwargs: Any) -> str:
        hashed.append(password)
        return encode(self, password, *args, **kwargs)

    monkeypatch.setattr(type(hasher), "encode", count)
    client.get("/accounts/login/")
    for name, password in (("nobody", "roost-demo"), ("staff", "wrong"), ("aleaf", "roost-demo"), ("aleaf", "wrong")):
        hashed.clear()
        with django_assert_num_queries(1):
            assert client.post("/accounts/login/", {"username": name, "password": password}).status_code == 422
        assert hashed == [password], name


def test_sign_in_counts_nothing_for_who_is_in(client: Any, staff: Any) -> None:
    client.force_login(staff)
    assert client.get("/accounts/login/")["location"] == "/"


@pytest.mark.django_db
def test_sign_in_for_a_fragment_takes_the_whole_page_there(client: Any) -> None:
    answer = client.get("/accounts/login/", headers={"hx-request": "true"})
    assert answer["HX-Redirect"] == "/accounts/login/"


def test_sign_out_is_by_post(client: Any, staff: Any) -> None:
    client.force_login(staff)
    assert client.get("/accounts/logout/").status_code == 405
    assert client.post("/accounts/logout/")["location"] == "/accounts/login/"
    assert "_auth_user_id" not in client.session
