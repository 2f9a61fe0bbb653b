"""Words as people really type them: markup in names, other scripts, endless words, and nothing at all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.core import mail
from django.urls import reverse

from blogs.actions import publish_post, start_series, submit_post
from blogs.models import Hashtag, PostPage
from intranet.core.notifications.actions import follow
from tests.factories.blogs import make_blog, make_draft, make_leader, make_post
from tests.factories.people import make_person
from tests.feeds import entries, key_for, read

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db

EVIL = '"><script>alert(1)</script>'
RAW = b"<script>alert(1)"


@pytest.fixture
def reader(client: Client, staff: Any) -> Client:
    client.force_login(staff)
    return client


def test_markup_in_names_is_shown_as_it_was_typed(client: Client, reader: Client, staff: Any, django_capture_on_commit_callbacks: Any) -> None:
    office = make_person("office", name=EVIL)
    blog = make_blog(make_leader(delegates=(office,), post_held=EVIL), title=EVIL, tagline=EVIL, slug="evil")
    series = start_series(blog.leader, title=EVIL, introduction=EVIL, actor=None)
    follow(staff, blog)
    quote = ("quote", {"text": EVIL, "cite": EVIL})
    with django_capture_on_commit_callbacks(execute=True):
        draft = make_draft(blog, title=EVIL, summary=EVIL, slug="evil", body=[("heading", EVIL), quote], tags=[EVIL], series=series, typed_by=office)
        submit_post(draft, actor=office)
        post = publish_post(draft, actor=None)
    make_post(blog, title="Beside", series=series, tags=[EVIL], related=[post])
    tag = Hashtag.objects.get(name=EVIL)
    year = post.first_published_at.year
    addresses = [
        "/blogs/", blog.get_absolute_url(), post.get_absolute_url(), series.get_absolute_url(), tag.get_absolute_url(),
        PostPage.objects.get(title="Beside").get_absolute_url(), f"{reverse('blogs:archive-year', args=[year])}?blog=evil", reverse("notifications:notices"),
        f"{reverse('notifications:feeds')}?for=tag.atom/{tag.pk}",
    ]  # fmt: skip
    for place in addresses:
        page = reader.get(place)
        assert (page.status_code, RAW in page.content) == (200, False), place
        assert "tag.atom" in place or b"&lt;script&gt;alert(1)" in page.content, place  # a feed is called by the tag's address
    key = key_for(staff)
    for feed in (read(key, "blog.atom", blog), read(key, "tag.atom", tag), read(key, "posts.atom")):
        assert EVIL in {entry["title"] for entry in entries(feed)}
    assert mail.outbox
    for letter in mail.outbox:
        assert "<script>" not in "".join(str(part) for part, _kind in getattr(letter, "alternatives", []))
        assert "\n" not in letter.subject


def test_other_scripts_stand_in_titles_tags_and_addresses(reader: Client) -> None:
    post = make_post(title="رسالة إلى الليل", tags=["سكن", "ŵy"], body=[("paragraph", "<p>هذا الساحة في المطر.</p>")])
    page = reader.get(post.get_absolute_url())
    assert page.status_code == 200
    assert '<h1 id="title" dir="auto">رسالة إلى الليل</h1>' in page.content.decode()
    for name in ("سكن", "ŵy"):
        assert reader.get(Hashtag.objects.get(name=name).get_absolute_url()).context["posts"][0].post == post


def test_nothing_and_endless_words_are_pages_too(reader: Client) -> None:
    blog = make_blog()
    empty, endless = make_post(blog, title="Empty", body=[], tags=["🙂"]), make_post(blog, title="x" * 250, body=[("heading", "y" * 5000)])
    for post in (empty, endless):
        assert reader.get(post.get_absolute_url()).status_code == 200
    assert reader.get(blog.get_absolute_url()).status_code == 200
