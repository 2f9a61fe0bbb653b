"""Who belongs where, who may see what, who may do what, and when somebody works."""

from intranet.core.organisation.queries.calendars import Organisation, calendar_of, forget_organisation, organisation, promise_minutes_of
from intranet.core.organisation.queries.files import can_see_file, is_logo, works_with
from intranet.core.organisation.queries.history import published_before
from intranet.core.organisation.queries.people import VisiblePageQuerySet, holders_of, name_of, people_in, with_byline
from intranet.core.organisation.queries.prepared import prepared_for
from intranet.core.organisation.queries.rights import (
    HeldRole,
    audiences_of,
    can_see_collection,
    can_see_page,
    forget_rights,
    holds,
    pages_known_to,
    roles_of,
    tokens_of,
)
from intranet.core.organisation.queries.working import WorkingCalendar

__all__ = [
    "HeldRole",
    "Organisation",
    "VisiblePageQuerySet",
    "WorkingCalendar",
    "audiences_of",
    "calendar_of",
    "can_see_collection",
    "can_see_file",
    "can_see_page",
    "forget_organisation",
    "forget_rights",
    "holders_of",
    "holds",
    "is_logo",
    "name_of",
    "organisation",
    "pages_known_to",
    "people_in",
    "prepared_for",
    "promise_minutes_of",
    "published_before",
    "roles_of",
    "tokens_of",
    "with_byline",
    "works_with",
]
