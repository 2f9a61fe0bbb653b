"""Lines of the log. Imported before the apps are ready: it knows nothing of them."""

from __future__ import annotations

import logging
import re
from contextvars import ContextVar

request_id: ContextVar[str] = ContextVar("request_id", default="-")
#: The parts of addresses that open something by themselves; what is shorter is none of them.
_SECRETS = re.compile(r"(/(?:feeds|unsubscribe)/)[^/\s?#\"'<>]{24,}")


class RequestIdFilter(logging.Filter):
    """Puts the identity of the request into every line of the log."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = request_id.get()
        return True


class LineFormatter(logging.Formatter):
    """One line per event, with the identity of its request and without secrets; a line break in what people sent cannot fake another line."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s request=%(request_id)s %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        """The line, and what was raised, without the secrets of addresses."""
        return _SECRETS.sub(r"\1…", super().format(record))

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 -- logging's own name
        return super().formatMessage(record).replace("\r", "\\r").replace("\n", "\\n")
