"""Bringing topics over from another forum: what comes, once, and that nobody is told."""

from __future__ import annotations

import json
import sqlite3
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from django.core.management import CommandError, call_command
from django.test import TestCase

from forums.models import Imported, Post, Topic
from intranet.core.notifications.actions import follow
from intranet.core.notifications.models import Follow, Notice
from intranet.core.search.models import Document
from tests.factories.forums import make_area
from tests.factories.people import make_person

if TYPE_CHECKING:
    from pathlib import Path

    from forums.models import Area

pytestmark = pytest.mark.django_db

ROWS: list[dict[str, Any]] = [
    {"kind": "topic", "id": 7, "area": "help", "title": "Printer on floor 2", "tags": ["IT help"], "type": "question", "locked": True},
    {"kind": "post", "id": 70, "topic": 7, "body": "It **eats** paper.", "created": "2024-03-01T09:00:00Z", "author": {"name": "Old Hand"}},
    {
        "kind": "post",
        "id": 71,
        "topic": 7,
        "body": "Open tray 3.",
        "created": "2024-03-01T10:00:00Z",
        "author": {"name": "X", "email": "LUCY@northmoor.example"},
    },
]
DISCOURSE = {
    "id": 12,
    "title": "Where do we park?",
    "category_id": 5,
    "tags": ["parking"],
    "closed": False,
    "post_stream": {
        "stream": [1, 2, 3, 4, 5],
        "posts": [
            {
                "id": 2,
                "post_number": 2,
                "username": "bo",
                "name": "",
                "cooked": "<p>Behind the <b>depot</b>.</p>",
                "created_at": "2023-05-02T10:00:00.000Z",
            },
            {"id": 1, "post_number": 1, "username": "al", "name": "Al", "raw": "Where?", "cooked": "", "created_at": "2023-05-01T10:00:00.000Z"},
            {"id": 3, "post_number": 3, "username": "mod", "cooked": "", "raw": "", "post_type": 3, "created_at": "2023-05-03T10:00:00.000Z"},
            {"id": 4, "post_number": 4, "username": "bad", "raw": "Buy now", "hidden": True, "created_at": "2023-05-03T10:00:00.000Z"},
        ],
    },
}


@pytest.fixture
def place(db: None) -> Area:
    return make_area("IT help")


@pytest.fixture
def lucy(db: None) -> Any:
    return make_person("lucy", name="Lucy Tan")


def lines(folder: Path, rows: list[dict[str, Any]]) -> str:
    file = folder / "old.jsonl"
    file.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    return str(file)


def run(capsys: pytest.CaptureFixture[str], *args: str) -> str:
    with TestCase.captureOnCommitCallbacks(execute=True):
        call_command(*args)
    return capsys.readouterr().out


def test_lines_are_reported_first_then_written_once(capsys: Any, tmp_path: Path, place: Area, lucy: Any, staff: Any) -> None:
    follow(staff, place)
    file = lines(tmp_path, ROWS)
    command = ("import_discourse", file, "--map", f"help={place.slug}", "--source", "old")

    assert "1 topics and 2 posts would be brought over" in run(capsys, *command)
    assert not Topic.objects.exists()
    assert "1 topics and 2 posts brought over" in run(capsys, *command, "--write")
    lines(tmp_path, [*ROWS, {**ROWS[2], "id": 72, "body": "Thank you."}])
    assert "0 topics and 1 posts brought over" in run(capsys, *command, "--write")
    assert "1 topics were here with all their posts" in run(capsys, *command, "--write")

    topic = Topic.objects.get()
    posts = list(topic.posts.order_by("number"))
    assert (topic.title, topic.area, topic.type, topic.locked, topic.tags) == ("Printer on floor 2", place, "question", True, ["it-help"])
    assert (topic.post_count, topic.last_number, topic.last_post, topic.last_posted_at) == (3, 3, posts[-1], datetime(2024, 3, 1, 10, tzinfo=UTC))
    assert [(post.number, post.author, post.author_name) for post in posts] == [(1, None, "Old Hand"), (2, lucy, "Lucy Tan"), (3, lucy, "Lucy Tan")]
    assert posts[0].published_at == datetime(2024, 3, 1, 9, tzinfo=UTC)
    assert "<strong>eats</strong>" in posts[0].html
    assert set(Document.objects.filter(author_name="Lucy Tan").values_list("kind", flat=True)) >= {"reply"}
    assert Document.objects.get(kind="topic").audience == place.audience
    assert not Notice.objects.exists()
    assert not Follow.objects.filter(person=lucy).exists()


def test_topics_of_discourse(capsys: Any, tmp_path: Path, place: Area, lucy: Any) -> None:
    file, people = tmp_path / "12.json", tmp_path / "people.csv"
    file.write_text(json.dumps(DISCOURSE), encoding="utf-8")
    people.write_text("bo,lucy\n", encoding="utf-8")

    said = run(capsys, "import_discourse", str(file), "--area", place.slug, "--people", str(people), "--write")

    assert "Topic 12: 1 of its posts are not in the file" in said
    assert "1 of these posts keep the name of somebody who is not here" in said
    found = Post.objects.order_by("number").values_list("number", "body", "author__username", "author_name")
    assert list(found) == [(1, "Where?", None, "Al"), (2, "Behind the depot.", "lucy", "Lucy Tan")]


def test_what_has_no_area_is_left_out_and_said_so(capsys: Any, tmp_path: Path, place: Area) -> None:
    said = run(capsys, "import_discourse", lines(tmp_path, ROWS), "--map", f"other={place.slug}", "--write")

    assert "1 topics of help were left out" in said
    assert not Topic.objects.exists()


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ([{**ROWS[0], "title": ""}], "line 1: title is missing"),
        ([ROWS[0], {**ROWS[1], "topic": 8}], "line 2: a post stands below its topic"),
        ([ROWS[0], {**ROWS[1], "created": "yesterday"}], "line 2: 'yesterday' is not a moment"),
        ([{**ROWS[0], "type": "rant"}], "line 1: type is one of"),
        ([{"kind": "user"}], "line 1: kind is topic or post"),
    ],
)
def test_what_is_wrong_in_a_file_is_said_by_its_line(tmp_path: Path, place: Area, rows: list[dict[str, Any]], why: str) -> None:
    with pytest.raises(CommandError, match=why):
        call_command("import_discourse", lines(tmp_path, rows), "--area", place.slug)
    with pytest.raises(CommandError, match="no area nowhere"):
        call_command("import_discourse", lines(tmp_path, rows), "--area", "nowhere")


@pytest.fixture
def machina(tmp_path: Path) -> str:
    file = tmp_path / "machina.sqlite3"
    with sqlite3.connect(file) as other:
        other.executescript(
            """
            CREATE TABLE auth_user (id integer, username text, email text, first_name text, last_name text);
            CREATE TABLE forum_forum (id integer, name text, type integer);
            CREATE TABLE forum_conversation_topic (id integer, forum_id integer, subject text, type integer, status integer, approved bool);
            CREATE TABLE forum_conversation_post (id integer, topic_id integer, poster_id integer, username text, content text, created text,
                updated text, updates_count integer, approved bool);
            INSERT INTO auth_user VALUES (1, 'lt', 'lucy@northmoor.example', 'Lucy', 'T'), (2, 'gone', 'gone@northmoor.example', 'Gone', 'Long');
            INSERT INTO forum_forum VALUES (3, 'Facilities', 0), (4, 'A link', 2);
            INSERT INTO forum_conversation_topic VALUES (9, 3, 'Cold office', 1, 0, 1), (10, 3, 'Moved', 0, 2, 1), (11, 3, 'Unread', 0, 0, 0);
            INSERT INTO forum_conversation_post VALUES
                (90, 9, 1, NULL, 'Since Monday.', '2022-01-03 08:00:00', '2022-01-03 09:00:00', 1, 1),
                (91, 9, 2, NULL, 'Same here.', '2022-01-03 10:00:00', '2022-01-03 10:00:00', 0, 1),
                (92, 9, NULL, 'Guest', 'Not approved', '2022-01-03 11:00:00', '2022-01-03 11:00:00', 0, 0);
            """
        )
    other.close()
    return f"sqlite:///{file}"


def test_topics_of_machina(capsys: Any, place: Area, lucy: Any, machina: str) -> None:
    command = ("import_machina", "--database-url", machina, "--source", "machina")

    assert "Its forums: 3=Facilities" in run(capsys, *command)
    run(capsys, *command, "--map", f"3={place.slug}", "--write")
    assert "1 topics were here" in run(capsys, *command, "--map", f"3={place.slug}", "--write")

    topic = Topic.objects.get()
    assert (topic.title, topic.sticky, topic.post_count) == ("Cold office", True, 2)
    found = topic.posts.order_by("number").values_list("body", "author__username", "author_name", "edited_at")
    assert list(found) == [("Since Monday.", "lucy", "Lucy Tan", datetime(2022, 1, 3, 9, tzinfo=UTC)), ("Same here.", None, "Gone Long", None)]
    assert Imported.objects.filter(source="machina").count() == 3


def test_a_database_of_something_else_is_refused_in_words(tmp_path: Path, place: Area) -> None:
    sqlite3.connect(tmp_path / "other.sqlite3").close()

    for url in (f"sqlite:///{tmp_path}/other.sqlite3", f"sqlite:///{tmp_path}/absent.sqlite3"):
        with pytest.raises(CommandError, match="did not answer as a django-machina would"):
            call_command("import_machina", "--database-url", url, "--area", place.slug)
    assert not (tmp_path / "absent.sqlite3").exists()
