"""The demonstration council, whole: the same for one seed and one moment, alive, and silent where it should be."""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from intranet.core.background import at_moment
from intranet.core.moderation.models import Case, Opening
from intranet.core.responses.queries import waiting_for
from intranet.core.search.models import Document
from intranet.demo.loading.everything import load_council
from intranet.demo.moments import LONDON
from tests.budgets import repeated_shapes, statements

if TYPE_CHECKING:
    from django.test import Client

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

LOADED_AT = datetime(2026, 11, 23, 10, 15, tzinfo=LONDON)
PAGES = (
    "/", "/me/", "/blogs/", "/blogs/chief-executive/", "/blogs/chief-executive/a-morning-with-round-7/", "/forums/", "/forums/housing-matters/",
    "/polls/", "/training/", "/training/mine/", "/search/", "/search/?q=damp", "/people/", "/people/chief/", "/services/", "/services/housing/",
    "/guidance/", "/social-accounts/", "/notices/", "/notices/follows/", "/notices/settings/", "/responses/",
)  # fmt: skip
PERSONAS = ("staff", "chief", "newcomer", "member", "moderator", "admin")


class UndoneError(Exception):
    """Takes a load back."""


def person(username: str) -> Any:
    return get_user_model().objects.get(username=username)


def what_was_loaded() -> list[tuple[Any, ...]]:
    """All that is found, but for the keys in addresses: a load that was undone has used them up."""
    fields = ("kind", "title", "body", "tags", "author_name", "created", "state", "service__slug", "audience__label")
    rows = Document.objects.values_list(*fields)
    return sorted(((row[0], row[1], re.sub(r"/\d+-", "/-", row[2]), *row[3:]) for row in rows), key=str)


def loaded_and_undone() -> list[tuple[Any, ...]]:
    loaded = []
    try:
        with transaction.atomic():
            load_council(at=LOADED_AT, seed=1)
            loaded = what_was_loaded()
            raise UndoneError
    except UndoneError:
        return loaded


def test_the_council_is_the_same_each_time_alive_and_silent_where_it_should_be(client: Client) -> None:
    """One test, for to load the council takes most of a minute."""
    first = loaded_and_undone()
    load_council(at=LOADED_AT, seed=1)
    second = what_was_loaded()

    assert len(first) > 500
    assert [pair for pair in zip(first, second, strict=True) if pair[0] != pair[1]] == []
    _what_is_there_and_what_is_not(client)
    _who_has_left_cannot_sign_in_and_a_name_stays_sealed(client)


def _what_is_there_and_what_is_not(client: Client) -> None:
    with at_moment(LOADED_AT):
        assert len(waiting_for(person("chief"))) >= 2
        assert Case.objects.filter(decided_at=None).exists()
        for username in PERSONAS:
            client.force_login(person(username))
            for page in PAGES:
                client.get(page)
                with CaptureQueriesContext(connection) as asked:
                    response = client.get(page)
                assert response.status_code == 200, (username, page)
                assert not repeated_shapes(statements(asked)), (username, page)
        client.force_login(person("staff"))
        assert client.get("/forums/childrens-practice/").status_code == 404
        assert client.get("/moderation/").status_code == 404
        hidden = client.get("/search/?q=Tallantire").content.decode()
        assert "0 results" in hidden or "Nothing for" in hidden
        client.force_login(person("member"))
        assert client.get("/forums/childrens-practice/").status_code == 200


def _who_has_left_cannot_sign_in_and_a_name_stays_sealed(client: Client) -> None:
    opening = Opening.objects.select_related("asked_by", "decided_by", "seal").get()
    assert (opening.asked_by, opening.decided_by, opening.decision) == (person("comms"), person("moderator2"), "refused")
    assert (opening.seal.alias, opening.seal.is_of(person("hanif.choudhury"))) == ("Heron", True)

    assert not client.login(username="leaver", password="roost-demo")


def test_production_refuses_it(settings: Any) -> None:
    settings.DEMONSTRATION = False

    with pytest.raises(CommandError, match="not loaded here"):
        call_command("demo")
