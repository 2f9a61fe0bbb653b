"""Polls, what can be chosen, who has voted, and what was chosen."""

from polls.models.clearances import Clearance
from polls.models.figures import Figures, Row, figures_of
from polls.models.poll import FIXED_ONCE_VOTED, Choice, Poll
from polls.models.votes import Ballot, Tally, Voter

__all__ = ["FIXED_ONCE_VOTED", "Ballot", "Choice", "Clearance", "Figures", "Poll", "Row", "Tally", "Voter", "figures_of"]
