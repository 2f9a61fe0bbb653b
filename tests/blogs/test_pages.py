"""The pages of the blogs: what they show, and to whom."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.urls import reverse

from blogs.actions import ensure_index
from blogs.blocks import CardBlock
from blogs.models import PostPage
from intranet.core.discussion.actions import post_comment
from intranet.core.ui.management.commands.build_css import SHEETS
from tests.factories.blogs import WORDS, make_blog, make_leader, make_post
from tests.factories.pages import restrict
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(client: Any, staff: Any) -> Any:
    client.force_login(staff)
    return client


def test_the_index_shows_leaders_and_the_newest_posts_first(reader: Any) -> None:
    blog = make_blog(make_leader(), title="Ruth's page")
    older, newer = make_post(blog, title="Older"), make_post(blog, title="Newer")
    PostPage.objects.filter(pk=older.pk).update(first_published_at=newer.first_published_at - timedelta(days=1))
    page = reader.get("/blogs/")
    assert [line.post.title for line in page.context["posts"]] == ["Newer", "Older"]
    assert [line.blog for line in page.context["lines"]] == [blog]
    assert "All questions answered" in page.content.decode()


def test_the_index_narrows_to_politicians(reader: Any) -> None:
    make_post(make_blog())
    theirs = make_post(
        make_blog(make_leader("cllr", name="Nasreen Malik", post_held="Leader of the council", kind="political")), title="Politics, plainly"
    )
    assert [line.post for line in reader.get("/blogs/?show=political").context["posts"]] == [theirs]


def test_an_empty_index_says_so(reader: Any) -> None:
    ensure_index()
    assert "No posts yet." in reader.get("/blogs/").content.decode()


def test_a_blog_shows_its_record_and_its_posts(reader: Any, staff: Any) -> None:
    blog = make_blog()
    post = make_post(blog)
    question = post_comment(post, author=staff, body="When will it be **fixed**?", question=True)
    page = reader.get(blog.get_absolute_url())
    assert [line.post for line in page.context["posts"]] == [post]
    assert page.context["answers"].record.waiting == 1
    assert [found.comment for found in page.context["answers"].waiting] == [question]
    assert "When will it be fixed?" in page.content.decode()


def test_a_post_shows_its_words_its_writer_and_its_thread(reader: Any, staff: Any) -> None:
    post = make_post(typed_by=make_person("office", name="Tom Fairweather"), tags=["damp and mould"])
    post_comment(post, author=staff, body="Thank you for the numbers.")
    page = reader.get(post.get_absolute_url()).content.decode()
    assert "without tidying" in page
    assert "Posted on behalf of Ruth Adeyemi" in page
    assert "Thank you for the numbers." in page
    assert reverse("blogs:tag", args=["damp-and-mould"]) in page


def test_every_block_of_a_post_is_shown_and_escaped(reader: Any) -> None:
    body = [
        *WORDS,
        ("heading", "The number <1>"),
        ("quote", {"text": "I am angry & tired", "cite": "The tenant"}),
        ("list", ["All nine homes", "Sorted by hand"]),
    ]
    page = reader.get(make_post(body=body).get_absolute_url()).content.decode()
    for words in ("<h2>The number &lt;1&gt;</h2>", "I am angry &amp; tired", "<footer>The tenant</footer>", "<li>Sorted by hand</li>"):
        assert words in page


@pytest.mark.parametrize("address", ["https://evil.example/", "javascript:alert(1)", "polls"])
def test_a_card_takes_only_addresses_of_ours(address: str) -> None:
    with pytest.raises(ValidationError):
        CardBlock().clean(address)


def test_a_closed_blog_does_not_exist_for_outsiders(reader: Any) -> None:
    blog = make_blog()
    post = make_post(blog, title="CANARY", tags=["secret"])
    restrict(blog, groups=[Group.objects.create(name="Few")])
    for address in (blog.get_absolute_url(), post.get_absolute_url(), reverse("blogs:tag", args=["secret"])):
        assert reader.get(address).status_code == 404
    assert "CANARY" not in reader.get("/blogs/").content.decode()
    assert "secret" not in reader.get("/blogs/").content.decode()


@pytest.mark.site
def test_figures_count_only_the_questions_that_the_reader_may_see(reader: Any, staff: Any) -> None:
    """The wrong person learns nothing from a number: not that there is a question, nor when it is due."""
    blog = make_blog()
    closed, few = make_post(blog, title="CANARY"), Group.objects.create(name="Few")
    post_comment(closed, author=staff, body="When?", question=True)
    restrict(closed, groups=[few])
    home, index, page = reader.get("/"), reader.get("/blogs/"), reader.get(blog.get_absolute_url())
    for answer in (home, index):
        assert "All questions answered" in answer.content.decode()
        assert "answer due by" not in answer.content.decode()
    assert (page.context["answers"].record.waiting, page.context["answers"].waiting) == (0, [])

    staff.groups.add(few)
    home, index, page = reader.get("/"), reader.get("/blogs/"), reader.get(blog.get_absolute_url())
    for answer in (home, index):
        assert "answer due by" in answer.content.decode()
    assert (page.context["answers"].record.waiting, len(page.context["answers"].waiting)) == (1, 1)


def test_printed_links_within_the_site_say_where_the_site_is(reader: Any, settings: Any) -> None:
    settings.WAGTAILADMIN_BASE_URL = "https://intranet.example"
    words = '<p><a href="/guidance/lone-working/">guidance</a>, <a href="https://example.org/">elsewhere</a></p>'
    post = make_post(make_blog(), body=[("paragraph", words), ("card", "/polls/0-nothing/")])
    page = reader.get(post.get_absolute_url()).text
    assert '<a data-site="https://intranet.example" href="/guidance/lone-working/">guidance</a>' in page
    assert '<a data-site="https://intranet.example" href="/polls/0-nothing/">' in page
    assert '<a href="https://example.org/">elsewhere</a>' in page
    assert "attr(data-site) attr(href)" in (SHEETS / "roost.css").read_text(encoding="utf-8")


def test_a_tag_page_shows_its_posts_alone(reader: Any) -> None:
    blog = make_blog()
    tagged = make_post(blog, tags=["budget"])
    make_post(blog, title="Another")
    assert [line.post for line in reader.get(reverse("blogs:tag", args=["budget"])).context["posts"]] == [tagged]
    assert reader.get(reverse("blogs:tag", args=["nothing"])).status_code == 404


def test_a_post_with_comments_off_shows_none(reader: Any) -> None:
    page = reader.get(make_post(comments="off").get_absolute_url()).content.decode()
    assert 'id="comment-form"' not in page
