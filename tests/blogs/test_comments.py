"""Whether a post takes comments: by its blog's default, by its office, by its date, and by what it is about."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse

from blogs.models import PostPage
from blogs.models.comments import PostForm
from intranet.core.background import at_moment, now
from intranet.core.discussion.actions import post_comment, react
from intranet.core.discussion.models import Comment
from intranet.core.kinds import CommentsState
from tests.factories.blogs import make_blog, make_draft, make_leader, make_post
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(housing: Any) -> Any:
    return make_person("office", name="Tom Fairweather", service=housing)


@pytest.fixture
def post(office: Any) -> PostPage:
    """Published three days ago, under a blog whose comments close after five."""
    blog = make_blog(make_leader(delegates=(office,)))
    blog.comments_close_after = 5
    blog.save()
    with at_moment(now() - timedelta(days=3)):
        post = make_post(blog)
        PostPage.objects.filter(pk=post.pk).update(first_published_at=now())
    return PostPage.objects.get(pk=post.pk)


def forged(client: Any, post: PostPage) -> int:
    address = reverse("discussion:post", args=[ContentType.objects.get_for_model(post).pk, post.pk])
    status: int = client.post(address, {"body": "y"}).status_code
    return status


def test_comments_close_by_themselves_when_the_days_of_the_blog_are_over(client: Any, post: PostPage, staff: Any, office: Any) -> None:
    client.force_login(staff)
    assert "Comments close" in client.get(post.get_absolute_url()).text
    assert forged(client, post) == 302
    with at_moment(post.first_published_at + timedelta(days=5)):
        page = client.get(post.get_absolute_url()).text
        assert "Comments are closed here since" in page
        assert "They close by themselves after 5 days." in page
        assert "Add your comment" not in page
        assert forged(client, post) == 403
        assert "Comments closed" in client.get("/blogs/").text
        client.force_login(office)
        assert "You answer here, so you may still write." in client.get(post.get_absolute_url()).text
        assert forged(client, post) == 302
    with at_moment(post.first_published_at + timedelta(days=5, seconds=-1)):
        client.force_login(staff)
        assert forged(client, post) == 302


def test_the_page_says_since_when_the_office_has_closed_comments(client: Any, post: PostPage, staff: Any) -> None:
    closed = post.first_published_at + timedelta(days=1)
    post.comments_state = CommentsState.READ_ONLY
    with at_moment(closed):
        post.save_revision()
        assert PostPage.objects.get(pk=post.pk).comments_changed_at is None
        post.get_latest_revision().publish()
    with at_moment(closed + timedelta(hours=1)):
        PostPage.objects.get(pk=post.pk).save_revision().publish()
    assert PostPage.objects.get(pk=post.pk).comments_now().since == closed
    client.force_login(staff)
    assert "Whoever looks after this blog decided so." in client.get(post.get_absolute_url()).text


def test_off_refuses_comments_replies_edits_and_reactions_alike(client: Any, post: PostPage, staff: Any, office: Any) -> None:
    theirs, mine = post_comment(post, author=office, body="x"), post_comment(post, author=staff, body="y")
    post.comments_state = CommentsState.OFF
    post.save(update_fields=["comments_state"])
    client.force_login(staff)
    asked = {"reply": theirs, "react": theirs, "reactions": theirs, "edit": mine}
    statuses = [client.post(reverse(f"discussion:{verb}", args=[pk.pk]), {"body": "z", "thanks": "1"}).status_code for verb, pk in asked.items()]
    assert ([forged(client, post), *statuses], Comment.objects.count()) == ([403, 403, 403, 405, 403], 2)
    page = client.get(post.get_absolute_url()).text
    assert "Comments are off here since" in page
    assert [words in page for words in ("Add your comment", "Reply<", "Thanks<")] == [False, False, False]
    client.force_login(office)
    assert forged(client, post) == 403


def test_a_sensitive_post_takes_neither_reactions_nor_replies(client: Any, office: Any, staff: Any) -> None:
    draft = make_draft(make_blog(make_leader(delegates=(office,))))
    draft.is_sensitive = True
    draft.save_revision().publish()
    post = PostPage.objects.get(pk=draft.pk)
    comment = post_comment(post, author=office, body="We miss her.")
    react(comment, person=post.author)
    client.force_login(staff)
    page = client.get(post.get_absolute_url()).text
    assert "nobody reacts or replies" in page
    assert [words in page for words in ("Reply<", "Thanks<", "Who reacted")] == [False, False, False]
    assert client.post(reverse("discussion:react", args=[comment.pk]), {"thanks": "1"}).status_code == 403
    assert client.post(reverse("discussion:reply", args=[comment.pk]), {"body": "y"}).status_code == 403
    assert forged(client, post) == 302


def test_a_new_post_begins_as_its_blog_says(post: PostPage) -> None:
    blog = post.leader.blog
    blog.comments_default, blog.comments_close_after = CommentsState.READ_ONLY, 30
    handler = PostPage.get_edit_handler()
    form = handler.get_form_class()(instance=PostPage(), parent_page=blog, for_user=post.author)
    assert isinstance(form, PostForm)
    assert (form.initial["comments_state"], form.initial["comments_close_after"]) == ("read_only", 30)
    assert make_draft(blog, title="Another").comments_close_after == 30


def test_an_official_answer_keeps_the_post_by_virtue_of_which_it_was_given(client: Any, post: PostPage, staff: Any) -> None:
    question = post_comment(post, author=staff, body="Why?", question=True)
    post_comment(post, author=post.author, body="Because.", reply_to=question, answers=True)
    post.author.delete()
    client.force_login(staff)
    page = client.get(post.get_absolute_url()).text
    assert "<span>Chief executive</span>" in page.partition("Official answer")[2]
