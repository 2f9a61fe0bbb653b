"""Moving in from other systems."""

from blogs.actions.moving.reading import Refused
from blogs.actions.moving.report import Report
from blogs.actions.moving.wordpress import move_in

__all__ = ["Refused", "Report", "move_in"]
