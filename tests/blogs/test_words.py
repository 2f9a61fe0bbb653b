"""What a post is made of: each kind of block, checked where it is typed and shown as it should be."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.urls import reverse
from wagtail.documents.models import Document
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Page

from blogs.actions import publish_post
from blogs.blocks import PictureBlock, PostBlock
from blogs.models import PostPage
from intranet.core.ui.blocks import VideoBlock
from tests.budgets import query_budget
from tests.factories.blogs import WORDS, make_blog, make_draft, make_leader, make_post
from tests.factories.pages import restrict
from tests.factories.people import make_person

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db

VIDEO = {
    "title": "A walk through Birch Court",
    "address": "https://films.example/birch",
    "language": "en",
    "captions": "WEBVTT\n\n00:00:01.000 --> 00:00:04.000\nThis is the wall.",
    "transcript": "This is the wall. It is wet.",
}


@pytest.fixture
def reader(client: Client, staff: Any) -> Client:
    client.force_login(staff)
    return client


@pytest.fixture
def files(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    settings.STORAGES = {**settings.STORAGES, "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"}}


@pytest.fixture
def picture(files: None) -> Any:
    return get_image_model().objects.create(title="Damp", file=get_test_image_file())


@pytest.fixture
def paper(files: None) -> Document:
    return Document.objects.create(title="The survey <1>", file=ContentFile(b"words", name="survey.pdf"))


def faults(block: Any, value: Any) -> dict[str, str]:
    with pytest.raises(ValidationError) as refusal:
        block.clean(block.to_python(value))
    return {name: " ".join(fault.messages) for name, fault in refusal.value.block_errors.items()}


def test_a_picture_is_told_in_words_or_marked_as_decoration(picture: Any) -> None:
    block, shown = PictureBlock(), {"image": picture.pk, "caption": ""}
    assert faults(block, {**shown, "alt": " ", "decorates": False})["alt"].startswith("Say what the picture shows")
    assert faults(block, {**shown, "alt": "A wall", "decorates": True})["alt"].startswith("A picture that only decorates")
    for told in ({"alt": "A wall", "decorates": False}, {"alt": "", "decorates": True}):
        assert block.clean(block.to_python({**shown, **told}))["alt"] == told["alt"]
    assert block.clean_deferred(block.to_python({**shown, "alt": "", "decorates": False}))["alt"] == ""


def test_a_video_brings_captions_and_a_transcript() -> None:
    block = VideoBlock()
    assert set(faults(block, {**VIDEO, "captions": "", "transcript": " "})) == {"captions", "transcript"}
    assert faults(block, {**VIDEO, "captions": "Hello"}) == {"captions": "Captions begin with the word WEBVTT"}


def test_a_post_without_words_is_a_draft_at_most() -> None:
    block = PostBlock()
    with pytest.raises(ValidationError):
        block.clean(block.to_python([]))
    assert len(block.clean_deferred(block.to_python([]))) == 0


@pytest.mark.parametrize(
    "without", [{"cover": True, "cover_alt": "", "cover_decorates": False}, {"body": [("video", {**VIDEO, "transcript": ""})]}, {"body": "picture"}]
)
def test_no_way_of_publishing_passes_what_is_without_words(picture: Any, without: dict[str, Any]) -> None:
    draft = make_draft()
    if without.get("cover"):
        draft.cover, draft.cover_alt, draft.cover_decorates = picture, "", False
    elif without["body"] == "picture":
        draft.body = [("picture", {"image": picture, "alt": "", "decorates": False, "caption": ""})]
    else:
        draft.body = without["body"]
    draft.save_revision()
    with pytest.raises(ValidationError):
        publish_post(draft, actor=None)
    assert not PostPage.objects.get(pk=draft.pk).live


def test_pictures_videos_and_files_are_shown(reader: Client, picture: Any, paper: Document) -> None:
    body = [
        ("picture", {"image": picture, "alt": 'A "wet" wall', "decorates": False, "caption": "Birch <Court>"}),
        ("picture", {"image": picture, "alt": "", "decorates": True, "caption": ""}),
        ("video", {**VIDEO, "address": "/media/film.mp4"}),
        ("video", VIDEO),
        ("file", {"file": paper, "title": ""}),
    ]
    post = make_post(body=body)
    page = reader.get(post.get_absolute_url()).content.decode()
    captions = reverse("blogs:captions", args=[post.pk, post.body[2].id])
    for words in (
        'alt="A &quot;wet&quot; wall"',
        'alt=""',
        "<figcaption>Birch &lt;Court&gt;</figcaption>",
        f'<track kind="captions" src="{captions}"',
        'href="https://films.example/birch"',
        "It is wet.",
        f' href="{paper.url}">The survey &lt;1&gt;</a>',
        "PDF, 5\xa0bytes",
    ):
        assert words in page
    answer = reader.get(captions)
    assert (answer["Content-Type"], answer.content.decode()) == ("text/vtt; charset=utf-8", VIDEO["captions"])
    assert reader.get(reverse("blogs:captions", args=[post.pk, "x"])).status_code == 404


@pytest.mark.references
def test_files_and_captions_are_as_open_as_the_post(reader: Client, staff: Any, picture: Any, paper: Document) -> None:
    """A file in a block, one that words lead to, and the cover: for its readers, and nobody else, at once."""
    linked = Document.objects.create(title="Plan", file=ContentFile(b"words", name="plan.txt"))
    body = [("paragraph", f'<p><a linktype="document" id="{linked.pk}">Plan</a></p>'), ("file", {"file": paper, "title": ""}), ("video", VIDEO)]
    draft = make_draft(body=body, cover=picture, cover_alt="A wall")
    addresses = [linked.url, paper.url, picture.get_rendition("width-1200").url, reverse("blogs:captions", args=[draft.pk, draft.body[2].id])]
    assert {reader.get(address).status_code for address in addresses} == {404}
    post = publish_post(draft, actor=None)
    assert [(address, answer) for address in addresses if (answer := reader.get(address).status_code) != 200] == []
    few = Group.objects.create(name="Few")
    restrict(Page.objects.get(pk=post.leader.blog.pk), groups=[few])
    assert {reader.get(address).status_code for address in addresses} == {404}
    staff.groups.add(few)
    assert [(address, answer) for address in addresses if (answer := reader.get(address).status_code) != 200] == []


def test_a_file_that_was_deleted_leaves_the_rest_standing(reader: Client, picture: Any, paper: Document) -> None:
    body = [*WORDS, ("picture", {"image": picture, "alt": "A wall", "decorates": False, "caption": ""}), ("file", {"file": paper, "title": ""})]
    post = make_post(body=body, cover=picture, cover_alt="A wall")
    picture.delete()
    paper.delete()
    page = reader.get(post.get_absolute_url())
    assert (page.status_code, "without tidying" in page.content.decode()) == (200, True)


@pytest.mark.parametrize("paragraphs", [1, 8])
def test_links_to_pages_cost_one_question_however_many(reader: Client, paragraphs: int) -> None:
    blog = make_blog()
    others = [make_post(blog, title=f"Other {place}") for place in range(paragraphs)]
    post = make_post(blog, body=[("paragraph", f'<p>See <a linktype="page" id="{other.pk}">that</a>.</p>') for other in others])
    reader.get(post.get_absolute_url())
    with query_budget(17, at_most=True):
        page = reader.get(post.get_absolute_url()).content.decode()
    assert all(f' href="{other.get_absolute_url()}">that</a>' in page for other in others)


def test_the_preview_is_the_readers_page(client: Client, reader: Client, picture: Any, paper: Document) -> None:
    """What an editor looks at before publishing, and what a reader sees after it: the same article, but for the button to follow."""
    blog = make_blog(make_leader())
    body = [*WORDS, ("picture", {"image": picture, "alt": "A wall", "decorates": False, "caption": ""}), ("video", VIDEO), ("card", "/blogs/")]
    draft = make_draft(blog, body=body, tags=["damp"], cover=picture, cover_alt="A wall")
    client.force_login(make_person("admin", is_superuser=True, is_staff=True))
    preview = _article(client.get(f"/admin/pages/{draft.pk}/view_draft/").content.decode())
    publish_post(draft, actor=None)
    PostPage.objects.filter(pk=draft.pk).update(first_published_at=None)
    page = client.get(draft.get_absolute_url()).content.decode()
    assert preview == _article(page)
    assert "This is the wall." in " ".join(preview)


def _article(page: str) -> list[str]:
    whole = page[page.index("<article") : page.index("</article>")]
    form, end = whole.find("<form"), whole.find("</form>")
    return (whole[:form] + whole[end + len("</form>") :] if form > 0 else whole).split()
