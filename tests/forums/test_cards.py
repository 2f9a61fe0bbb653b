"""An address that stands alone becomes a card for whoever may see what is there. Nobody else gets its title by it, on whatever surface."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

import pytest
from django.urls import reverse

from forums import actions
from forums.tasks import make_export
from intranet.core.search.models import Document
from intranet.core.search.queries import search
from tests.factories.forums import make_area, make_topic, only
from tests.feeds import key_for, read

if TYPE_CHECKING:
    from django.test import Client

    from forums.models import Topic

pytestmark = pytest.mark.django_db


@pytest.fixture
def secret(member: Any) -> Topic:
    return make_topic(make_area("Practice", audience=only(member)), author=member, title="Canaryslug family case")


@pytest.fixture
def leaking(secret: Topic, member: Any) -> Topic:
    """A topic that all may read, which leads to one that they may not, and to itself."""
    topic = make_topic(make_area("Housing matters"), author=member, title="Pipes", body="Before")
    words = f"Frozen pipes.\n\n{secret.get_absolute_url()}\n{topic.get_absolute_url()}\n\nAfter the address."
    actions.edit_post(topic.posts.get(), editor=member, body=words)
    return topic


@pytest.mark.site
def test_page_quotation_and_search_do_not_tell_it(client: Client, leaking: Topic, staff: Any) -> None:
    client.force_login(staff)
    post = leaking.posts.get()

    pages = [client.get(leaking.get_absolute_url()).text, client.get(f"{leaking.get_absolute_url()}?quote={post.number}").text]
    pages += [client.get(reverse("search:search"), {"q": words}).text for words in ("frozen pipes", "family case", "after address")]

    assert ["canaryslug" in page.lower() for page in pages] == [False] * 5
    found = [[hit.document.title for hit in search(staff, words).hits] for words in ("frozen pipes", "family case", "after address")]
    assert found == [["Pipes"], [], ["Pipes"]]
    assert (post.words, Document.objects.get(title="Pipes").body) == ("Frozen pipes.\nAfter the address.",) * 2


def test_feeds_do_not_tell_it(leaking: Topic, staff: Any) -> None:
    key = key_for(staff)

    answers = [read(key, "topics.atom").content, read(key, "area.atom", leaking.area).content]

    assert [(b"Frozen pipes." in answer, b"canaryslug" in answer.lower()) for answer in answers] == [(True, False), (True, False)]


def test_archive_leaves_it_out_and_keeps_what_is_inside(leaking: Topic, moderator: Any) -> None:
    export = actions.export_area(leaking.area, actor=moderator)
    make_export.call(export.pk)
    export.refresh_from_db()

    archive = ZipFile(BytesIO(export.file.read()))

    pages = [archive.read(f"topics/{leaking.pk}.{ending}").decode() for ending in ("html", "json")]
    assert "canaryslug" not in "".join(archive.read(name).decode() for name in archive.namelist()).lower()
    assert [("Frozen pipes." in page, "After the address." in page, leaking.get_absolute_url() in page) for page in pages] == [(True,) * 3] * 2
    assert f'href="{leaking.pk}.html#p-1"' in pages[0]
