"""A mail server that can be told to misbehave. What it said 250 to, and nothing else, is in ``taken``."""

from __future__ import annotations

import asyncio
import email
import socket
import time
from contextlib import closing, contextmanager
from email import policy
from typing import TYPE_CHECKING, Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from email.message import EmailMessage

#: Longer than any test waits.
_FOREVER = 600


class Postbox:
    """The handler of the server: ``mischief`` is asked at each step and may answer in its place, hang or end the line."""

    def __init__(self) -> None:
        self.taken: list[EmailMessage] = []
        self.lines = 0
        self.mischief: Callable[[str, str], str | None] = lambda step, address: None

    def be(self, **steps: str) -> None:
        """At each of the steps (hello, mail, rcpt, data, after) do as the words say: a reply, "hang" or "drop"; once with "once:" before."""
        left = dict(steps)

        def mischief(step: str, address: str) -> str | None:
            words = left.get(step)
            if words and words.startswith("once:"):
                del left[step]
                return words.removeprefix("once:")
            return words

        self.mischief = mischief

    def ids(self) -> list[str]:
        return [message["Message-ID"] for message in self.taken]

    async def handle_EHLO(self, server: Any, session: Any, envelope: Any, hostname: str, responses: list[str]) -> list[str]:  # noqa: N802
        session.host_name = hostname
        self.lines += 1
        reply = await self._step(server, "hello")
        return [reply] if reply else responses

    async def handle_HELO(self, server: Any, session: Any, envelope: Any, hostname: str) -> str:  # noqa: N802
        session.host_name = hostname
        return await self._step(server, "hello") or "250 hello"

    async def handle_MAIL(self, server: Any, session: Any, envelope: Any, address: str, options: list[str]) -> str:  # noqa: N802
        reply = await self._step(server, "mail", address)
        if reply is None:
            envelope.mail_from = address
        return reply or "250 OK"

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: list[str]) -> str:  # noqa: N802
        reply = await self._step(server, "rcpt", address)
        if reply is None:
            envelope.rcpt_tos.append(address)
        return reply or "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        reply = await self._step(server, "data", envelope.rcpt_tos[0])
        if reply is not None:
            return reply
        server.pending = email.message_from_bytes(envelope.content, policy=policy.default)
        server.ends = self.mischief("after", envelope.rcpt_tos[0]) == "drop"
        return "250 OK"

    async def _step(self, server: Any, step: str, address: str = "") -> str | None:
        words = self.mischief(step, address)
        if words == "hang":
            await asyncio.sleep(_FOREVER)
        if words == "drop":
            server.transport.abort()
            raise ConnectionResetError
        return words


class _Server(SMTP):
    """Counts a mail as taken when, and only when, its 250 went out."""

    pending: EmailMessage | None = None
    ends = False

    async def push(self, status: Any) -> None:
        message, self.pending = self.pending, None
        if message is None:
            await super().push(status)
            return
        box = self.event_handler
        box.taken.append(message)
        try:
            await super().push(status)
        except ConnectionError:
            box.taken.remove(message)
            raise
        if self.ends:
            self.transport.close()


class _Controller(Controller):
    def factory(self) -> SMTP:
        return _Server(self.handler, **self.SMTP_kwargs)


@contextmanager
def open_postbox(port: int = 0, **options: Any) -> Iterator[tuple[Postbox, int]]:
    """A server in a thread of its own, and its port."""
    box = Postbox()
    controller = _Controller(box, hostname="127.0.0.1", port=port or free_port(), **options)
    controller.start()
    try:
        yield box, controller.port
    finally:
        controller.stop()


def free_port() -> int:
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port: int = taken.getsockname()[1]
        return port


@contextmanager
def silent_port() -> Iterator[int]:
    """Where the line is taken up and nobody says a word."""
    with closing(socket.create_server(("127.0.0.1", 0), backlog=50)) as silent:
        yield silent.getsockname()[1]


@pytest.fixture
def postbox(settings: Any) -> Iterator[Postbox]:
    """The site's mail server for this test."""
    with open_postbox() as (box, port):
        use_server(settings, port)
        yield box


def use_server(settings: Any, port: int, **more: Any) -> None:
    values = {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "HOST": "127.0.0.1", "PORT": port, "TIMEOUT": 0.6}
    for name, value in (values | more).items():
        setattr(settings, f"EMAIL_{name}", value)


def eventually(found: Callable[[], bool], seconds: float = 10) -> bool:
    """Whether it came about."""
    end = time.monotonic() + seconds
    while not found():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True
