"""Measures the pages of the demonstration beside a floor: Django with a session, a user and nothing else (make bench).

Both run in this process, each behind a worker of gunicorn, and in turn, so that a busy machine slows both: ratios count, milliseconds do not.
Connections to the database are kept. The limits are meant for PostgreSQL (DATABASE_URL), on which the peers were measured.
"""

from __future__ import annotations

import gzip
import json
import os
import socket
import statistics
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import django

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "intranet.settings.dev")
os.environ.setdefault("DEBUG", "0")
django.setup()

from django.conf import settings  # noqa: E402 -- Django is set up first
from django.contrib.auth import get_user_model  # noqa: E402
from django.core.handlers.wsgi import WSGIHandler  # noqa: E402
from django.core.signals import request_finished, request_started  # noqa: E402
from django.db import close_old_connections, connection  # noqa: E402
from django.http import HttpResponse  # noqa: E402
from django.test import Client, override_settings  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.urls import path  # noqa: E402
from gunicorn.config import Config  # noqa: E402
from gunicorn.glogging import Logger  # noqa: E402
from gunicorn.workers.sync import SyncWorker  # noqa: E402

from benchmarks.blogs import posts  # noqa: E402
from benchmarks.sites import MIDDLEWARE  # noqa: E402
from blogs.models import PostPage  # noqa: E402
from forums.models import Topic  # noqa: E402
from intranet.core.background import now  # noqa: E402
from intranet.core.discussion.models import Thread  # noqa: E402
from polls.models import Poll  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.http import HttpRequest

ROUNDS = 15
COMMAND = "make bench"
RESULTS = ROOT / "benchmarks" / "results.json"
FLOOR = [f"{__name__}.with_floor_addresses", *MIDDLEWARE]
#: The floor reads its user as Django does; ours is read by a statement that was written before.
STOCK = "django.contrib.auth.backends.ModelBackend"


def with_floor_addresses(get_response: Any) -> Any:
    """The floor's own addresses, without touching those that the site has resolved already."""

    def answer(request: Any) -> Any:
        request.urlconf = __name__
        return get_response(request)

    return answer


def floor(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"hello {request.user} {request.user.is_authenticated}")


urlpatterns = [path("floor/", floor)]


def pages(user: Any) -> Iterator[tuple[str, str, str, dict[str, float]]]:
    """App, name, address, and what each page may cost: statements, floors of CPU, KB of HTML."""
    thread = Thread.objects.filter(content_type__model="postpage").order_by("-comment_count").first()
    post = PostPage.objects.visible_to(user).get(pk=thread.object_id) if thread else None
    topic = Topic.objects.visible_to(user).select_related("area").order_by("-post_count").first()
    poll = Poll.objects.visible_to(user).first()
    yield "home", "home", "/", {"queries": 30}
    yield "blogs", "index", "/blogs/", {"queries": 20, "floors": 25, "kb": 60}
    if post:
        yield "blogs", "post with comments", post.get_absolute_url(), {"queries": 20, "floors": 25, "kb": 150}
    yield "forums", "index", "/forums/", {"queries": 15, "floors": 20}
    if topic:
        yield "forums", "list of topics", topic.area.get_absolute_url(), {"queries": 15}
        yield "forums", "topic", topic.get_absolute_url(), {"queries": 16, "floors": 15, "kb": 60}
    if poll:
        yield "polls", "poll", poll.get_absolute_url(), {"queries": 20}
    yield "search", "results", "/search/?q=damp", {"queries": 16}


class Listener:
    """Where a worker believes that its requests come in."""

    def getsockname(self) -> tuple[str, int]:
        return "127.0.0.1", 8000


class Door:
    """A site behind a worker of gunicorn, with a signed-in session: what a worker does for a request is in its cost, as in that of the peers."""

    def __init__(self, cookie: str) -> None:
        self.cookie, config = cookie, Config()
        self.worker = SyncWorker(0, os.getpid(), [], None, 30, config, Logger(config))
        self.worker.wsgi = WSGIHandler()

    def get(self, address: str) -> tuple[int, bytes]:
        status, body, _seconds = self._asked(address)
        return status, body

    def seconds(self, address: str) -> float:
        return self._asked(address)[2]

    def _asked(self, address: str) -> tuple[int, bytes, float]:
        """The status, the body, and the seconds of CPU of the worker, which is this thread; another one plays the browser."""
        cookie = f"{settings.SESSION_COOKIE_NAME}={self.cookie}"
        browser, worker = socket.socketpair()
        browser.sendall(f"GET {address} HTTP/1.1\r\nHost: 127.0.0.1:8000\r\nCookie: {cookie}\r\n\r\n".encode())
        got: list[bytes] = []
        reader = threading.Thread(target=_read_all, args=(browser, got))
        reader.start()
        begun = time.thread_time()
        self.worker.handle(Listener(), worker, ("127.0.0.1", 1))
        seconds = time.thread_time() - begun
        reader.join()
        head, _end, body = b"".join(got).partition(b"\r\n\r\n")
        return int(head.split()[1]), body, seconds


def _read_all(browser: socket.socket, got: list[bytes]) -> None:
    with browser:
        while part := browser.recv(65_536):
            got.append(part)


def signed_in(user: Any, backend: str) -> str:
    """The key of a session."""
    client = Client()
    client.force_login(user, backend=backend)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def rows() -> Iterator[dict[str, Any]]:
    user = get_user_model().objects.get(username="staff")
    site, only = Door(signed_in(user, settings.AUTHENTICATION_BACKENDS[0])), os.environ.get("ONLY")
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)  # a new connection for each request would be most of the floor's cost
    settings.AUTHENTICATION_BACKENDS = [*settings.AUTHENTICATION_BACKENDS, STOCK]
    with override_settings(MIDDLEWARE=FLOOR):
        ground = Door(signed_in(user, STOCK))
    for app, name, address, limits in pages(user):
        if only in (None, "", app):
            yield from measured(site, ground, app, name, address, limits)
    if only in (None, "", "blogs"):
        yield from posts.rows(site, ground, row)
    if only in (None, "", "ui"):
        static = ROOT / "intranet/core/ui/static/roost"
        for suffix, limit in (("css", 25), ("js", 30)):
            sizes = [len(gzip.compress(file.read_bytes(), 9)) for file in static.glob(f"*.{suffix}")]
            yield row("ui", f"own {suffix}, gzip", sum(sizes) / 1024, limit, "KB")


def measured(site: Door, ground: Door, app: str, name: str, address: str, limits: dict[str, float]) -> Iterator[dict[str, Any]]:
    for _ in range(3):
        status, body = site.get(address)
    if status != 200:
        sys.exit(f"bench: {address} answers {status}")
    with CaptureQueriesContext(connection) as asked:
        site.get(address)
    yield row(app, f"{name}, statements", len(asked), limits["queries"], "statements")
    if "floors" in limits:
        ratios = []
        for _ in range(ROUNDS):
            least = statistics.fmean(ground.seconds("/floor/") for _ in range(5))
            ratios.append(site.seconds(address) / least)
        yield row(app, f"{name}, CPU", statistics.median(ratios), limits["floors"], "floors")
    if "kb" in limits:
        yield row(app, f"{name}, HTML", len(body) / 1024, limits["kb"], "KB")


def row(app: str, ident: str, value: float, limit: float, unit: str) -> dict[str, Any]:
    return {
        "app": app,
        "id": ident,
        "value": round(value, 1),
        "limit": limit,
        "better": "lower",
        "unit": unit,
        "command": COMMAND,
        "date": now().date().isoformat(),
    }


def main() -> int:
    found = list(rows())
    for each in found:
        word = "ok" if each["value"] <= each["limit"] else "MISSED"
        print(f"{word:<7} {each['app']:<8} {each['id']:<54} {each['value']:>8} {each['unit']:<11} limit {each['limit']}")
    print(f"on {connection.vendor}")
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    return int(any(each["value"] > each["limit"] for each in found))


if __name__ == "__main__":
    sys.exit(main())
