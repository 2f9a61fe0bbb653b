"""How a thread is drawn: its depth, what is quoted, whose post is named, and who reacted."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse

from intranet.core.discussion.actions import delete_comment, post_comment, react
from intranet.core.discussion.models import Comment
from intranet.core.ui.models import Draft
from tests.factories.papers import make_paper
from tests.factories.people import make_person

if TYPE_CHECKING:
    from tests.papers.models import Paper

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.papers.urls")]


@pytest.fixture
def paper(staff: Any) -> Paper:
    return make_paper()


@pytest.fixture
def browser(client: Any, staff: Any) -> Any:
    client.force_login(staff)
    return client


@pytest.fixture
def other(housing: Any) -> Any:
    return make_person("other", name="Tomasz Wilk", service=housing, profile={"post": "Surveyor"})


def rows_of(browser: Any, paper: Paper) -> list[Any]:
    rows: list[Any] = browser.get(paper.get_absolute_url()).context["discussion"].thread.rows
    return rows


@pytest.mark.parametrize(("depth", "depths", "quoting"), [(3, [0, 1, 2, 2, 2], [4, 5]), (1, [0] * 5, [2, 3, 4, 5]), (99, [0, 1, 2, 3, 4], [])])
def test_a_site_says_how_deep_threads_are_and_what_is_deeper_quotes(
    browser: Any, paper: Paper, other: Any, settings: Any, depth: int, depths: list[int], quoting: list[int]
) -> None:
    settings.ROOST_COMMENTS_DEPTH = depth
    above: Comment | None = None
    for number in range(5):
        above = post_comment(paper, author=other, body=f"Words {number}", reply_to=above)
    rows = rows_of(browser, paper)
    assert [row.depth for row in rows] == depths
    assert [row.comment.number for row in rows if row.is_quoting] == quoting


def test_a_quotation_is_read_when_it_is_shown_and_goes_with_the_words(browser: Any, paper: Paper, staff: Any, other: Any, settings: Any) -> None:
    """D-56."""
    settings.ROOST_COMMENTS_DEPTH = 1
    first = post_comment(paper, author=other, body="canary <b>bold</b>")
    post_comment(paper, author=staff, body="I agree", reply_to=first)
    page = browser.get(paper.get_absolute_url()).text
    assert "<p>canary &lt;b&gt;bold&lt;/b&gt;</p><cite>Tomasz Wilk, in comment 1</cite>" in page
    delete_comment(first, actor=other)
    assert "canary" not in browser.get(paper.get_absolute_url()).text


def test_an_official_answer_keeps_the_post_held_then(browser: Any, staff: Any, other: Any) -> None:
    paper = make_paper(answerer=other)
    question = post_comment(paper, author=staff, body="Why?", question=True)
    post_comment(paper, author=other, body="Because.", reply_to=question, answers=True)
    post_comment(paper, author=other, body="By the way.")
    other.roost_profile.post = "Director"
    other.roost_profile.save()
    assert [row.post_held for row in rows_of(browser, paper)] == ["", "Surveyor", "Director"]
    get_user_model().objects.filter(pk=other.pk).delete()
    rows = rows_of(browser, paper)
    assert [(row.post_held, row.comment.author_name) for row in rows[1:]] == [("Surveyor", "Tomasz Wilk")] * 2
    assert browser.get(paper.get_absolute_url()).text.count("Because.") == 1


def test_more_comments_come_in_place_and_by_a_link(browser: Any, paper: Paper, other: Any, settings: Any) -> None:
    """A-13."""
    settings.ROOST_COMMENTS_PAGE = 2
    for number in range(5):
        post_comment(paper, author=other, body=f"Words {number}")
    first = browser.get(paper.get_absolute_url()).text
    address = re.findall(r'hx-get="(/comments/of/[^"]+)"', first)[0].replace("&amp;", "&")
    part = browser.get(address, headers={"HX-Request": "true"})
    assert json.loads(part["HX-Trigger"]) == {"announce": {"value": "2 more comments"}, "focus": {"value": "#c-3-h"}}
    assert (part["HX-Push-Url"], re.findall(r'id="c-(\d)"', part.text)) == (f"/papers/{paper.pk}/?comments=2", ["3", "4"])
    assert "Show 1 more comment" in part.text
    assert "<html" not in part.text
    assert browser.get(address)["Location"] == f"/papers/{paper.pk}/?comments=2#comments"
    assert "Show 1 more" not in browser.get(f"/papers/{paper.pk}/?comments=3").text


def test_pages_newest_first_do_not_move_while_people_write(browser: Any, paper: Paper, other: Any, settings: Any) -> None:
    settings.ROOST_COMMENTS_PAGE = 2
    for number in range(4):
        post_comment(paper, author=other, body=f"Words {number}")
    first = browser.get(paper.get_absolute_url(), {"sort": "newest"})
    assert [row.comment.number for row in first.context["discussion"].thread.rows] == [4, 3]
    post_comment(paper, author=other, body="Meanwhile")
    following = browser.get(f"{paper.get_absolute_url()}?{first.context['discussion'].next_query}")
    assert [row.comment.number for row in following.context["discussion"].thread.rows] == [2, 1]
    assert [browser.get(paper.get_absolute_url(), {"upto": upto}).status_code for upto in ("x", "-1", "9" * 30)] == [200] * 3


def test_unsent_words_are_kept_on_the_server(browser: Any, paper: Paper, staff: Any) -> None:
    comment = post_comment(paper, author=staff, body="mine")
    places = {
        place: browser.get(address).context["desk" if place != "new" else "discussion"]
        for place, address in {
            "new": paper.get_absolute_url(),
            "reply": reverse("discussion:reply", args=[comment.pk]),
            "edit": reverse("discussion:edit", args=[comment.pk]),
        }.items()
    }
    names = [places["new"].desk.place, places["reply"].place, places["edit"].place]
    for name in names:
        browser.post(reverse("draft"), {"draft": name, "body": f"half a thought in {name}", "keep": "1"})
    assert f"half a thought in {names[0]}</textarea>" in browser.get(paper.get_absolute_url()).text
    for verb, name in (("reply", names[1]), ("edit", names[2])):
        address = reverse(f"discussion:{verb}", args=[comment.pk])
        assert f"half a thought in {name}</textarea>" in browser.get(address).text
        browser.post(address, {"body": "whole"})
    browser.post(places["new"].post_url, {"body": "whole"})
    assert Draft.objects.count() == 0


def test_of_two_tabs_the_second_sees_both_texts(browser: Any, paper: Paper, staff: Any) -> None:
    """D-51."""
    comment = post_comment(paper, author=staff, body="one")
    address = reverse("discussion:edit", args=[comment.pk])
    version = browser.get(address).context["form"].initial["version"]
    assert browser.post(address, {"body": "two", "version": version}).status_code == 302
    second = browser.post(address, {"body": "three", "version": version})
    assert (second.status_code, Comment.objects.get().comment) == (409, "two")
    assert [f"{words}</textarea>" in second.text for words in ("two", "three")] == [True, True]
    part = browser.post(address, {"body": "three", "version": version}, headers={"HX-Request": "true"})
    assert (part.status_code, "two</textarea>" in part.text) == (422, True)
    again = second.context["form"].data["version"]
    assert browser.post(address, {"body": "two and three", "version": again}).status_code == 302
    assert Comment.objects.get().comment == "two and three"


def test_who_reacted_is_told_on_request_in_place_and_as_a_page(browser: Any, paper: Paper, other: Any, settings: Any) -> None:
    settings.ROOST_REACTIONS = ["thanks", "agree"]
    comment = post_comment(paper, author=make_person("third"), body="x")
    address = reverse("discussion:reactions", args=[comment.pk])
    assert "Nobody yet." in browser.get(address).text
    react(comment, person=other, kind="agree")
    part = browser.get(address, headers={"HX-Request": "true"})
    assert (json.loads(part["HX-Trigger"])["focus"], "<html" in part.text) == ({"value": "#c-1-who"}, False)
    assert "Tomasz Wilk</a> <span" in part.text
    page = browser.get(paper.get_absolute_url()).text
    assert f'hx-get="{address}"' in page
    assert ("#thanks" in page, "#check-circle" in page) == (True, True)
