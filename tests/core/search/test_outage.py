"""A real Elasticsearch that is killed and started again, and one that never answers (F-01, F-02, F-03)."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import threading
import time
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings as django_settings
from django.urls import reverse

from intranet.core.organisation.actions import all_staff, intern_audience
from intranet.core.search.actions import refresh, rehouse
from intranet.core.search.engines import outside_engine, wake
from intranet.core.search.engines.delivery import bring_up_to_date, compare
from intranet.core.search.models import OutboxEntry
from intranet.core.search.queries import search, suggest
from tests.leaflets.models import Folder, Leaflet

if TYPE_CHECKING:
    from collections.abc import Iterator

START = Path(__file__).parents[2] / "services" / "elasticsearch"
NOTICE = "Search is slower than usual."


class Node:
    """A node of our own, which may be killed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{(self.folder / 'elasticsearch.port').read_text().strip()}"

    def start(self) -> None:
        subprocess.run([START, self.folder], check=True, stdout=subprocess.DEVNULL, timeout=900)

    def kill(self) -> None:
        known = self.folder / "elasticsearch" / "pid"
        os.kill(int(known.read_text()), signal.SIGKILL)
        known.unlink()
        while _listens(self.url):
            time.sleep(0.05)


def _listens(url: str) -> bool:
    with closing(socket.socket()) as attempt:
        return attempt.connect_ex(("127.0.0.1", int(url.rpartition(":")[2]))) == 0


@pytest.fixture(scope="module")
def node() -> Iterator[Node]:
    node = Node(Path(django_settings.VAR_DIR) / "search-node")
    yield node
    node.kill()


@pytest.fixture
def charge(settings: Any) -> Iterator[Any]:
    """``charge(url)`` puts the engine at ``url`` in charge."""

    def take(url: str) -> Any:
        settings.SEARCH_URL = url
        wake()
        return outside_engine()

    yield take
    wake()


def make(title: str, kind: Any = Leaflet, **fields: Any) -> Any:
    thing = kind.objects.create(title=title, **{"audience": all_staff(), **fields})
    refresh(thing)
    return thing


def titles(user: Any) -> list[str]:
    return sorted(hit.document.title for hit in search(user, "canary").hits)


def when_it_answers(user: Any) -> Any:
    """A node that has just started needs a moment until its index answers."""
    for _ in range(120):
        wake()
        results = search(user, "canary")
        if not results.slow:
            return results
        time.sleep(0.5)
    raise AssertionError("Elasticsearch does not answer again")


def timed_page(client: Any) -> tuple[str, float]:
    begun = time.monotonic()
    html = client.get(reverse("search:search"), {"q": "canary"}).content.decode()
    return html, time.monotonic() - begun


def hide(unpublished: Any, restricted: Any, deleted: Any, area: Any, inside: Any) -> None:
    """Each in its own way, as the apps do."""
    secret = intern_audience([["group:4711"]])
    unpublished.shown = False
    unpublished.save()
    refresh(unpublished)
    restricted.audience = secret
    restricted.save()
    refresh(restricted)
    deleted.delete()
    Leaflet.objects.filter(pk=inside.pk).update(audience=secret)
    area.audience = secret
    area.save()
    refresh(area)
    rehouse(area, audience_id=secret.pk)


@pytest.mark.elasticsearch
@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_while_it_is_down_all_else_works_and_nothing_hidden_is_shown_afterwards(node, charge, staff, client):  # noqa: PLR0915 -- one story
    client.force_login(staff)
    engine = charge(node.url)
    engine.clear()
    bring_up_to_date()
    make("Canary kept")
    unpublished, deleted, area = make("Canary unpublished"), make("Canary deleted"), make("Canary area", Folder)
    restricted, inside = make("Canary restricted"), make("Canary inside", folder=area)
    bring_up_to_date()
    assert when_it_answers(staff).total == 6
    html, _ = timed_page(client)
    assert "<strong>6 results</strong>" in html
    assert NOTICE not in html

    node.kill()
    begun = time.monotonic()
    hide(unpublished, restricted, deleted, area, inside)
    make("Canary written meanwhile")
    assert time.monotonic() - begun < 2.5, "writing does not wait for the engine"
    wake()
    html, seconds = timed_page(client)
    assert NOTICE in html
    assert "<strong>2 results</strong>" in html
    assert seconds < 2.5
    assert OutboxEntry.objects.exists()

    node.start()
    results = when_it_answers(staff)
    assert [hit.document.title for hit in results.hits] == ["Canary kept"]
    assert (results.total, results.pages) == (1, 1)
    assert {value.value: value.count for facet in results.facets if facet.name == "kind" for value in facet.choices} == {"leaflet": 1}
    assert [document.title for document in suggest(staff, "cana")] == ["Canary kept"]
    bring_up_to_date()
    assert titles(staff) == ["Canary kept", "Canary written meanwhile"]
    assert (len(compare()), OutboxEntry.objects.count()) == (0, 0)
    engine.clear()


@pytest.fixture
def mute() -> Iterator[str]:
    """A server that takes connections and never says a word."""
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        taken: list[socket.socket] = []

        def take() -> None:
            while True:
                try:
                    taken.append(server.accept()[0])
                except OSError:
                    return

        threading.Thread(target=take, daemon=True).start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}"
        for connection in taken:
            connection.close()


@pytest.mark.django_db
def test_the_site_stays_in_service_without_it_and_operators_are_told(mute, charge, client):
    pytest.importorskip("elasticsearch")
    charge(mute)
    wake()
    answers = []
    for _ in range(2):
        begun = time.monotonic()
        answers.append(client.get("/-/ready/", headers={"Authorization": "Bearer test-only"}))
        seconds = time.monotonic() - begun
    assert [(answer.status_code, answer.json()["status"], answer.json()["parts"]["search"]) for answer in answers] == [
        (200, "degraded", "does not answer"),
        (200, "degraded", "left alone after it did not answer"),
    ]
    assert seconds < 0.5, "it is waited for once"
    assert client.get("/-/ready/").json() == {"status": "ok"}


@pytest.mark.parametrize("silence", ["mute", "closed"])
@pytest.mark.django_db(transaction=True)
def test_an_engine_that_never_answers_is_waited_for_once(mute, silence, charge, staff, client):
    pytest.importorskip("elasticsearch")
    client.force_login(staff)
    charge(mute if silence == "mute" else "http://127.0.0.1:9")
    begun = time.monotonic()
    make("Canary")
    make("Canary two")
    assert time.monotonic() - begun < 2.5
    wake()
    html, seconds = timed_page(client)
    assert NOTICE in html
    assert "<strong>2 results</strong>" in html
    assert seconds < 2.5
    html, seconds = timed_page(client)
    assert NOTICE in html
    assert seconds < 1.5, "it is left alone for a while"
    assert OutboxEntry.objects.filter(last_error__gt="").exists()
