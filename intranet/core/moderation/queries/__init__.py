"""What moderators, authors and reporters read of cases."""

from intranet.core.moderation.queries.drafts import Draft, drafts_for
from intranet.core.moderation.queries.queue import Entry, entry_of, next_case_for, not_sealed_by, queue_of, services_in_queue, waiting_for, with_words
from intranet.core.moderation.queries.reporting import report_address
from intranet.core.moderation.queries.teams import (
    judges_of,
    moderates_place,
    moderates_somewhere,
    open_cases_of,
    rules_broken,
    team_for,
    words_waiting_for,
)
from intranet.core.moderation.queries.trial import Trial, end_of_trial, is_on_second_trial, trial_of
from intranet.core.moderation.queries.unnamed import Unnamed, written_without_name

__all__ = [
    "Draft",
    "Entry",
    "Trial",
    "Unnamed",
    "drafts_for",
    "end_of_trial",
    "entry_of",
    "is_on_second_trial",
    "judges_of",
    "moderates_place",
    "moderates_somewhere",
    "next_case_for",
    "not_sealed_by",
    "open_cases_of",
    "queue_of",
    "report_address",
    "rules_broken",
    "services_in_queue",
    "team_for",
    "trial_of",
    "waiting_for",
    "with_words",
    "words_waiting_for",
    "written_without_name",
]
