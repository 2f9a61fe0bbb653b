"""The thread on a page and its acts, by HTTP, with and without htmx."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse

from intranet.core.background import now
from intranet.core.discussion.actions import CannotReact, delete_comment, post_comment, react
from intranet.core.discussion.models import Comment, CommentRevision, Reaction
from intranet.core.kinds import State
from intranet.core.moderation.actions import decide
from intranet.core.moderation.models import Case
from intranet.core.organisation.actions import grant_role, intern_audience
from intranet.core.organisation.models import Role
from intranet.core.search.models import Document
from tests.denials import denials
from tests.factories.papers import make_paper
from tests.factories.people import make_person

if TYPE_CHECKING:
    from tests.papers.models import Paper

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.papers.urls")]

HTMX = {"HX-Request": "true"}


@pytest.fixture
def paper(staff: Any) -> Paper:
    return make_paper()


@pytest.fixture
def other(housing: Any) -> Any:
    return make_person("other", name="Tomasz Wilk", service=housing)


@pytest.fixture
def browser(client: Any, staff: Any) -> Any:
    client.force_login(staff)
    return client


def post_url(thing: Any) -> str:
    return reverse("discussion:post", args=[ContentType.objects.get_for_model(thing).pk, thing.pk])


def test_a_comment_is_posted_without_a_script(browser: Any, paper: Paper) -> None:
    response = browser.post(post_url(paper), {"body": "Hello\nthere"}, follow=True)
    comment = Comment.objects.get()
    assert response.redirect_chain == [(f"/comments/{comment.pk}/", 302), (f"/papers/{paper.pk}/#c-1", 302)]
    assert "<p>Hello<br>\nthere</p>" in response.text
    assert "1 comment</h2>" in response.text


def test_a_comment_is_posted_in_place(browser: Any, paper: Paper) -> None:
    response = browser.post(post_url(paper), {"body": "Hello"}, headers=HTMX)
    assert json.loads(response["HX-Trigger"]) == {"announce": {"value": "Your comment was posted."}, "focus": {"value": "#c-1-h"}}
    assert (response["HX-Retarget"], response["HX-Reswap"], response["HX-Replace-Url"]) == ("#comments", "innerHTML", f"/papers/{paper.pk}/")
    assert response.text.count("<article") == 1
    assert "<html" not in response.text


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_an_empty_comment_is_sent_back_with_what_to_change(browser: Any, paper: Paper, headers: dict[str, str]) -> None:
    response = browser.post(post_url(paper), {"body": " "}, headers=headers)
    assert response.status_code == 422
    assert "One thing needs changing" in response.text
    assert '<a href="#comment-body">Write something first</a>' in response.text
    assert Comment.objects.count() == 0


def test_words_that_are_too_many_are_kept(browser: Any, paper: Paper) -> None:
    response = browser.post(post_url(paper), {"body": "long " * 4001})
    assert response.status_code == 422
    assert "<title>Error: Add your comment" in response.text
    assert "Use 20000 characters or fewer: you have 20004" in response.text
    assert "long long" in response.text


def test_a_reply_names_what_it_replies_to(browser: Any, paper: Paper, other: Any) -> None:
    parent = post_comment(paper, author=other, body="x")
    page = browser.get(reverse("discussion:reply", args=[parent.pk]))
    assert "Reply to comment 1 by Tomasz Wilk" in page.text
    fragment = browser.get(reverse("discussion:reply", args=[parent.pk]), headers=HTMX)
    assert json.loads(fragment["HX-Trigger"])["focus"] == {"value": f"#reply-{parent.pk}-body"}
    response = browser.post(reverse("discussion:reply", args=[parent.pk]), {"body": "y"}, follow=True)
    assert "Comment 2 by" in response.text
    assert ", reply to comment 1</span>" in response.text
    assert Comment.objects.get(number=2).reply_to == parent


def test_controls_say_what_they_act_on(browser: Any, paper: Paper, other: Any) -> None:
    post_comment(paper, author=other, body="x")
    text = browser.get(paper.get_absolute_url()).text
    for words in (
        'Reply<span class="vh"> to comment 1 by Tomasz Wilk',
        'Thanks<span class="vh"> for comment 1 by Tomasz Wilk',
        "More for comment 1 by Tomasz Wilk",
    ):
        assert words in text


def test_an_edit_and_a_deletion_ask_and_then_do(browser: Any, paper: Paper, staff: Any) -> None:
    comment = post_comment(paper, author=staff, body="one")
    assert "one</textarea>" in browser.get(reverse("discussion:edit", args=[comment.pk])).text
    browser.post(reverse("discussion:edit", args=[comment.pk]), {"body": "two"})
    assert Comment.objects.get().comment == "two"
    assert "Delete your comment 1?" in browser.get(reverse("discussion:delete", args=[comment.pk])).text
    browser.post(reverse("discussion:delete", args=[comment.pk]))
    assert Comment.objects.get().state == State.REMOVED


def test_a_tombstone_says_who_deleted(browser: Any, paper: Paper, staff: Any, other: Any) -> None:
    first = post_comment(paper, author=other, body="secret words")
    post_comment(paper, author=staff, body="y", reply_to=first)
    delete_comment(first, actor=other)
    text = browser.get(paper.get_absolute_url()).text
    assert "Comment 1 was deleted by its author" in text
    assert "secret words" not in text


def test_a_permanent_address_opens_the_right_page(browser: Any, paper: Paper, staff: Any, settings: Any) -> None:
    settings.ROOST_COMMENTS_PAGE = 5
    comments = [post_comment(paper, author=staff, body=str(number)) for number in range(12)]
    reply = post_comment(paper, author=staff, body="reply", reply_to=comments[0])
    where = {comment.number: browser.get(comment.get_absolute_url())["Location"] for comment in [*comments, reply]}
    assert where[1] == f"/papers/{paper.pk}/#c-1"
    assert where[13] == f"/papers/{paper.pk}/#c-13"
    assert where[5] == f"/papers/{paper.pk}/?comments=2#c-5"
    assert where[12] == f"/papers/{paper.pk}/?comments=3#c-12"
    for number, address in where.items():
        assert f'id="c-{number}"' in browser.get(address.partition("#")[0]).text


@pytest.mark.parametrize(
    ("sort", "order"), [("oldest", [1, 4, 2, 3]), ("newest", [3, 2, 1, 4]), ("reacted", [2, 1, 4, 3]), ("nonsense", [1, 4, 2, 3])]
)
def test_the_order_stands_in_the_address(browser: Any, paper: Paper, staff: Any, other: Any, sort: str, order: list[int]) -> None:
    first, second, _third = (post_comment(paper, author=other, body=str(number)) for number in range(3))
    post_comment(paper, author=other, body="reply", reply_to=first)
    browser.post(reverse("discussion:react", args=[second.pk]), {"thanks": "1"})
    response = browser.get(paper.get_absolute_url(), {"sort": sort})
    assert [row.comment.number for row in response.context["discussion"].thread.rows] == order


def test_a_reaction_is_given_and_taken_back(browser: Any, paper: Paper, other: Any) -> None:
    comment = post_comment(paper, author=other, body="x")
    response = browser.post(reverse("discussion:react", args=[comment.pk]), {"thanks": "1"}, headers=HTMX)
    assert 'aria-pressed="true"' in response.text
    assert '<span class="num">1</span>' in response.text
    assert json.loads(response["HX-Trigger"]) == {"announce": {"value": "Thanks: given"}}
    assert "Priya Nair" in browser.get(reverse("discussion:reactions", args=[comment.pk])).text
    browser.post(reverse("discussion:react", args=[comment.pk]), {"thanks": "0"})
    assert not Reaction.objects.exists()


def test_where_reactions_are_not_taken_none_is_given(browser: Any, other: Any) -> None:
    comment = post_comment(make_paper(takes_reactions=False), author=other, body="x")
    assert browser.post(reverse("discussion:react", args=[comment.pk]), {"thanks": "1"}).status_code == 403
    assert not Reaction.objects.exists()


def test_nobody_thanks_themselves(browser: Any, paper: Paper, staff: Any, other: Any) -> None:
    comment = post_comment(paper, author=staff, body="x")
    react(comment, person=other)
    page = browser.get(paper.get_absolute_url()).text
    assert reverse("discussion:react", args=[comment.pk]) not in page
    assert '<span class="num">1</span>' in page, "how others reacted is to be seen"
    assert reverse("discussion:reactions", args=[comment.pk]) in page
    for headers in ({}, HTMX):
        assert browser.post(reverse("discussion:react", args=[comment.pk]), {"thanks": "1"}, headers=headers).status_code == 403
    with pytest.raises(CannotReact):
        react(comment, person=staff)
    assert list(Reaction.objects.values_list("person", flat=True)) == [other.pk]


def test_nobody_thanks_themselves_for_what_is_discussed(browser: Any, paper: Paper, staff: Any) -> None:
    paper.author = staff
    paper.save()
    address = address_for_thing("react-to-thing", paper)
    assert address not in browser.get(paper.get_absolute_url()).text
    assert browser.post(address, {"thanks": "1"}).status_code == 403
    assert not Reaction.objects.exists()


def address_for_thing(verb: str, paper: Paper) -> str:
    return reverse(f"discussion:{verb}", args=[ContentType.objects.get_for_model(paper).pk, paper.pk])


def test_what_is_discussed_is_reacted_to_as_well(browser: Any, paper: Paper, settings: Any) -> None:
    settings.ROOST_REACTIONS = ["thanks", "agree"]
    react, who = address_for_thing("react-to-thing", paper), address_for_thing("reactions-to-thing", paper)
    assert "Nobody yet." in browser.get(who).text
    page = browser.get(paper.get_absolute_url()).text
    assert f'action="{react}"' in page
    assert who not in page
    response = browser.post(react, {"thanks": "1"}, headers=HTMX)
    assert 'id="thing-thanks" type="submit" name="thanks" value="0" aria-pressed="true"' in response.text
    assert f'href="{who}"' in response.text
    assert json.loads(response["HX-Trigger"]) == {"announce": {"value": "Thanks: given"}}
    assert browser.post(react, {"agree": "1"})["Location"] == f"{paper.get_absolute_url()}#reactions"
    assert browser.get(who).text.count("Priya Nair") >= 2
    assert browser.get(paper.get_absolute_url()).text.count('<span class="num">1</span>') == 2
    assert browser.post(react, {"think": "1"}).status_code == 400
    browser.post(react, {"thanks": "0"})
    assert list(Reaction.objects.values_list("kind", flat=True)) == ["agree"]


def test_where_reactions_are_not_taken_the_thing_itself_takes_none(browser: Any) -> None:
    paper = make_paper(takes_reactions=False)
    react, who = address_for_thing("react-to-thing", paper), address_for_thing("reactions-to-thing", paper)
    assert react not in browser.get(paper.get_absolute_url()).text
    assert browser.post(react, {"thanks": "1"}).status_code == browser.get(who).status_code == 403
    assert not Reaction.objects.exists()


def test_an_invisible_thing_is_not_reacted_to(browser: Any, hidden: Comment) -> None:
    paper: Any = hidden.discussion.thing
    assert browser.post(address_for_thing("react-to-thing", paper), {"thanks": "1"}).status_code == 404
    assert browser.get(address_for_thing("reactions-to-thing", paper)).status_code == 404
    assert not Reaction.objects.exists()


def test_held_words_are_shown_to_their_author_only(client: Any, paper: Paper, other: Any) -> None:
    newcomer = make_person("newcomer", name="Asha Begum", profile={"joined": now().date()})
    client.force_login(newcomer)
    response = client.post(post_url(paper), {"body": "my first words"}, follow=True)
    assert "Waiting for a moderator" in response.text
    assert "my first words" in response.text
    client.force_login(other)
    assert "my first words" not in client.get(paper.get_absolute_url()).text
    assert client.get(Comment.objects.get().get_absolute_url()).status_code == 404


def test_a_newcomers_change_waits_while_the_approved_words_stand(client: Any, housing: Any, other: Any) -> None:
    """D-55."""
    newcomer, moderator = make_person("newcomer", profile={"joined": now().date()}), make_person("mod")
    grant_role(moderator, role=Role.MODERATOR, service=housing, actor=None)
    comment = post_comment(make_paper(service=housing), author=newcomer, body="my first words")
    decide(Case.objects.get(), moderator=moderator, decision="approved")
    client.force_login(newcomer)
    address = reverse("discussion:edit", args=[comment.pk])
    assert "Until then your words stay as they were." in client.post(address, {"body": "my canary words"}, follow=True).text
    form = client.get(address).text
    assert ["my canary words</textarea>" in form, "my first words</textarea>" in form] == [True, True]
    own = client.get(comment.get_absolute_url(), follow=True).text
    assert ["Your change waits for a moderator" in own, "<p>my canary words</p>" in own, "<p>my first words</p>" in own] == [True, True, True]
    client.force_login(other)
    page = client.get(comment.get_absolute_url(), follow=True).text
    assert "my first words" in page
    assert "canary" not in page
    assert Document.objects.get(kind="comment").body == "my first words"
    decide(Case.objects.open().get(), moderator=moderator, decision="approved")
    assert "my canary words" in client.get(comment.get_absolute_url(), follow=True).text
    assert Document.objects.get(kind="comment").body == "my canary words"
    assert list(CommentRevision.objects.values_list("text", "editor")) == [("my first words", newcomer.pk)]


def test_forms_cannot_set_more_than_they_show(browser: Any, paper: Paper, staff: Any, other: Any) -> None:
    extra = {"author": other.pk, "number": 99, "state": "hidden", "is_official": "1", "is_public": "0", "path": "0", "answers": "1"}
    browser.post(post_url(paper), {"body": "x", **extra})
    comment = Comment.objects.get()
    assert (comment.author, comment.number, comment.state, comment.is_official, comment.path) == (staff, 1, State.PUBLISHED, False, "10000001")
    assert not comment.is_offered_answer


@pytest.mark.parametrize("state", ["read_only", "off"])
def test_a_forged_post_is_refused_alike_where_comments_are_closed(browser: Any, paper: Paper, other: Any, state: str) -> None:
    comment = post_comment(paper, author=other, body="x")
    paper.comments_state = state
    paper.save()
    assert browser.post(post_url(paper), {"body": "y"}).status_code == 403
    assert browser.post(reverse("discussion:reply", args=[comment.pk]), {"body": "y"}).status_code == 403
    assert Comment.objects.count() == 1
    assert "Add your comment" not in browser.get(paper.get_absolute_url()).text


@pytest.fixture
def hidden(housing: Any) -> Comment:
    insider = make_person("insider")
    paper = make_paper("Canary", audience=intern_audience([[f"user:{insider.pk}"]]))
    return post_comment(paper, author=insider, body="canary")


@pytest.mark.parametrize("verb", ["comment", "reply", "edit", "delete", "react", "want", "reactions", "history"])
def test_what_lies_under_an_invisible_thing_is_not_there(browser: Any, hidden: Comment, verb: str) -> None:
    address, missing = (reverse(f"discussion:{verb}", args=[pk]) for pk in (hidden.pk, 999_999))
    for method in (browser.get, browser.post):
        there, nowhere = method(address), method(missing)
        assert there.status_code in (404, 405)
        assert (there.status_code, there.text) == (nowhere.status_code, nowhere.text.replace(missing, address))
    assert not Reaction.objects.exists()


def test_nothing_is_posted_under_an_invisible_thing_or_what_is_none(browser: Any, hidden: Comment, staff: Any) -> None:
    person = ContentType.objects.get_for_model(staff)
    addresses = [
        post_url(hidden.discussion.thing),
        reverse("discussion:post", args=[person.pk, staff.pk]),
        reverse("discussion:post", args=[99999, 1]),
    ]
    assert [browser.post(address, {"body": "x"}).status_code for address in addresses] == [404, 404, 404]
    assert denials() == []
    assert Comment.objects.count() == 1


@pytest.mark.parametrize("verb", ["edit", "delete"])
def test_others_words_are_not_mine_to_change(browser: Any, paper: Paper, other: Any, verb: str) -> None:
    comment = post_comment(paper, author=other, body="theirs")
    assert browser.post(reverse(f"discussion:{verb}", args=[comment.pk]), {"body": "mine"}).status_code == 403
    assert denials() == [("staff", f"POST discussion:{verb}", "comment")]
    assert (Comment.objects.get().comment, Comment.objects.get().state) == ("theirs", State.PUBLISHED)


def test_who_has_left_the_readers_changes_nothing_there_any_more(browser: Any, staff: Any) -> None:
    """D-44: an own comment of before."""
    paper = make_paper("Canary")
    comment = post_comment(paper, author=staff, body="mine of then")
    paper.audience = intern_audience([["user:999999"]])
    paper.save()
    for verb in ("edit", "delete", "reply", "react"):
        assert browser.post(reverse(f"discussion:{verb}", args=[comment.pk]), {"body": "now", "thanks": "1"}).status_code == 404
    assert (Comment.objects.get().comment, Comment.objects.get().state, denials()) == ("mine of then", State.PUBLISHED, [])


@pytest.mark.parametrize("verb", ["react", "want"])
def test_acts_are_posted(browser: Any, paper: Paper, other: Any, verb: str) -> None:
    comment = post_comment(paper, author=other, body="x")
    assert browser.get(reverse(f"discussion:{verb}", args=[comment.pk])).status_code == 405


def test_only_moderators_read_what_it_said_before(browser: Any, client: Any, housing: Any, other: Any) -> None:
    comment = post_comment(make_paper(service=housing), author=other, body="after")
    CommentRevision.objects.create(comment=comment, text="before <b>bold</b>", editor=other)
    address = reverse("discussion:history", args=[comment.pk])
    assert browser.get(address).status_code == 403
    assert denials() == [("staff", "GET discussion:history", "comment")]
    moderator = make_person("mod")
    grant_role(moderator, role=Role.MODERATOR, service=housing, actor=None)
    client.force_login(moderator)
    assert "before &lt;b&gt;bold&lt;/b&gt;" in client.get(address).text


def test_hostile_names_and_words_are_escaped(browser: Any, other: Any) -> None:
    paper = make_paper('"><script>alert(1)</script>')
    other.roost_profile.name = '"><script>alert(2)</script>'
    other.roost_profile.save()
    post_comment(paper, author=type(other).objects.get(pk=other.pk), body="<script>alert(3)</script> [x](javascript:alert(4))")
    text = browser.get(paper.get_absolute_url()).text
    assert all(f"<script>alert({number})" not in text for number in (1, 2, 3))
    assert 'href="javascript' not in text


def test_words_in_welsh_say_so(browser: Any, paper: Paper, settings: Any) -> None:
    assert "It is written in Cymraeg." in browser.get(paper.get_absolute_url()).text
    response = browser.post(post_url(paper), {"body": "Bore da", "lang": "cy"}, follow=True)
    assert '<div class="comment__body" lang="cy"><p>Bore da</p></div>' in response.text
    assert "checked" in browser.get(reverse("discussion:edit", args=[Comment.objects.get().pk])).text
    settings.ROOST_WRITING_LANGUAGES = [("cy", "Cymraeg"), ("ur", "اردو")]
    assert [browser.post(post_url(paper), {"body": "x", "lang": lang}).status_code for lang in ("ur", "xx")] == [302, 422]
    assert list(Comment.objects.order_by("pk").values_list("lang", flat=True)) == ["cy", "ur"]


def test_levels_are_drawn_to_the_third(browser: Any, paper: Paper, staff: Any) -> None:
    above = None
    for number in range(6):
        above = post_comment(paper, author=staff, body=str(number), reply_to=above)
    response = browser.get(paper.get_absolute_url())
    assert [row.depth for row in response.context["discussion"].thread.rows] == [0, 1, 2, 2, 2, 2]
    assert (response.text.count('<ol class="thread">'), response.text.count("in reply to")) == (3, 5)
