"""The clock, and work that is done later."""

from intranet.core.background.clock import at_moment, midnight_of, now
from intranet.core.background.queue import enqueue

__all__ = ["at_moment", "enqueue", "midnight_of", "now"]
