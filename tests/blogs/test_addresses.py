"""Where blogs and posts stand: found by one query, and everything else about them as Wagtail has it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.auth.models import Group
from wagtail.models import Page

from blogs.models import BlogIndexPage, PostPage
from tests.factories.blogs import make_blog, make_draft, make_leader, make_post
from tests.factories.pages import home_page, restrict

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(client: Client, staff: Any) -> Client:
    client.force_login(staff)
    return client


@pytest.fixture
def post() -> PostPage:
    return make_post()


def test_pages_say_the_addresses_at_which_they_are_found(reader: Client, post: PostPage) -> None:
    blog = post.leader.blog
    assert (blog.get_absolute_url(), post.get_absolute_url()) == ("/blogs/chief-executive/", f"/blogs/chief-executive/{post.slug}/")
    for address in ("/blogs/", blog.get_absolute_url(), post.get_absolute_url()):
        assert reader.get(address).status_code == 200
        assert reader.head(address).status_code == 200
        assert reader.post(address).status_code == 405
    assert reader.get(post.get_absolute_url().rstrip("/"), follow=True).redirect_chain == [(post.get_absolute_url(), 301)]


def test_two_posts_of_one_name_stand_in_two_blogs(reader: Client) -> None:
    chief, other = make_blog(), make_blog(make_leader("cllr", name="Nasreen Malik", post_held="Leader of the council"))
    first, second = make_post(chief, title="Thank you"), make_post(other, title="Thank you")
    assert first.slug == second.slug
    for found in (first, second):
        assert reader.get(found.get_absolute_url()).context["post"].pk == found.pk


def test_what_cannot_be_seen_answers_like_what_is_not_there(reader: Client, post: PostPage) -> None:
    """Drafts, closed posts, another blog's posts and mere names: one answer, byte for byte."""
    blog = post.leader.blog
    draft, closed, gone = make_draft(blog, title="Not yet"), make_post(blog, title="Few read it"), make_post(blog, title="Taken back")
    make_blog(make_leader("cllr", name="Nasreen Malik", post_held="Leader of the council"))
    restrict(closed, groups=[Group.objects.create(name="Few")])
    gone.unpublish()
    nothing = reader.get("/blogs/chief-executive/nothing-here/")
    hidden = [draft.get_absolute_url(), closed.get_absolute_url(), gone.get_absolute_url(), f"/blogs/leader-of-the-council/{post.slug}/"]
    answers = [reader.get(address) for address in (*hidden, "/blogs/nobody/", f"/blogs/-/{post.slug}/", f"/blogs/blogs/{post.slug}/")]
    assert {answer.status_code for answer in (nothing, *answers)} == {404}
    assert {answer.content for answer in answers} == {nothing.content}
    assert {tuple(sorted(answer.headers)) for answer in answers} == {tuple(sorted(nothing.headers))}


def test_a_closed_blog_closes_its_posts(reader: Client, staff: Any, post: PostPage) -> None:
    few = Group.objects.create(name="Few")
    restrict(Page.objects.get(pk=post.leader.blog.pk), groups=[few])
    assert reader.get(post.get_absolute_url()).status_code == 404
    staff.groups.add(few)
    assert reader.get(post.get_absolute_url()).status_code == 200


def test_a_post_that_moves_or_changes_its_name_is_found_where_it_says(reader: Client, post: PostPage) -> None:
    before, other = post.get_absolute_url(), make_blog(make_leader("cllr", name="Nasreen Malik", post_held="Leader of the council"))
    post.move(other, pos="last-child")
    moved = PostPage.objects.get(pk=post.pk)
    moved.slug = "renamed"
    moved.save_revision().publish()
    moved = PostPage.objects.get(pk=post.pk)
    assert moved.get_absolute_url() == "/blogs/leader-of-the-council/renamed/"
    assert (reader.get(moved.get_absolute_url()).status_code, reader.get(before).status_code) == (200, 404)


def test_an_index_that_stands_elsewhere_serves_its_pages_there(reader: Client, post: PostPage) -> None:
    index = BlogIndexPage.objects.get()
    index.slug = "leaders"
    index.save_revision().publish()
    found = PostPage.objects.get(pk=post.pk)
    assert found.get_absolute_url() == f"/leaders/chief-executive/{post.slug}/"
    assert reader.get(found.get_absolute_url()).context["post"].pk == post.pk
    assert reader.get("/leaders/").context["posts"][0].post.pk == post.pk


def test_an_alias_is_read_at_its_own_address(reader: Client, post: PostPage) -> None:
    alias = post.create_alias(parent=Page.objects.get(pk=post.leader.blog.pk), update_slug="again")
    assert reader.get(f"/blogs/chief-executive/{alias.slug}/").context["post"].pk == alias.pk


def test_the_editor_previews_a_draft_that_nobody_else_finds(client: Client, admin_user: Any) -> None:
    draft = make_draft(title="Not yet")
    client.force_login(admin_user)
    preview = client.get(f"/admin/pages/{draft.pk}/view_draft/")
    assert preview.status_code == 200
    assert "Not yet" in preview.content.decode()
    assert client.get(draft.get_absolute_url()).status_code == 404


def test_a_page_elsewhere_of_the_same_names_is_wagtails(reader: Client, post: PostPage) -> None:
    place = home_page().add_child(instance=Page(title="Archive", slug="archive"))
    assert reader.get(f"/archive/chief-executive/{post.slug}/").status_code == 404
    assert place.live
