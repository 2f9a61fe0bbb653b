"""A whole thread for an information request: who may, what is in it, and what never is."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from wagtail.models import ModelLogEntry

from intranet.core.background import now
from intranet.core.discussion.actions import delete_comment, edit_comment, post_comment, react
from intranet.core.discussion.queries import record_of_thread
from intranet.core.moderation.actions import decide, report
from intranet.core.moderation.models import Case
from intranet.core.organisation.actions import grant_role, intern_audience
from intranet.core.organisation.models import Role
from tests.budgets import query_budget
from tests.denials import denials
from tests.factories.papers import make_paper
from tests.factories.people import make_person, make_service

if TYPE_CHECKING:
    from tests.papers.models import Paper

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.papers.urls")]

NAMES = ("Priya Nair", "priya.nair", "Tomasz Wilk", "@tomasz", "people/tomasz", "Sam Whitlock", "Mina Rep", "Maud Erator", "Leo Gone")
SAID = {"reason": "FOI 2026/117", "names": "pseudonyms", "form": "json"}


@pytest.fixture
def people(housing: Any) -> dict[str, Any]:
    names = {"priya.nair": "Priya Nair", "tomasz": "Tomasz Wilk", "sam": "Sam Whitlock", "rep": "Mina Rep", "mod": "Maud Erator", "leo": "Leo Gone"}
    found = {key: make_person(key, name=name, service=housing) for key, name in names.items()}
    grant_role(found["mod"], role=Role.SENIOR_MODERATOR, service=housing, actor=None)
    return found


@pytest.fixture
def paper(people: dict[str, Any], housing: Any) -> Paper:
    """Under it: a comment that names people, its reply by somebody who is gone, one that was hidden upon a report, one held and one taken back."""
    paper = make_paper("What Priya Nair told us", service=housing)
    priya, tomasz, mod = people["priya.nair"], people["tomasz"], people["mod"]
    first = post_comment(paper, author=priya, body="=1+1 As @tomasz said, and Sam Whitlock too: see /people/tomasz/ or priya.nair@northmoor.example.")
    post_comment(paper, author=people["leo"], body="Thanks, priya nair.", reply_to=first)
    react(first, person=tomasz)
    edit_comment(first, editor=priya, body=f"{first.comment} I asked @Sam and Priyanka, sam or not.")
    unkind = post_comment(paper, author=tomasz, body="Unkind words.")
    report(unkind, reporter=people["rep"], reason="unkind", words="Mina Rep says so.")
    decide(Case.objects.get(), moderator=mod, decision="hidden", reason="@tomasz, be kind. Maud Erator")
    post_comment(paper, author=make_person("new", profile={"joined": now().date()}), body="Held words.")
    gone = post_comment(paper, author=tomasz, body="Taken back.")
    delete_comment(gone, actor=tomasz)
    get_user_model().objects.get(pk=people["leo"].pk).delete()
    return paper


def address(paper: Paper) -> str:
    return reverse("discussion:export", args=[ContentType.objects.get_for_model(paper).pk, paper.pk])


def test_with_pseudonyms_nobody_is_named_and_everybody_is_the_same_throughout(client: Any, paper: Paper, people: dict[str, Any]) -> None:
    client.force_login(people["mod"])
    response = client.post(address(paper), SAID)
    assert response["Content-Disposition"] == 'attachment; filename="comments.json"'
    assert [name for name in NAMES if name.casefold() in response.text.casefold()] == []
    record = json.loads(response.text)
    comments = {comment["number"]: comment for comment in record["comments"]}
    assert record["title"] == "What Person 1 told us"
    assert [comments[number]["author"] for number in range(1, 6)] == ["Person 1", "Person 2", "Person 3", "Person 4", "Person 3"]
    assert comments[1]["words"].startswith("=1+1 As @Person 3 said, and Person 6 too: see /people/Person 3/ or Person 1.")
    assert comments[1]["words"].endswith("I asked @Person 6 and Priyanka, sam or not.")
    assert comments[1]["earlier"][0]["words"].startswith("=1+1 As @Person 3 said")
    assert comments[2]["words"] == "Thanks, Person 1."
    assert [comments[number]["state"] for number in range(1, 6)] == ["published", "published", "hidden", "held", "removed"]
    (case,) = comments[3]["cases"]
    assert (case["reports"], case["decision"], case["reason"], case["decided_by"]) == (1, "hidden", "@Person 3, be kind. Person 5", "Person 5")
    assert comments[1]["reactions"] == {"thanks": 1}


def test_with_names_it_says_them_and_never_who_reported(client: Any, paper: Paper, people: dict[str, Any]) -> None:
    client.force_login(people["mod"])
    texts = {form: client.post(address(paper), {**SAID, "names": "names", "form": form}).content.decode() for form in ("html", "csv", "json")}
    for text in texts.values():
        assert [words in text for words in ("Tomasz Wilk", "Leo Gone", "Held words.", "Unkind words.", "be kind", "Maud Erator")] == [True] * 6
        assert "Mina" not in text
    rows = list(csv.DictReader(io.StringIO(texts["csv"].lstrip("\ufeff"))))
    assert [row["number"] for row in rows] == ["1", "2", "3", "4", "5"]
    assert rows[0]["words"].startswith("'=1+1")
    assert texts["html"].count("<article>") == 5


def test_each_export_is_logged_with_its_reason_and_asking_gives_nothing_out(client: Any, paper: Paper, people: dict[str, Any]) -> None:
    client.force_login(people["mod"])
    log = ModelLogEntry.objects.filter(action="roost.discussion.export")
    page = client.get(address(paper), SAID)
    assert ("Unkind words." in page.text, log.count()) == (False, 0)
    assert client.post(address(paper), {**SAID, "reason": " "}).status_code == 422
    assert log.count() == 0
    client.post(address(paper), SAID)
    entry = log.get()
    assert (entry.user, entry.data) == (people["mod"], {"reason": "FOI 2026/117", "names": False, "form": "json", "comments": 5})


@pytest.mark.parametrize(
    ("role", "elsewhere", "status"),
    [
        (Role.CENTRAL_COORDINATOR, False, 200),
        (Role.DATA_PROTECTION_OFFICER, False, 200),
        (Role.SENIOR_MODERATOR, True, 403),
        (Role.MODERATOR, False, 403),
        (Role.EDITOR, False, 403),
    ],
)
def test_who_may(client: Any, paper: Paper, housing: Any, role: Role, elsewhere: bool, status: int) -> None:
    person = make_person("asker")
    grant_role(person, role=role, service=make_service("Roads") if elsewhere else None, actor=None)
    client.force_login(person)
    assert client.post(address(paper), SAID).status_code == status
    assert ("Export all comments" in client.get(paper.get_absolute_url()).text) == (status == 200)
    assert bool(denials()) == (status == 403)
    closed = make_paper("Closed", audience=intern_audience([["user:999"]]), service=housing)
    assert client.post(address(closed), SAID).status_code == 404


@pytest.mark.parametrize("number", [1, 30])
def test_it_costs_the_same_for_few_and_for_many(people: dict[str, Any], housing: Any, number: int) -> None:
    paper = make_paper(service=housing)
    for place in range(number):
        comment = post_comment(paper, author=people["tomasz"], body=f"@sam {place}")
        report(comment, reporter=people["rep"], reason="other")
    with query_budget(6):
        assert len(record_of_thread(paper, named=False).comments) == number
