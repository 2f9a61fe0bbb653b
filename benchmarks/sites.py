"""Databases that live as long as a measurement, servers on free ports, and what a request costs a worker. Nothing here needs Django."""

from __future__ import annotations

import http.client
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit
from uuid import uuid4

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import ExitStack

ROOT = Path(__file__).resolve().parent.parent
#: Of a plain Django site, as the floor and the others have them.
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
_NO_SERVERS = {"REDIS_URL": "", "SEARCH_URL": ""}


class Databases:
    """On the server of DATABASE_URL, under names of their own, or files in ``folder``. All of them are removed at the end."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.server, self.made = folder, os.environ.get("DATABASE_URL", ""), list[str]()

    @property
    def vendor(self) -> str:
        return "postgresql" if self.server else "sqlite"

    def make(self, name: str, *, like: str = "") -> str:
        """An empty one, or a copy; its address."""
        self.remove(name)
        self.made.append(name)
        if self.server:
            self._say(f'CREATE DATABASE "roost_bench_{name}"' + (f' TEMPLATE "roost_bench_{like}"' if like else ""))
        elif like:
            shutil.copy(self._file(like), self._file(name))
        return self.address(name)

    def address(self, name: str) -> str:
        return urlsplit(self.server)._replace(path=f"/roost_bench_{name}").geturl() if self.server else f"sqlite:///{self._file(name)}"

    def django(self, name: str) -> str:
        """Django's dictionary of it, as JSON."""
        if not self.server:
            return json.dumps({"ENGINE": "django.db.backends.sqlite3", "NAME": str(self._file(name)), "CONN_MAX_AGE": 500})
        parts = urlsplit(self.server)
        place = {"HOST": parts.hostname or "", "PORT": str(parts.port or ""), "USER": parts.username or "", "PASSWORD": parts.password or ""}
        return json.dumps({"ENGINE": "django.db.backends.postgresql", "NAME": f"roost_bench_{name}", "CONN_MAX_AGE": 500, **place})

    def remove(self, name: str) -> None:
        if self.server:
            self._say(f'DROP DATABASE IF EXISTS "roost_bench_{name}"')
        for ending in ("", "-wal", "-shm"):
            Path(f"{self._file(name)}{ending}").unlink(missing_ok=True)

    def remove_all(self) -> None:
        for name in self.made:
            self.remove(name)

    def _file(self, name: str) -> Path:
        return self.folder / f"{name}.sqlite3"

    def _say(self, statement: str) -> None:
        import psycopg  # noqa: PLC0415 -- only where PostgreSQL is used

        with psycopg.connect(self.server, autocommit=True) as connection:
            connection.execute(statement)


@dataclass(frozen=True, slots=True)
class Kind:
    """A site that can be filled and served: its Python, the module that fills it, what a server is to run, and its variables."""

    python: str
    module: str
    wsgi: str
    environment: dict[str, str]

    def run(self, *words: str) -> None:
        subprocess.run([self.python, *words], cwd=ROOT, env={**os.environ, **self.environment}, check=True)

    def fill(self, out: Path, *words: str) -> dict[str, Any]:
        """What the module says that it made: a cookie, pages and replies."""
        self.run("-m", self.module, *words, str(out))
        found: dict[str, Any] = json.loads(out.read_text(encoding="utf-8"))
        return found


def roost(address: str, module: str, settings: str = "intranet.settings.dev") -> Kind:
    """Ours; ``module`` fills it."""
    variables = {"DJANGO_SETTINGS_MODULE": settings, "DEBUG": "0", "TASKS": "database", "DATABASE_URL": address}
    return Kind(sys.executable, module, "intranet.wsgi:application", {**_NO_SERVERS, **variables})


def other(module: str, python: str, database: str) -> Kind:
    return Kind(python, module, f"{module}:application", {"BENCH_DATABASE": database})


@dataclass(frozen=True, slots=True)
class Cost:
    """Of one request: seconds of the worker's CPU, and seconds until the answer was there."""

    cpu: float
    waited: float


class Site:
    """A server with one synchronous worker, as a browser with a session sees it."""

    def __init__(self, kind: Kind, filled: dict[str, Any]) -> None:
        self.pages: dict[str, Any] = filled["pages"]
        self.replies: dict[str, Any] = filled.get("replies", {})
        self.cookie: str = filled["cookie"]
        #: Where a reply is written: the page of its topic, or a page of its own.
        self.forms: dict[str, str] = filled.get("forms", {})
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        command = [kind.python, "-m", "gunicorn", "-w", "1", "-k", "sync", "--log-level", "warning", "-b", f"127.0.0.1:{self.port}", kind.wsgi]
        self.server = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **kind.environment})

    def stop(self) -> None:
        self.server.terminate()
        self.server.wait(20)

    def wait(self) -> None:
        """Until the first page is there, and its worker is known."""
        for _attempt in range(600):
            try:
                self.ask(next(iter(self.pages.values()))[0])
            except OSError:
                time.sleep(0.1)
            else:
                children = Path(f"/proc/{self.server.pid}/task/{self.server.pid}/children").read_text(encoding="ascii").split()
                self.worker = Path(f"/proc/{children[0]}/schedstat")
                return
        sys.exit(f"The server on port {self.port} does not answer.")

    def ask(self, address: str, data: dict[str, str] | None = None) -> tuple[http.client.HTTPResponse, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {"Cookie": self.cookie}
        if data is None:
            connection.request("GET", address, headers=headers)
        else:
            connection.request("POST", address, urlencode(data), {**headers, "Content-Type": "application/x-www-form-urlencoded"})
        answer = connection.getresponse()
        body = answer.read().decode()
        connection.close()
        if answer.status != (200 if data is None else 302):
            sys.exit(f"{address} answers {answer.status}")
        return answer, body

    def cost(self, address: str, times: int) -> Cost:
        """Of a page, on the average of some times."""
        with self._measured(times) as found:
            for _time in range(times):
                self.ask(address)
        return found[0]

    def cost_of_reply(self, name: str, times: int) -> Cost:
        """Of posting a reply by its form; getting the page with that is not in it."""
        address, form = self.replies[name][0], self.forms[name]
        answer, page = self.ask(form)
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        own = re.search(r"csrftoken=([^;]+)", answer.headers.get("Set-Cookie", ""))
        if token is None:
            sys.exit(f"There is no form on {form}.")
        if own is not None:
            self.cookie = f"{self.cookie}; csrftoken={own[1]}"
        words = {"csrfmiddlewaretoken": token[1], "body": "Same here.", "subject": "Re", "content": "Same here."}
        words |= {f"attachment-{part}_FORMS": "0" for part in ("TOTAL", "INITIAL", "MAX_NUM")}
        with self._measured(times) as found:
            for _time in range(times):
                self.ask(address, {**words, "token": str(uuid4())})
        return found[0]

    @contextmanager
    def _measured(self, times: int) -> Iterator[list[Cost]]:
        found: list[Cost] = []
        cpu, begun = self._cpu(), time.perf_counter()
        yield found
        waited = time.perf_counter() - begun
        found.append(Cost((self._cpu() - cpu) / times, waited / times))

    def _cpu(self) -> float:
        return int(self.worker.read_text(encoding="ascii").split()[0]) / 1e9


def databases_for(stack: ExitStack) -> Databases:
    """In a folder that goes with ``stack``, as they do."""
    place = Path(os.environ.get("ROOST_VAR", ROOT / "var"))
    place.mkdir(parents=True, exist_ok=True)
    databases = Databases(Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bench-", dir=place))))
    stack.callback(databases.remove_all)
    return databases


def serve(stack: ExitStack, databases: Databases, kind: Kind, *words: str) -> Site:
    """A site that was filled and answers, until ``stack`` ends."""
    site = Site(kind, kind.fill(databases.folder / "filled.json", *words))
    stack.callback(site.stop)
    site.wait()
    return site
