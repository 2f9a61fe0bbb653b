"""A real site for the journeys: gunicorn on its own database, with its own worker where tasks are queued."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg

if TYPE_CHECKING:
    from email.message import EmailMessage

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_SECONDS = 60
#: Asked in one process: to start one takes as long as a dozen tasks.
UNTIL_DONE = """
import time
from django_tasks_db.models import DBTaskResult
until = time.monotonic() + 220
while DBTaskResult.objects.ready().exists() and time.monotonic() < until:
    time.sleep(0.2)
assert not DBTaskResult.objects.ready().exists()
"""


@dataclass
class Stack:
    """The processes of one site, and where it keeps its things."""

    folder: Path
    variables: dict[str, str]
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)
    port: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        return {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "intranet.settings.dev",
            "DEBUG": "false",
            "ROOST_VAR": str(self.folder),
            "SITE_URL": self.url,
            "EMAIL_URL": f"filemail:///{self.mailbox.relative_to('/')}",
            **self.variables,
        }

    @property
    def mailbox(self) -> Path:
        return self.folder / "mail"

    def manage(self, *arguments: str) -> str:
        """Run a management command to its end. Fails with what it printed."""
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments], cwd=ROOT, env=self.environment, capture_output=True, text=True, timeout=240, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def start(self) -> None:
        self.mailbox.mkdir(parents=True, exist_ok=True)
        self.port = _free_port()
        self.manage("migrate", "-v0")
        self.manage("demo")
        bind = f"127.0.0.1:{self.port}"
        self._run("gunicorn", "intranet.wsgi", "--bind", bind, "--workers", "2", "--threads", "2", "--log-level", "warning")
        if self.variables.get("TASKS") == "database":
            self._run("manage.py", "db_worker", "--interval", "0.1")
        self._wait()

    def _run(self, *command: str) -> None:
        program = [sys.executable, "-m", *command] if command[0] == "gunicorn" else [sys.executable, *command]
        log = (self.folder / f"{command[0].removesuffix('.py')}.log").open("wb")
        self.processes.append(subprocess.Popen(program, cwd=ROOT, env=self.environment, stdout=log, stderr=subprocess.STDOUT))

    def _wait(self) -> None:
        until = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < until:
            try:
                urllib.request.urlopen(f"{self.url}/-/alive/", timeout=2).close()
            except OSError:
                time.sleep(0.2)
            else:
                return
        raise AssertionError(f"The site did not answer: {(self.folder / 'gunicorn.log').read_text()}")

    def stop(self) -> None:
        for process in self.processes:
            process.send_signal(signal.SIGTERM)
        for process in self.processes:
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                process.kill()

    def settle(self) -> None:
        """Wait until what was queued is done."""
        if self.variables.get("TASKS") == "database":
            self.manage("shell", "--no-imports", "-c", UNTIL_DONE)

    def mails_to(self, address: str) -> list[EmailMessage]:
        """What was sent to an address, oldest first."""
        found = [message for path in sorted(self.mailbox.iterdir()) for message in _messages(path)]
        return [message for message in found if address in (message["To"] or "")]

    def eventually(self, what: Any, seconds: float = 20) -> Any:
        """Wait until ``what()`` is true, for what a worker does."""
        until = time.monotonic() + seconds
        while not (answer := what()) and time.monotonic() < until:
            time.sleep(0.2)
        assert answer
        return answer


def _messages(path: Path) -> list[EmailMessage]:
    parts = path.read_bytes().split(b"-" * 79 + b"\n")
    return [message_from_bytes(part, policy=policy.default) for part in parts if part.strip()]


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        return port


def fresh_database(server: str, name: str) -> str:
    """An empty database on the server of ``server``, a DATABASE_URL; its own URL."""
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        connection.execute(f'CREATE DATABASE "{name}"')
    return f"{server.rsplit('/', 1)[0]}/{name}"
