"""Files of posts: who may fetch them, what they are sent with, and what is refused without losing a word (D-20, D-36, D-37, D-41, D-43, D-58)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from forums import actions
from forums.models import Area, Attachment
from intranet.core.kinds import State
from intranet.core.moderation.actions import withdraw
from tests.core.ui.test_uploads import picture
from tests.factories.forums import make_reply, only

if TYPE_CHECKING:
    from django.test import Client

    from forums.models import Topic

pytestmark = pytest.mark.django_db


@pytest.fixture
def as_staff(client: Client, staff: Any) -> Client:
    client.force_login(staff)
    return client


def send(client: Client, topic: Topic, **fields: Any) -> Any:
    return client.post(reverse("forums:reply", args=[topic.area.slug, topic.pk, topic.slug]), {"body": "Look at this.", **fields})


def a_picture(name: str = "depot.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, picture())


def a_pdf(name: str = "plan.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"%PDF-1.7 canary")


def test_files_are_shown_with_the_post_and_fetched(as_staff: Client, topic: Topic) -> None:
    send(as_staff, topic, file_1=a_picture(), alt_1="The new <depot>", file_2=a_pdf('"><script>.pdf'))

    shown, kept = Attachment.objects.all()
    page = as_staff.get(topic.get_absolute_url()).content.decode()
    assert f'src="{shown.small_url}" alt="The new &lt;depot&gt;" width="720" height="480"' in page
    assert "&quot;&gt;&lt;script&gt;.pdf" in page
    answer = as_staff.get(shown.small_url)
    assert (answer["Content-Type"], answer["Content-Disposition"]) == ("image/jpeg", 'inline; filename="depot.jpg"')
    answer = as_staff.get(kept.get_absolute_url())
    assert b"".join(answer) == b"%PDF-1.7 canary"
    assert answer["Content-Disposition"].startswith("attachment; ")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "private, no-store"
    assert sorted(answer["Content-Security-Policy"].split("; ")) == ["default-src 'none'", "sandbox"]


def test_file_is_as_closed_as_its_post(client: Client, topic: Topic, staff: Any, member: Any, moderator: Any) -> None:
    client.force_login(staff)
    send(client, topic, file_1=a_pdf())
    file = Attachment.objects.get()
    client.force_login(member)
    assert client.get(file.get_absolute_url()).status_code == 200

    actions.change_audience(topic.area, audience=only(staff), actor=None)
    assert client.get(file.get_absolute_url(), headers={"if-none-match": "*"}).status_code == 404
    assert client.get(file.small_url).status_code == 404
    actions.change_audience(topic.area, audience=only(staff, member), actor=None)
    assert client.get(file.get_absolute_url()).status_code == 200
    withdraw(file.post, actor=staff, state=State.HIDDEN)
    assert client.get(file.get_absolute_url()).status_code == 404


def test_moderator_fetches_what_is_held_and_nobody_else(client: Client, topic: Topic, newcomer: Any, moderator: Any, member: Any) -> None:
    client.force_login(newcomer)
    send(client, topic, file_1=a_pdf())
    file = Attachment.objects.get()

    statuses = {}
    for person in (newcomer, moderator, member):
        client.force_login(person)
        statuses[person.username] = client.get(file.get_absolute_url()).status_code

    assert statuses == {"newcomer": 200, "moderator": 200, "member": 404}


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({"file_1": a_picture}, "Say in a few words what the picture shows"),
        ({"file_1": lambda: SimpleUploadedFile("a.svg", b"<svg/>")}, "“a.svg” is of a kind that is not taken"),
        ({"file_2": lambda: SimpleUploadedFile("a.pdf", b"MZ")}, "“a.pdf” is not what its name says"),
    ],
)
def test_refused_file_says_why_and_loses_no_word(as_staff: Client, topic: Topic, files: Any, words: str) -> None:
    answer = send(as_staff, topic, **{name: make() for name, make in files.items()})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert "Look at this.</textarea>" in page
    assert "Choose your files again" in page
    assert not Attachment.objects.exists()


def test_quota_of_a_person(as_staff: Client, topic: Topic, settings: Any, staff: Any) -> None:
    settings.ROOST_FORUM_QUOTA_MB = 0

    answer = send(as_staff, topic, file_1=a_pdf())

    assert "Your files take up all of your" in answer.content.decode()
    assert topic.posts.count() == 1


def found_nothing(content: bytes) -> str:
    return "Canary-Test" if b"EICAR" in content else ""


def no_answer(content: bytes) -> str:
    raise OSError("away")


def test_infected_file_is_refused_with_a_clear_word(as_staff: Client, topic: Topic, settings: Any) -> None:
    settings.ROOST_SCANNER = "tests.forums.test_files.found_nothing"

    answer = send(as_staff, topic, file_1=SimpleUploadedFile("a.pdf", b"%PDF-1.7 EICAR"))

    assert "The virus scanner refused “a.pdf”" in answer.content.decode()
    assert topic.posts.count() == 1


@pytest.mark.parametrize(("content", "statuses"), [(b"%PDF-1.7", (200, 200)), (b"%PDF-1.7 EICAR", (404, 404))])
def test_unscanned_file_is_fetched_by_nobody_else(
    client: Client, topic: Topic, settings: Any, staff: Any, member: Any, content: bytes, statuses: tuple[int, int]
) -> None:
    settings.ROOST_SCANNER = "tests.forums.test_files.no_answer"
    client.force_login(staff)
    send(client, topic, file_1=SimpleUploadedFile("a.pdf", content))
    file = Attachment.objects.get()
    assert client.get(file.get_absolute_url()).status_code == 200
    assert "Waits for the virus scanner" in client.get(topic.get_absolute_url()).content.decode()
    client.force_login(member)
    assert client.get(file.get_absolute_url()).status_code == 404
    assert actions.scan_waiting() == 1

    settings.ROOST_SCANNER = "tests.forums.test_files.found_nothing"
    assert actions.scan_waiting() == 0
    assert client.get(file.get_absolute_url()).status_code == statuses[0]
    client.force_login(staff)
    assert client.get(file.get_absolute_url()).status_code == statuses[1]


def test_files_go_with_their_post(as_staff: Client, topic: Topic, django_capture_on_commit_callbacks: Any) -> None:
    send(as_staff, topic, file_1=a_picture(), alt_1="The depot")
    file = Attachment.objects.get()
    storage, names = file.file.storage, [file.file.name, file.small.name]
    assert [storage.exists(name) for name in names] == [True, True]

    with django_capture_on_commit_callbacks(execute=True):
        as_staff.post(reverse("forums:delete-post", args=[file.post_id]))

    assert not Attachment.objects.exists()
    assert [storage.exists(name) for name in names] == [False, False]


def test_files_are_added_and_taken_away_by_an_edit(as_staff: Client, topic: Topic) -> None:
    send(as_staff, topic, file_1=a_pdf("old.pdf"))
    file = Attachment.objects.get()
    address = reverse("forums:edit-post", args=[file.post_id])
    assert "old.pdf" in as_staff.get(address).content.decode()

    as_staff.post(address, {"body": "Look at this.", "drop": [file.pk], "file_1": a_pdf("new.pdf")})

    assert [kept.name for kept in Attachment.objects.all()] == ["new.pdf"]


def test_edit_takes_no_file_past_a_moderator_nor_from_another_post(client: Client, topic: Topic, staff: Any, member: Any) -> None:
    client.force_login(staff)
    send(client, topic, file_1=a_pdf())
    file = Attachment.objects.get()
    mine = make_reply(topic, author=member)
    Area.objects.update(pre_moderated=True)
    client.force_login(member)

    page = client.get(reverse("forums:edit-post", args=[mine.pk])).content.decode()
    answer = client.post(reverse("forums:edit-post", args=[mine.pk]), {"body": mine.body, "drop": [file.pk], "file_1": a_pdf("mine.pdf")})

    assert "file_1" not in page
    assert answer.status_code == 302
    assert [kept.name for kept in Attachment.objects.all()] == ["plan.pdf"]


def test_post_without_a_name_takes_no_file(as_staff: Client, topic: Topic) -> None:
    Area.objects.update(allows_unnamed=True)

    answer = send(as_staff, topic, unnamed="on", file_1=a_pdf())

    assert "A file can say whose it is." in answer.content.decode()
    assert not Attachment.objects.exists()
