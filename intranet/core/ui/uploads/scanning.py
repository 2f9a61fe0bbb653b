"""The site's own scanner, asked about every file before others may fetch it.

``ROOST_SCANNER`` is ``clamd://host:3310`` for ClamAV's daemon, or the dotted path of a function that takes the bytes and gives the name of what it
found in them, empty for nothing. It raises when it cannot say. Without a scanner files are kept unasked.
"""

from __future__ import annotations

import enum
import logging
import socket
import struct
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.module_loading import import_string

if TYPE_CHECKING:
    from collections.abc import Callable

logger = logging.getLogger(__name__)
SECONDS = 20
CHUNK = 1 << 16


class Verdict(enum.Enum):
    """What is known of a file."""

    CLEAN = "clean"
    UNKNOWN = "unknown"
    INFECTED = "infected"


def scan(content: bytes) -> Verdict:
    """Ask the scanner. One that does not answer leaves the file unknown: nobody else may fetch it until it was asked again."""
    scanner = _scanner()
    if scanner is None:
        return Verdict.CLEAN
    try:
        found = scanner(content)
    except Exception:
        logger.exception("the scanner of uploads did not answer")
        return Verdict.UNKNOWN
    if found:
        logger.warning("the scanner of uploads found %s", found)
    return Verdict.INFECTED if found else Verdict.CLEAN


def _scanner() -> Callable[[bytes], str] | None:
    named: str = getattr(settings, "ROOST_SCANNER", "")
    if named.startswith("clamd://"):
        address = urlsplit(named)
        return lambda content: _ask_clamd(content, address.hostname or "localhost", address.port or 3310)
    found: Callable[[bytes], str] | None = import_string(named) if named else None
    return found


def _ask_clamd(content: bytes, host: str, port: int) -> str:
    """ClamAV's ``INSTREAM``: chunks with their length before each, and an empty one at the end."""
    with socket.create_connection((host, port), timeout=SECONDS) as connection:
        connection.sendall(b"zINSTREAM\0")
        for start in range(0, len(content), CHUNK):
            chunk = content[start : start + CHUNK]
            connection.sendall(struct.pack("!L", len(chunk)) + chunk)
        connection.sendall(struct.pack("!L", 0))
        answer = b""
        while not answer.endswith(b"\0") and (part := connection.recv(4096)):
            answer += part
    words = answer.rstrip(b"\0").decode("utf-8", "replace")
    if words.endswith(" OK"):
        return ""
    if words.endswith(" FOUND"):
        return words.removesuffix(" FOUND").partition(": ")[2]
    raise OSError(f"clamd answered {words!r}")
