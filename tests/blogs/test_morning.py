"""What leaders and delegates begin the day with."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse

from blogs.actions import submit_post
from blogs.models import PostPage
from intranet.core.background import at_moment, now
from intranet.core.discussion.actions import post_comment, react
from intranet.core.responses.models import ResponseRequest
from tests.budgets import query_budget
from tests.factories.blogs import make_blog, make_draft, make_leader, make_post
from tests.factories.pages import restrict
from tests.factories.people import make_person

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db

MORNING = "/blogs/-/morning/"
MORNING_QUERIES = 16


@pytest.fixture
def office() -> Any:
    return make_person("office", name="Tom Fairweather")


@pytest.fixture
def post(office: Any, housing: Any) -> PostPage:
    return make_post(make_blog(make_leader(delegates=(office,), service=housing)), tags=["damp"])


@pytest.fixture
def chief(client: Client, post: PostPage) -> Client:
    client.force_login(post.author)
    return client


def test_it_is_there_for_leaders_and_delegates_alone(client: Client, post: PostPage, office: Any, staff: Any) -> None:
    for person, there in ((post.author, True), (office, True), (staff, False)):
        client.force_login(person)
        assert (f'href="{MORNING}"' in client.get("/blogs/").content.decode()) is there
        assert client.get(MORNING).status_code == (200 if there else 404)
    client.force_login(office)
    post.leader.delegates.clear()
    assert client.get(MORNING).status_code == 404
    assert f'href="{MORNING}"' not in client.get("/blogs/").content.decode()


def test_questions_wait_with_their_clocks_and_one_press_holds_or_passes_on(chief: Client, post: PostPage, office: Any, staff: Any) -> None:
    with at_moment(now() - timedelta(minutes=1)):
        first, second = (post_comment(post, author=staff, body=f"When, {place}?", question=True) for place in (1, 2))
    page = chief.get(MORNING)
    assert [line.request.question for line in page.context["waiting"]] == [first, second]
    assert "2 questions wait for an answer." in page.content.decode()
    held, passed = ResponseRequest.objects.of(first).get(), ResponseRequest.objects.of(second).get()
    due = held.due_at
    said = {"next": MORNING, "words": "I have read this and am finding out. You hear from me by then."}
    assert chief.post(reverse("responses:hold", args=[held.pk]), said).url == MORNING
    assert chief.post(reverse("responses:pass_on", args=[passed.pk]), {"next": MORNING, "name": "office"}).url == MORNING
    held.refresh_from_db()
    passed.refresh_from_db()
    assert (held.state, held.due_at > due, passed.addressee) == ("holding", True, office)
    again = chief.get(MORNING)
    assert [line.request for line in again.context["waiting"]] == [held]
    assert "Say that you are finding out" not in again.content.decode(), "a second time needs a reason"
    assert chief.post(reverse("responses:decline", args=[held.pk]), {"next": "https://evil.example/", "reason": "No."}).url == "/responses/"


def test_what_was_said_and_not_replied_to_is_not_ranked_by_praise(chief: Client, post: PostPage, office: Any, staff: Any) -> None:
    fans = [make_person(f"fan{place}") for place in range(3)]
    with at_moment(now() - timedelta(days=8)):
        post_comment(post, author=staff, body="Long ago.")
    praised, debated, replied = (post_comment(post, author=staff, body=words) for words in ("Well said!", "I doubt it.", "And the depots?"))
    for fan in fans:
        react(praised, person=fan)
    post_comment(post, author=fans[0], body="So do I.", reply_to=debated)
    post_comment(post, author=office, body="Them too.", reply_to=replied)
    post_comment(post, author=staff, body="When?", question=True)
    elsewhere = make_post(make_blog(make_leader("cllr", name="Nasreen Malik", post_held="Leader of the council")), title="Elsewhere")
    post_comment(elsewhere, author=staff, body="Not yours.")
    assert [comment.pk for comment in chief.get(MORNING).context["comments"]][:2] == [debated.pk, praised.pk]
    assert {comment.comment for comment in chief.get(MORNING).context["comments"]} == {"I doubt it.", "Well said!", "So do I."}


def test_themes_are_of_what_one_may_see_and_rise_against_the_week_before(chief: Client, post: PostPage) -> None:
    from django.contrib.auth.models import Group  # noqa: PLC0415 -- only here

    blog = post.leader.blog
    for moment, tags in ((8, ["depots"]), (9, ["depots"]), (1, ["depots"]), (1, ["damp"])):
        with at_moment(now() - timedelta(days=moment)):
            made = make_post(blog, title=f"Of {tags[0]} {moment} {now():%f}", tags=tags)
            PostPage.objects.filter(pk=made.pk).update(first_published_at=now())
            dated(PostPage.objects.get(pk=made.pk))
    restrict(make_post(blog, title="Few", tags=["secret"]), groups=[Group.objects.create(name="Few")])
    themes = [(theme.name, theme.this_week, theme.last_week) for theme in chief.get(MORNING).context["themes"]]
    assert themes == [("damp", 2, 0), ("depots", 1, 2)]


def dated(post: PostPage) -> None:
    from intranet.core.search.actions import refresh  # noqa: PLC0415 -- only here

    refresh(post)


def test_drafts_and_polls_stand_there_too(client: Client, post: PostPage, office: Any) -> None:
    draft = make_draft(post.leader.blog, title="Not yet", typed_by=office)
    submit_post(draft, actor=office)
    client.force_login(post.author)
    assert reverse("blogs:approve", args=[draft.pk]) in client.get(MORNING).content.decode()
    client.force_login(office)
    assert reverse("blogs:approve", args=[draft.pk]) not in client.get(MORNING).content.decode(), "who typed it does not approve it"


@pytest.mark.site
def test_a_poll_that_closes_this_week_is_named(chief: Client) -> None:
    from tests.factories.polls import make_poll  # noqa: PLC0415 -- on a site without polls this module is read too

    make_poll("Which day?", closes=now() + timedelta(days=3))
    make_poll("Which month?", closes=now() + timedelta(days=30))
    page = chief.get(MORNING).content.decode()
    assert "Which day?" in page
    assert "Which month?" not in page


@pytest.mark.site
@pytest.mark.parametrize("number", [1, 50])
def test_it_costs_the_same_for_one_and_for_fifty(chief: Client, post: PostPage, office: Any, staff: Any, number: int) -> None:
    draft = make_draft(post.leader.blog, title="Not yet", typed_by=office)
    submit_post(draft, actor=office)
    for place in range(number):
        post_comment(post, author=staff, body=f"Why {place}?", question=True)
        post_comment(post, author=staff, body=f"I doubt it {place}.")
    chief.get(MORNING)
    with query_budget(MORNING_QUERIES):
        assert chief.get(MORNING).status_code == 200
