"""Writing a post in the admin: what the form offers, keeps and refuses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse
from taggit.models import Tag
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from blogs.actions import start_series
from blogs.forms import one_spelling
from blogs.models import LeaderBlogPage, PostPage
from tests.factories.blogs import make_blog, make_draft, make_leader
from tests.factories.people import make_person

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Any:
    return make_person("office", name="Tom Fairweather")


@pytest.fixture
def blog(office: Any) -> LeaderBlogPage:
    return make_blog(make_leader(delegates=(office,)), comments="read_only")


@pytest.fixture
def writer(client: Client, office: Any) -> Client:
    client.force_login(office)
    return client


def words(**fields: Any) -> dict[str, Any]:
    given = {
        "title": "A letter",
        "slug": "a-letter",
        "summary": "Two sentences.",
        "cover": "",
        "cover_alt": "",
        "body": streamfield([("paragraph", rich_text("<p>I was there.</p>"))]),
        "tags": "",
        "series": "",
        "related": streamfield([]),
        "comments_state": "open",
    }
    return nested_form_data(given | fields)


def add(blog: LeaderBlogPage) -> str:
    return reverse("wagtailadmin_pages:add", args=["intranet_blogs", "postpage", blog.pk])


def test_the_form_begins_with_the_defaults_and_the_series_of_its_blog(writer: Client, blog: LeaderBlogPage) -> None:
    start_series(blog.leader, title="Night shift", actor=None)
    start_series(make_leader("cllr", name="Nasreen Malik", post_held="Leader of the council"), title="Of somebody else", actor=None)
    form = writer.get(add(blog)).context["form"]
    assert form["comments_state"].value() == "read_only"
    assert [str(series) for series in form.fields["series"].queryset] == ["Night shift"]


def test_a_draft_is_kept_with_its_hashtags_in_one_spelling(writer: Client, blog: LeaderBlogPage) -> None:
    Tag.objects.create(name="damp and mould")
    answer = writer.post(add(blog), words(tags='"#Damp and mould", housing, #Housing, "#?!"'))
    assert answer.status_code == 302
    post = PostPage.objects.get()
    assert (post.live, sorted(name.lower() for name in post.tags.names())) == (False, ["damp and mould", "housing"])
    assert Tag.objects.count() == 2


def test_one_spelling_keeps_other_scripts() -> None:
    assert one_spelling(["#Café", "ŵy", "سكن", "🙂", ""]) == ["Café", "ŵy", "سكن"]


def test_a_cover_is_told_in_words_before_it_goes_to_the_leader(writer: Client, blog: LeaderBlogPage, settings: Any, tmp_path: Any) -> None:
    """The error stands by its field and keeps what was typed; a draft may wait for the words."""
    settings.MEDIA_ROOT = tmp_path
    cover = get_image_model().objects.create(title="Damp", file=get_test_image_file())
    refused = writer.post(add(blog), words(cover=cover.pk, **{"action-submit": "1"}))
    assert refused.context["form"].errors["cover_alt"][0].startswith("Say what the picture shows")
    assert refused.context["form"]["title"].value() == "A letter"
    assert writer.post(add(blog), words(cover=cover.pk)).status_code == 302
    assert not PostPage.objects.get().cover_decorates


def test_another_leaders_series_is_refused(writer: Client, blog: LeaderBlogPage) -> None:
    other = start_series(make_leader("cllr", name="Nasreen Malik", post_held="Leader of the council"), title="Of somebody else", actor=None)
    assert "series" in writer.post(add(blog), words(series=other.pk)).context["form"].errors


def test_titles_in_the_admin_are_escaped(writer: Client, blog: LeaderBlogPage) -> None:
    draft = make_draft(blog, title='"><script>alert(1)</script>')
    for address in (reverse("wagtailadmin_explore", args=[blog.pk]), reverse("wagtailadmin_pages:edit", args=[draft.pk])):
        assert "<script>alert(1)" not in writer.get(address).content.decode()
