"""Posts in feed readers."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Group
from wagtail.models import PageViewRestriction

from tests.budgets import query_budget
from tests.factories.blogs import make_blog, make_leader, make_post
from tests.factories.people import make_person
from tests.feeds import entries, key_for, read, titles

pytestmark = pytest.mark.django_db


def close(page: Any) -> None:
    restriction = PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.GROUPS)
    restriction.groups.add(Group.objects.create(name="Practice"))


def test_the_newest_posts_come_first_with_their_summaries(staff: Any) -> None:
    blog = make_blog()
    make_post(blog, title="First")
    make_post(blog, title="Second", summary="Two sentences.")

    found = entries(read(key_for(staff), "posts.atom"))

    assert [entry["title"] for entry in found] == ["Second", "First"]
    assert (found[0]["summary"], found[0]["author"]) == ("Two sentences.", "Ruth Adeyemi")
    assert found[0]["url"].endswith("/second/")


def test_a_closed_post_is_silent_and_unpublished_is_gone(staff: Any) -> None:
    blog = make_blog()
    closed, gone = make_post(blog, title="CANARY closed"), make_post(blog, title="CANARY gone")
    key = key_for(staff)
    assert len(titles(read(key, "posts.atom"))) == 2

    close(closed)
    gone.unpublish()

    assert titles(read(key, "posts.atom")) == []
    assert titles(read(key, "blog.atom", blog)) == []


def test_of_a_closed_blog_its_readers_get_titles_alone(staff: Any) -> None:
    blog = make_blog()
    make_post(blog, title="Between us", summary="CANARY")
    close(blog)
    staff.groups.add(Group.objects.get(name="Practice"))

    response = read(key_for(staff), "blog.atom", blog)

    assert titles(response) == ["Between us"]
    assert b"CANARY" not in response.content


def test_a_leaders_feed_holds_that_leaders_posts(staff: Any) -> None:
    mine, other = make_blog(), make_blog(make_leader("cllr", name="Ada Marsh", post_held="Leader of the council"))
    make_post(mine, title="Mine")
    make_post(other, title="Other")

    assert titles(read(key_for(staff), "blog.atom", mine)) == ["Mine"]


def test_a_services_feed_holds_the_posts_of_its_leaders(staff: Any, housing: Any) -> None:
    make_post(make_blog(make_leader(service=housing)), title="Of housing")
    make_post(make_blog(make_leader("cllr", name="Ada Marsh", post_held="Leader of the council")), title="Of nobody")

    assert titles(read(key_for(staff), "service.atom", housing)) == ["Of housing"]


@pytest.mark.parametrize("number", (1, 50))
def test_fifty_posts_cost_as_much_as_one(staff: Any, number: int) -> None:
    blog = make_blog()
    for place in range(number):
        make_post(blog, title=f"Post {place}")
    key = key_for(make_person("reader"))
    read(key, "posts.atom")

    with query_budget(4):
        assert len(titles(read(key, "posts.atom"))) == number
    with query_budget(6):  # the address of a blog is that of its leader
        assert len(titles(read(key, "blog.atom", blog))) == number
