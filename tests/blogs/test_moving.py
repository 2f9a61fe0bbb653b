"""Moving in from WordPress: what exports really hold."""

from __future__ import annotations

import json
import tracemalloc
from datetime import UTC, datetime
from io import StringIO
from typing import TYPE_CHECKING, Any

import pytest
from django.core import mail
from django.core.management import call_command
from django.core.management.base import CommandError
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file_jpeg

from blogs.actions.moving.marks import markdown_of
from blogs.actions.moving.words import blocks_of
from blogs.models import MovedIn, PostPage
from intranet.core.background import now
from intranet.core.discussion.models import Comment, Thread
from intranet.core.moderation.models import Case
from intranet.core.notifications.actions import follow
from intranet.core.notifications.models import Notice
from intranet.core.organisation.models import ElectionPeriod
from intranet.core.search.queries import search
from tests.blogs.wordpress import author, comment, export, item, picture, term
from tests.factories.blogs import make_blog, make_leader
from tests.factories.people import make_person

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from blogs.models import LeaderBlogPage

pytestmark = pytest.mark.django_db

MIB = 1024 * 1024


@pytest.fixture
def blog() -> LeaderBlogPage:
    return make_blog(make_leader(), slug="chief-executive")


@pytest.fixture
def move(blog: LeaderBlogPage, tmp_path: Path, django_capture_on_commit_callbacks: Any) -> Callable[..., dict[str, Any]]:
    """Run the command over an export, and give the report."""

    def run(words: str | bytes, *, write: bool = True, **options: Any) -> dict[str, Any]:
        file, report = tmp_path / "export.xml", tmp_path / "report.json"
        file.write_bytes(words if isinstance(words, bytes) else words.encode())
        with django_capture_on_commit_callbacks(execute=True):
            call_command("import_wordpress", file, blog="chief-executive", write=write, report=report, stdout=StringIO(), **options)
        return json.loads(report.read_text())

    return run


def left(report: dict[str, Any]) -> dict[str, int]:
    return {f"{row['what']}: {row['why']}": row["number"] for row in report["left_out"]}


def blocks(source: str, **more: Any) -> list[tuple[str, Any]]:
    def shown(address: str, alt: str) -> dict[str, Any]:
        return {"image": address, "alt": alt, "caption": ""}

    return blocks_of(source, **{"picture": shown, "link": lambda address: f'href="{address}"', "note": lambda what, name: None, **more})


class TestWriting:
    def test_a_dry_run_writes_nothing_and_says_what_would_be(self, move: Any, tmp_path: Path) -> None:
        report = move(export(item(1, comments=comment(1) + comment(2, approved="spam"))), write=False)
        assert report == {
            "written": False,
            "taken_over": {"comments": 1, "posts": 1},
            "left_out": [{"what": "comment", "why": "was spam", "number": 1, "names": ["comment 2"]}],
        }
        assert [model.objects.count() for model in (PostPage, Comment, MovedIn)] == [0, 0, 0]

    def test_a_post_comes_with_its_date_tags_comments_and_nobody_hears(self, move: Any, blog: Any, staff: Any) -> None:
        follow(staff, blog)
        follow(staff, blog.leader.person.roost_profile)
        terms = term("Winter &amp; cold") + term("frost", "post_tag") + term("Uncategorised")
        move(export(item(1, "Ice &amp; snow", terms=terms, comments=comment(7, email="staff@northmoor.example") + comment(8, "And you?", parent=7))))
        post = PostPage.objects.get()
        assert (post.title, post.slug, post.live, post.leader, post.author) == ("Ice & snow", "post-1", True, blog.leader, blog.leader.person)
        assert post.first_published_at == post.last_published_at == datetime(2019, 5, 2, 9, tzinfo=UTC)
        assert sorted(post.tags.names()) == ["frost", "winter-cold"]
        first, second = Comment.objects.order_by("number")
        assert (first.author, first.author_name, first.created) == (staff, "Priya Nair", datetime(2019, 5, 3, 10, tzinfo=UTC))
        assert (second.author, second.author_name, second.reply_to) == (None, "Jo", first)
        assert (Thread.objects.get().comment_count, first.nested_count) == (2, 1)
        assert not Notice.objects.exists()
        assert mail.outbox == []
        assert [hit.document.kind for hit in search(staff, "cold").hits] == ["post"]
        assert [hit.document.kind for hit in search(staff, '"well said"').hits] == ["comment"]

    def test_the_page_is_shown_and_can_be_published_again_without_news(self, client: Any, move: Any, blog: Any, staff: Any, django_capture_on_commit_callbacks: Any) -> None:  # fmt: skip
        follow(staff, blog)
        move(export(item(1, comments=comment(7))))
        client.force_login(staff)
        post = PostPage.objects.get()
        words = client.get(post.get_absolute_url()).content.decode()
        assert "It was cold." in words
        assert "Well said." in words
        with django_capture_on_commit_callbacks(execute=True):
            post.save_revision().publish()
        assert not Notice.objects.exists()
        assert PostPage.objects.get().author_name == "Ruth Adeyemi"

    def test_a_second_run_changes_nothing_and_takes_new_comments(self, move: Any) -> None:
        words = export(item(1, comments=comment(7)))
        move(words)
        before = list(PostPage.objects.values()), list(Comment.objects.values())
        report = move(words)
        assert report["taken_over"] == {"comments that were here already": 1, "posts that were here already": 1}
        assert (list(PostPage.objects.values()), list(Comment.objects.values())) == before
        move(export(item(1, comments=comment(7) + comment(9, parent=7))))
        assert list(Comment.objects.order_by("number").values_list("reply_to__number", flat=True)) == [None, 1]

    def test_other_words_in_a_later_export_change_nothing_and_are_said(self, move: Any) -> None:
        move(export(item(1)))
        report = move(export(item(1, content="It was very cold.")))
        assert left(report) == {"post: has other words in this export than when it was taken over: it was not changed": 1}
        assert "very" not in str(PostPage.objects.get().body)

    def test_what_was_deleted_here_is_not_brought_back(self, move: Any) -> None:
        move(export(item(1, comments=comment(7))))
        PostPage.objects.get().delete()
        report = move(export(item(1, comments=comment(7))))
        assert (PostPage.objects.exists(), report["taken_over"]) == (False, {})

    def test_an_address_that_is_taken_gets_a_number(self, move: Any) -> None:
        move(export(item(1, post_name="same"), item(2, post_name="same"), item(3, "No name", post_name="")))
        assert sorted(PostPage.objects.values_list("slug", flat=True)) == ["no-name", "same", "same-2"]


def test_nothing_moves_into_a_silent_blog_before_an_election(move: Any, blog: Any) -> None:
    type(blog.leader).objects.update(kind="political")
    ElectionPeriod.objects.create(name="Local elections", words="The law asks for silence.", first_day=now().date(), last_day=now().date())
    move(export(item(1)), write=False)
    with pytest.raises(CommandError, match="before the election"):
        move(export(item(1)))
    assert not PostPage.objects.exists()


class TestStates:
    def test_drafts_private_and_future_ones_are_drafts_and_the_rest_stays_behind(self, move: Any) -> None:
        states = ("draft", "pending", "private", "future", "trash", "auto-draft", "inherit")
        items = [item(number, status=state) for number, state in enumerate(states, start=1)]
        report = move(export(*items, item(20, post_password="x"), item(21, post_type="nav_menu_item"), item(22, "About", post_type="page")))
        assert report["taken_over"] == {"drafts": 5, "posts": 1}
        assert PostPage.objects.filter(live=True).get().title == "About"
        assert left(report) == {
            "item of the kind nav_menu_item: is not taken over": 1,
            "page: a blog has no pages: it is a post now": 1,
            "post: its state is auto-draft": 1,
            "post: its state is inherit": 1,
            "post: its state is trash": 1,
            "state: had a password, was private or waited for its time: it is a draft now": 3,
        }

    def test_comments_keep_their_state(self, move: Any) -> None:
        said = comment(1) + comment(2, approved="0") + comment(3, approved="trash") + comment(4, kind="pingback") + comment(5, " ")
        report = move(export(item(1, comments=said, comment_status="closed")))
        assert list(Comment.objects.order_by("number").values_list("state", flat=True)) == ["published", "held"]
        assert Case.objects.get().why == "It waited for a moderator where it came from"
        assert PostPage.objects.get().comments_state == "read_only"
        assert (Thread.objects.get().comment_count, sum(left(report).values())) == (1, 3)

    def test_parents_that_are_missing_late_or_in_a_circle(self, move: Any) -> None:
        said = comment(5, "Child", parent=9) + comment(6, "Orphan", parent=77) + comment(7, "A", parent=8) + comment(8, "B", parent=7)
        report = move(export(item(1, comments=said + comment(9, "Parent") + comment(10, "Of spam", parent=11) + comment(11, approved="spam"))))
        parents = dict(Comment.objects.values_list("comment", "reply_to__comment"))
        assert parents == {"Child": "Parent", "Parent": None, "Orphan": None, "B": None, "A": "B", "Of spam": None}
        assert left(report)["place of a comment: what it answered is not there: it stands by itself"] == 2


class TestPeople:
    def test_who_is_not_here_keeps_the_name_and_gets_no_account(self, move: Any) -> None:
        report = move(export(author("gone", "gone@elsewhere.example", "Pat Gone"), item(1, creator="gone")))
        post = PostPage.objects.get()
        assert (post.author, post.author_name, post.owner) == (None, "Pat Gone", None)
        assert left(report) == {"author: is nobody here: the name stays, without an account": 1}

    def test_a_list_maps_logins_and_a_delegate_writes_for_the_leader(self, move: Any, blog: Any, tmp_path: Path) -> None:
        clerk, guest = make_person("clerk"), make_person("guest", name="Gus Guest")
        blog.leader.delegates.add(clerk)
        listed = tmp_path / "authors.csv"
        listed.write_text("login,username\noffice,clerk\nvisitor,guest\n")
        move(export(item(1, creator="office"), item(2, creator="visitor")), authors=listed)
        office, visitor = PostPage.objects.order_by("slug")
        assert (office.author, office.owner) == (blog.leader.person, clerk)
        assert (visitor.author, visitor.author_name) == (guest, "Gus Guest")

    @pytest.mark.parametrize(("words", "said"), [("login,username\noffice,nobody\n", "line 2: nobody here"), ("a,b\n", "must name the columns")])
    def test_a_list_that_is_wrong_is_refused_with_its_line(self, move: Any, tmp_path: Path, words: str, said: str) -> None:
        listed = tmp_path / "authors.csv"
        listed.write_text(words)
        with pytest.raises(CommandError, match=said):
            move(export(item(1)), authors=listed)


class TestFiles:
    @pytest.fixture
    def folder(self, tmp_path: Path) -> Path:
        folder = tmp_path / "uploads"
        (folder / "2019" / "05").mkdir(parents=True)
        (folder / "2019" / "05" / "street.jpg").write_bytes(get_test_image_file_jpeg().file.getvalue())
        (folder / "2019" / "05" / "plan.pdf").write_bytes(b"%PDF-1.4")
        (folder / "broken.jpg").write_bytes(b"no picture")
        (tmp_path / "secret.jpg").write_bytes(get_test_image_file_jpeg().file.getvalue())
        return folder

    def test_pictures_and_documents_that_are_given(self, move: Any, folder: Path) -> None:
        at = "https://old.northmoor.example/wp-content/uploads/2019/05"
        words = (
            f'[caption id="a" width="300"]<a href="{at}/street.jpg"><img src="{at}/street-300x200.jpg" alt="Snow on a street" /></a> The street[/caption]\n\n'
            f'See <a href="{at}/plan.pdf">the plan</a>.\n\n[gallery ids="50"]'
        )
        parts = export(item(1, content=words), picture(50, f"{at}/street.jpg", alt="A street"))
        for _ in range(2):
            report = move(parts, files=folder)
        move(export(item(2, content=words)), files=folder)
        image = get_image_model().objects.get()
        body = PostPage.objects.get(slug="post-1").body
        assert [(block.block_type, block.value["alt"], block.value["caption"]) for block in body if block.block_type == "picture"] == [
            ("picture", "Snow on a street", "The street"),
            ("picture", "A street", ""),
        ]
        assert body[0].value["image"] == image
        assert 'linktype="document"' in str(body.raw_data)
        assert report["taken_over"]["posts that were here already"] == 1

    def test_what_is_not_given_broken_or_elsewhere_is_left_out(self, move: Any, folder: Path) -> None:
        sources = ("https://x.example/wp-content/uploads/none.jpg", "/wp-content/uploads/broken.jpg", "/wp-content/uploads/../../secret.jpg")
        report = move(export(item(1, content="".join(f'<img src="{source}">' for source in (*sources, "file:///etc/passwd")))), files=folder)
        assert not get_image_model().objects.exists()
        assert left(report)["picture: the file is no picture, or too large"] == 1
        assert sum(number for why, number in left(report).items() if why.startswith("picture: ")) == 4


class TestEncodings:
    def test_bytes_of_windows_in_what_says_utf_8_and_letters_that_xml_cannot_hold(self, move: Any) -> None:
        raw = export(item(1, "Quote", "He said QUOTEyesQUOTE\x0b &nbsp;caf\u00e9 &#11;")).encode().replace(b"QUOTE", b"\x93")
        move(raw)
        assert "He said “yes“" in str(PostPage.objects.get().body)
        assert "café" in str(PostPage.objects.get().body)

    @pytest.mark.parametrize(("said", "codec"), [("ISO-8859-1", "cp1252"), ("windows-1252", "cp1252"), ("UTF-16", "utf-16")])
    def test_other_encodings(self, move: Any, said: str, codec: str) -> None:
        move(export(item(1, "Café – “yes”"), encoding=said).encode(codec))
        assert PostPage.objects.get().title == "Café – “yes”"

    def test_entities_outside_of_cdata(self, move: Any) -> None:
        move(export(item(1)).replace("<title><![CDATA[The first winter]]></title>", "<title>Ice&nbsp;&amp; snow &hellip; &bogus;</title>"))
        assert PostPage.objects.get().title == "Ice & snow … &bogus;"

    @pytest.mark.parametrize(
        ("words", "said"),
        [
            ('<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><rss>&b;</rss>', "declares"),
            ('<?xml version="1.0"?><!DOCTYPE rss SYSTEM "file:///etc/passwd"><rss/>', "declares"),
            ("<html><body>Sign in</body></html>", "does not begin with <rss>"),
            ("<rss><channel><item>", "Line 1: this is not XML"),
            ('<?xml version="1.0" encoding="klingon"?><rss/>', "klingon, which is not known"),
            ("<rss><channel></channel></rss>", "does not say which site"),
        ],
    )
    def test_what_is_no_export_or_means_harm_is_refused_in_one_line(self, move: Any, words: str, said: str) -> None:
        with pytest.raises(CommandError, match=said):
            move(words)
        assert not PostPage.objects.exists()


class TestWords:
    def test_words_from_before_blocks(self) -> None:
        source = "One\nline\n\n<h2>Head</h2>\nTwo <strong>bold</strong> &amp; <em>more</em>\n\n<ul>\n<li>a</li>\n<li>b</li></ul>\n\n<blockquote>Said<cite>Ada</cite></blockquote>"
        assert blocks(source) == [
            ("paragraph", "<p>One<br>line</p>"),
            ("heading", "Head"),
            ("paragraph", "<p>Two <b>bold</b> &amp; <i>more</i></p><ul> <li>a</li> <li>b</li></ul>"),
            ("quote", {"text": "Said", "cite": "Ada"}),
        ]

    def test_words_of_blocks(self) -> None:
        source = '<!-- wp:paragraph -->\n<p>One</p>\n<!-- /wp:paragraph -->\n\n<!-- wp:image {"id":3} -->\n<figure><img src="/x.jpg" alt="X"/><figcaption>Cap</figcaption></figure>\n<!-- /wp:image -->'
        assert blocks(source) == [("paragraph", "<p>One</p>"), ("picture", {"image": "/x.jpg", "alt": "X", "caption": "Cap"})]

    def test_unclosed_and_crossed_tags(self) -> None:
        joined = str(blocks("<p>One <b>two<i>three</b> four<p>five <a href=https://x.example>link"))
        for words in ("One", "two", "three", "four", "five", "link"):
            assert words in joined

    @pytest.mark.parametrize("source", ["<script>alert(1)</script>", '<p onclick="x()">Hi</p>', '<a href="javascript:x">Hi</a>', "<iframe src=x></iframe>", "<style>p{}</style>"])  # fmt: skip
    def test_nothing_that_acts_survives(self, source: str) -> None:
        found = str(blocks(source))
        assert not [word for word in ("script", "onclick", "iframe", "style", "alert") if word in found]

    def test_shortcodes(self) -> None:
        noted: list[str] = []
        source = 'See [1] and [sic]. [button url="/x"]Press[/button] [embed]https://video.example/1[/embed] [contact-form to="x"]'
        found = str(blocks(source, note=lambda what, name: noted.append(what)))
        assert "See [1] and [sic]. Press" in found
        assert "https://video.example/1" in found
        assert "contact-form" not in found
        assert sorted(noted) == ["embedded media, now a link", "shortcode", "shortcode"]

    def test_a_picture_in_the_middle_of_a_bold_link_breaks_nothing(self) -> None:
        found = blocks('<p>Before <b><a href="https://x.example"><img src="/x.jpg" alt="X"> after</a></b> end</p>')
        assert [name for name, _value in found] == ["paragraph", "picture", "paragraph"]
        for name, value in found:
            if name == "paragraph":
                assert value.count("<b>") == value.count("</b>")
                assert value.count("<a ") == value.count("</a>")

    def test_tables_are_lines(self) -> None:
        assert blocks("<table><tr><th>A</th><td>1</td></tr><tr><td>B</td><td>2</td></tr></table>") == [("paragraph", "<p>A · 1</p><p>B · 2</p>")]

    def test_a_comment_stays_as_it_was_written(self, staff: Any) -> None:
        words = '1. *not* a list\n# @staff <b>bold</b> <a href="https://x.example/">here</a>\n\n> no <script>x</script>'
        assert markdown_of(words) == "1\\. \\*not\\* a list\n\\# @staff bold here (https://x.example/)\n\n\\> no"


@pytest.mark.slow
def test_megabytes_in_bounded_memory(blog: Any, tmp_path: Path) -> None:
    """Twelve MiB of spam, which stays behind, and a few posts: what is held at a time is one item."""
    said = "".join(comment(number, "Buy! " * 100, approved="spam") for number in range(1_000))
    items = [item(number, comments=said if number % 5 else comment(number * 10_000)) for number in range(1, 21)]
    file = tmp_path / "export.xml"
    file.write_text(export(*items))
    assert file.stat().st_size > 12 * MIB
    tracemalloc.start()
    call_command("import_wordpress", file, blog=blog.slug, write=True, stdout=StringIO())
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert PostPage.objects.count() == 20
    assert Comment.objects.count() == 4
    assert peak < 30 * MIB
