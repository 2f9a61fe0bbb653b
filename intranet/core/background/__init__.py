"""The clock, and work that is done later."""

from intranet.core.background.clock import at_moment, now
from intranet.core.background.queue import enqueue

__all__ = ["at_moment", "enqueue", "now"]
