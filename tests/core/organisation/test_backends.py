"""Who is signed in comes with the profile."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.auth import get_user, get_user_model

from tests.factories.people import make_person

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db


def signed_in(client: Client) -> Any:
    """Whom the session of the test's browser belongs to."""
    request: Any = type("Request", (), {"session": client.session})
    return get_user(request)


def test_account_and_profile_are_one_query(client: Client, staff: Any, django_assert_num_queries: Any) -> None:
    client.force_login(staff)

    with django_assert_num_queries(2):  # the session, the person
        person = signed_in(client)
        name = person.roost_profile.name

    assert (person, name) == (staff, "Priya Nair")


def test_an_account_without_a_profile_signs_in(client: Client) -> None:
    person = get_user_model().objects.create(username="bare")
    person.roost_profile.delete()
    client.force_login(person)

    assert signed_in(client) == person
    assert getattr(signed_in(client), "roost_profile", None) is None


def test_who_has_left_or_is_gone_is_nobody(client: Client) -> None:
    person = make_person("leaver")
    client.force_login(person)

    get_user_model().objects.filter(pk=person.pk).update(is_active=False)
    assert signed_in(client).is_anonymous
    person.delete()
    assert signed_in(client).is_anonymous
