"""An area as a file: what is in it, that its links lead somewhere, who gets it and for how long."""

from __future__ import annotations

import json
import posixpath
from datetime import timedelta
from html.parser import HTMLParser
from io import BytesIO
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import ModelLogEntry

from forums import actions, conf
from forums.models import Area, AreaExport, Post, Topic
from forums.queries.exports import CHUNK
from forums.tasks import make_export
from intranet.core.background import at_moment, now
from intranet.core.kinds import State
from intranet.core.moderation.actions import decide, report, withdraw
from intranet.core.moderation.models import Case
from intranet.core.ui.uploads import Verdict, inspect
from tests.budgets import query_budget, statements
from tests.core.ui.test_uploads import picture
from tests.factories.forums import make_area, make_reply, make_topic, only
from tests.factories.people import make_person

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db


class Links(HTMLParser):
    """The anchors of a page, and where it leads."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self.anchors: set[str] = set()
        self.targets: list[str] = []
        self.feed(words)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.anchors |= {str(values["id"])} if "id" in values else set()
        self.targets += [str(values[name]) for name in ("href", "src") if name in values]


def dangling(archive: ZipFile) -> list[str]:
    """Links to files or places that are not in the archive."""
    pages = {name: Links(archive.read(name).decode()) for name in archive.namelist() if name.endswith(".html")}
    missing = []
    for name, page in pages.items():
        for target in page.targets:
            if target.startswith(("http://", "https://")):
                continue
            path, _sharp, anchor = target.partition("#")
            place = posixpath.normpath(posixpath.join(posixpath.dirname(name), path)) if path else name
            if place not in archive.namelist() or (anchor and anchor not in pages[place].anchors):
                missing.append(f"{name}: {target}")
    return missing


@pytest.fixture
def made(client: Client, moderator: Any, django_capture_on_commit_callbacks: Any) -> Any:
    """The archive of an area, asked for and fetched by a moderator."""

    def make(area: Area) -> ZipFile:
        client.force_login(moderator)
        with django_capture_on_commit_callbacks(execute=True):
            assert client.post(reverse("forums:exports", args=[area.slug])).status_code == 302
        answer = client.get(area.exports.get().get_absolute_url())
        assert (answer.status_code, answer["Content-Type"], answer["Cache-Control"]) == (200, "application/zip", "private, no-store")
        return ZipFile(BytesIO(b"".join(answer)))

    return make


@pytest.fixture
def town(area: Area, staff: Any, member: Any, monkeypatch: pytest.MonkeyPatch) -> dict[str, Topic]:
    """Two topics, three posts a page, with all that leads from one place to another."""
    monkeypatch.setattr(conf, "EXPORTED_POSTS", 3)
    first = make_topic(area, author=staff, title="Tablets <freeze>", type="question", tags=["tablets"])
    second = make_topic(area, author=member, title="Another matter", body="Begins here.")
    away = make_topic(make_area("Elsewhere"), author=staff, title="Away")
    replies = [make_reply(first, author=member, body=f"Reply {number}") for number in range(2, 8)]
    links = [first.get_absolute_url() + "#p-7", second.get_absolute_url(), first.get_absolute_url() + "?page=9", replies[0].get_absolute_url()]
    links += [away.get_absolute_url(), "/people/staff/", "#p-2", "#p-99", first.get_absolute_url() + "#p-99", "https://example.org/a?b=1&c=2"]
    make_reply(second, author=staff, body="\n".join(f"[way {number}]({link})" for number, link in enumerate(links)) + " by @staff")
    files = [
        actions.NewFile(inspect(SimpleUploadedFile("depot.jpg", picture()), most_bytes=10**6), "The depot", Verdict.CLEAN),
        actions.NewFile(inspect(SimpleUploadedFile("plan.txt", b"Canary plan"), most_bytes=10**6), "", Verdict.CLEAN),
        actions.NewFile(inspect(SimpleUploadedFile("unknown.txt", b"Canary unknown"), most_bytes=10**6), "", Verdict.UNKNOWN),
    ]
    make_reply(first, author=staff, body="See there", quotes=replies[0], quoted="Reply 2", files=files)
    actions.accept(replies[5], actor=staff)
    return {"first": first, "second": second, "away": away}


def test_every_link_leads_somewhere_and_files_go_along(made: Any, area: Area, town: dict[str, Topic], settings: Any) -> None:
    settings.WAGTAILADMIN_BASE_URL = "https://roost.example"
    first, second = town["first"], town["second"]

    archive = made(area)

    assert archive.testzip() is None
    assert dangling(archive) == []
    pages = {"index.html", f"topics/{first.pk}.html", f"topics/{first.pk}-2.html", f"topics/{first.pk}-3.html", f"topics/{second.pk}.html"}
    assert {name for name in archive.namelist() if name.endswith(".html")} == pages
    assert {name.replace(".html", ".json") for name in pages} <= set(archive.namelist())
    assert sorted(archive.read(name) for name in archive.namelist() if name.endswith(".txt")) == [b"Canary plan"]
    words = archive.read(f"topics/{second.pk}.html").decode()
    one, other = first.pk, second.pk
    inside = [target for target in Links(words).targets if target.startswith((f"{one}.", f"{one}-", f"{other}."))]
    assert inside == [f"{one}-3.html#p-7", f"{other}.html#p-1", f"{one}.html", f"{one}.html#p-2", f"{other}.html#p-2", f"{other}.html", f"{one}.html"]
    assert f'href="https://roost.example{town["away"].get_absolute_url()}"' in words
    assert 'href="https://example.org/a?b=1&amp;c=2"' in words
    last = archive.read(f"topics/{first.pk}-3.html").decode()
    assert 'alt="The depot" width="720" height="480"' in last
    assert "“unknown.txt” is not in this archive" in last
    assert "accepted answer" in last
    assert "Tablets &lt;freeze&gt;" in archive.read("index.html").decode()


def test_data_says_the_same(made: Any, area: Area, town: dict[str, Topic], staff: Any) -> None:
    archive = made(area)

    index = json.loads(archive.read("index.json"))
    assert (index["area"]["name"], index["next"]) == (area.name, None)
    assert [topic["title"] for topic in index["topics"]] == ["Tablets <freeze>", "Another matter"]
    numbers = []
    for page in ("", "-2", "-3"):
        numbers += [post["number"] for post in json.loads(archive.read(f"topics/{town['first'].pk}{page}.json"))["posts"]]
    assert numbers == [1, 2, 3, 4, 5, 6, 7, 8]
    post = json.loads(archive.read(f"topics/{town['first'].pk}-3.json"))["posts"][-1]
    assert (post["words"], post["quotes"], post["quoted"], post["author"]) == ("See there", 2, "Reply 2", "Priya Nair")
    assert [(file["name"], bool(file["path"])) for file in post["files"]] == [("depot.jpg", True), ("plan.txt", True), ("unknown.txt", False)]


def test_what_is_gone_leaves_its_place_and_nobody_without_a_name_is_named(made: Any, moderator: Any, staff: Any, member: Any) -> None:
    area = make_area("Candid", allows_unnamed=True)
    topic = make_topic(area, author=staff, title="How is it here")
    secret = make_person("secret", name="Canary Sealed")
    unnamed = make_reply(topic, author=secret, body="Between us", unnamed=True)
    decide(Case.objects.get(object_id=unnamed.pk), moderator=moderator, decision="approved")
    hidden = make_reply(topic, author=make_person("loud", name="Canary Loud"), body="Canary hidden")
    report(hidden, reporter=member, reason="unkind")
    decide(Case.objects.get(object_id=hidden.pk, kind="report"), moderator=moderator, decision="hidden", rule="unkind", reason="Canary reason")
    deleted = make_reply(topic, author=staff, body="Canary deleted")
    actions.delete_post(deleted, actor=staff)
    make_reply(topic, author=make_person("fresh", profile={"joined": now().date()}), body="Canary held")
    gone = make_topic(area, author=staff, title="Canary topic", body="Canary first")
    withdraw(gone.posts.get(), actor=moderator, state=State.HIDDEN)

    archive = made(area)

    everything = "".join(archive.read(name).decode() for name in archive.namelist())
    assert "Canary" not in everything
    assert "secret" not in everything
    page = archive.read(f"topics/{topic.pk}.html").decode()
    assert "Between us" in page
    assert Post.objects.get(pk=unnamed.pk).author_name in page
    assert "Post 3 was removed by a moderator. Rule:" in page
    assert "Post 4 was deleted by its author" in page
    data = json.loads(archive.read(f"topics/{topic.pk}.json"))["posts"]
    assert [(post["number"], post["state"], bool(post["words"])) for post in data] == [
        (1, "published", True),
        (2, "published", True),
        (3, "hidden", False),
        (4, "removed", False),
    ]
    assert dangling(archive) == []


def test_others_do_not_get_it_when_asking_or_fetching(client: Client, made: Any, area: Area, topic: Topic, staff: Any, moderator: Any) -> None:
    made(area)
    export = AreaExport.objects.get()
    page, file = reverse("forums:exports", args=[area.slug]), export.get_absolute_url()

    client.force_login(staff)
    assert (client.get(page).status_code, client.post(page).status_code, client.get(file).status_code) == (403, 403, 404)
    assert page not in client.get(area.get_absolute_url()).content.decode()
    client.force_login(moderator)
    assert page in client.get(area.get_absolute_url()).content.decode()
    actions.change_audience(area, audience=only(staff), actor=None)
    assert (client.get(page).status_code, client.post(page).status_code, client.get(file).status_code) == (404, 404, 404)
    assert AreaExport.objects.count() == 1


def test_it_is_not_given_out_once_something_in_it_is_withdrawn(
    client: Client, made: Any, area: Area, topic: Topic, staff: Any, moderator: Any
) -> None:
    reply = make_reply(topic, author=staff, body="To be regretted")
    made(area)
    file = AreaExport.objects.get().get_absolute_url()
    make_reply(topic, author=staff, body="Written since")
    assert client.get(file).status_code == 200

    actions.delete_post(reply, actor=staff)

    assert client.get(file).status_code == 404
    assert "Not given out any more" in client.get(reverse("forums:exports", args=[area.slug])).content.decode()


def test_a_topic_that_was_moved_is_not_given_out_any_more(client: Client, made: Any, area: Area, topic: Topic, staff: Any, moderator: Any) -> None:
    made(area)
    actions.move_topic(topic, area=make_area("Closed", audience=only(staff, moderator)), actor=moderator)

    assert client.get(AreaExport.objects.get().get_absolute_url()).status_code == 404


def test_words_that_were_edited_away_are_not_given_out_any_more(
    client: Client, made: Any, area: Area, topic: Topic, staff: Any, moderator: Any
) -> None:
    reply = make_reply(topic, author=staff, body="Call me: Canary 01632 960001")
    made(area)
    file = AreaExport.objects.get().get_absolute_url()
    assert client.get(file).status_code == 200

    actions.edit_post(reply, editor=staff, body="Call me.")

    assert client.get(file).status_code == 404
    assert "Not given out any more" in client.get(reverse("forums:exports", args=[area.slug])).text
    again = made(area)
    assert "Canary" not in "".join(again.read(name).decode() for name in again.namelist())
    actions.edit_post(make_reply(topic, author=staff, body="Written since"), editor=staff, body="And changed since")
    assert client.get(AreaExport.objects.get().get_absolute_url()).status_code == 200
    actions.edit_post(reply, editor=staff, body="A second time.")
    assert client.get(AreaExport.objects.get().get_absolute_url()).status_code == 404


def text_file(name: str, verdict: Verdict = Verdict.CLEAN) -> actions.NewFile:
    return actions.NewFile(inspect(SimpleUploadedFile(name, f"Canary {name}".encode()), most_bytes=10**6), "", verdict)


def test_file_that_was_added_while_it_is_made_is_not_in_it(area: Area, topic: Topic, staff: Any, moderator: Any) -> None:
    reply = make_reply(topic, author=staff, files=[text_file("before.txt")])
    export = actions.export_area(area, actor=moderator)
    with at_moment(now() + timedelta(minutes=1)):
        actions.edit_post(reply, editor=staff, body=reply.body, files=[text_file("later.txt")])
        make_export.call(export.pk)

    archive = ZipFile(AreaExport.objects.get().file.open("rb"))

    assert [archive.read(name) for name in archive.namelist() if name.endswith(".txt")] == [b"Canary before.txt"]
    assert "later.txt" not in "".join(archive.read(name).decode() for name in archive.namelist())


@pytest.mark.parametrize("verdict", [Verdict.CLEAN, Verdict.UNKNOWN])
def test_file_that_was_taken_away_is_not_given_out_any_more(
    client: Client, made: Any, area: Area, topic: Topic, staff: Any, moderator: Any, verdict: Verdict
) -> None:
    reply = make_reply(topic, author=staff, files=[text_file("regretted.txt", verdict)])
    made(area)
    file = AreaExport.objects.get().get_absolute_url()
    assert client.get(file).status_code == 200

    actions.edit_post(reply, editor=staff, body=reply.body, drop=reply.attachments.all())

    assert client.get(file).status_code == 404


def test_its_days_are_over(client: Client, made: Any, area: Area, topic: Topic, django_capture_on_commit_callbacks: Any) -> None:
    made(area)
    export = AreaExport.objects.get()
    storage, name = export.file.storage, export.file.name

    with at_moment(now() + timedelta(days=3, minutes=1)):
        assert client.get(export.get_absolute_url()).status_code == 404
        with django_capture_on_commit_callbacks(execute=True):
            actions.forget_exports()

    assert (AreaExport.objects.count(), storage.exists(name)) == (0, False)


def test_asking_and_fetching_are_in_the_history(client: Client, made: Any, area: Area, moderator: Any) -> None:
    made(area)
    client.head(AreaExport.objects.get().get_absolute_url())

    entries = ModelLogEntry.objects.filter(action__in=["forums.export", "forums.fetch_export"]).order_by("pk")
    assert [(entry.action, entry.user) for entry in entries] == [("forums.export", moderator), ("forums.fetch_export", moderator)]


def test_archived_area_is_exported_too(made: Any, area: Area, topic: Topic, moderator: Any) -> None:
    actions.archive(topic, actor=moderator)
    Area.objects.filter(pk=area.pk).update(state="archived")

    assert f"topics/{topic.pk}.html" in made(area).namelist()


def test_one_is_made_at_a_time(area: Area, moderator: Any) -> None:
    with at_moment(now() - timedelta(minutes=5)):
        first = actions.export_area(area, actor=moderator)

    assert actions.export_area(area, actor=moderator) == first
    with at_moment(now() + timedelta(days=1)):
        actions.forget_exports()
    assert AreaExport.objects.get().state == "failed"
    again = actions.export_area(area, actor=moderator)
    assert again != first
    assert AreaExport.objects.get() == again


def test_made_twice_it_is_made_once_and_a_failure_says_so(area: Area, topic: Topic, moderator: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    export = actions.export_area(area, actor=moderator)
    make_export.call(export.pk)
    export.refresh_from_db()
    made = (export.state, export.file.name)
    make_export.call(export.pk)
    export.refresh_from_db()
    assert (export.state, export.file.name) == made == ("ready", export.file.name)

    make_export.call(0)
    broken = actions.export_area(area, actor=moderator)
    monkeypatch.setattr(conf, "EXPORTED_POSTS", 0)
    with pytest.raises(ZeroDivisionError):
        make_export.call(broken.pk)
    broken.refresh_from_db()
    assert broken.state == "failed"


def test_of_an_area_there_is_one_and_its_page_costs_the_same(client: Client, area: Area, topic: Topic, moderator: Any) -> None:
    page = reverse("forums:exports", args=[area.slug])
    client.force_login(moderator)
    client.get(page)
    for _time in range(3):
        make_export.call(actions.export_area(area, actor=moderator).pk)
    with at_moment(now() + timedelta(minutes=1)):
        actions.export_area(area, actor=moderator)

    with query_budget(PAGE_QUERIES):
        words = client.get(page).content.decode()

    assert [export.state for export in area.exports.all()] == ["waiting", "ready"]
    assert ("Make an archive" in words, "An archive is being made" in words, words.count("download>")) == (False, True, 1)


#: One archive that is there and one that is being made.
PAGE_QUERIES = 11


def asked_for(area: Area, moderator: Any) -> int:
    AreaExport.objects.all().delete()
    export = actions.export_area(area, actor=moderator)
    with CaptureQueriesContext(connection) as context:
        make_export.call(export.pk)
    return len(statements(context))


def test_statements_go_by_the_chunk_and_not_by_topics_or_posts(area: Area, moderator: Any, staff: Any) -> None:
    topic = make_topic(area, author=staff)
    make_reply(topic, author=staff, body=f"As [here]({topic.get_absolute_url()})")
    alone = asked_for(area, moderator)
    for number in range(30):
        other = make_topic(area, author=staff, title=f"Topic {number}")
        make_reply(other, author=staff, body=f"As [there]({topic.get_absolute_url()}#p-1)")

    assert (alone, asked_for(area, moderator)) == (EXPORT_QUERIES, EXPORT_QUERIES)


#: For one page of the index whose posts are one chunk.
EXPORT_QUERIES = 11


def test_large_area_is_read_in_chunks(made: Any, area: Area, staff: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conf, "EXPORTED_TOPICS", 2)
    topics = [make_topic(area, author=staff, title=f"Topic {number}") for number in range(5)]
    rows = [
        Post(topic=topics[2], number=number, state="published", body="x", html="<p>x</p>", published_at=now()) for number in range(2, 2 * CHUNK + 5)
    ]
    Post.objects.bulk_create(rows)
    Topic.objects.filter(pk=topics[2].pk).update(last_number=2 * CHUNK + 4)
    Post.objects.filter(topic=topics[2], number__range=(101, 200)).delete()

    archive = made(area)

    assert {name for name in archive.namelist() if name.startswith("index")} == {
        *("index.html", "index.json", "index-2.html", "index-2.json", "index-3.html", "index-3.json")
    }
    pages = sorted(name for name in archive.namelist() if name.startswith(f"topics/{topics[2].pk}") and name.endswith(".html"))
    assert len(pages) == 5
    assert "No posts stand here" in archive.read(f"topics/{topics[2].pk}-2.html").decode()
    assert sum(archive.read(page).decode().count("<article") for page in pages) == 2 * CHUNK + 4 - 100
    assert dangling(archive) == []
