"""Questions that somebody owes an answer to, and what came of what people said."""

from intranet.core.responses.models.outcomes import Outcome, OutcomeStep
from intranet.core.responses.models.requests import AlsoWants, Reminder, RequestEvent, ResponseRequest

__all__ = ["AlsoWants", "Outcome", "OutcomeStep", "Reminder", "RequestEvent", "ResponseRequest"]
