"""What search is set to."""

from __future__ import annotations

from django.conf import settings

#: The longest query that is read; what comes after it is left out.
QUERY_LENGTH = 200
#: Results on a page.
PAGE_SIZE = 20
#: So many of the results are put in order and can be paged through.
REACH = 2000
#: Totals are exact up to here.
COUNTED = 10_000
#: With more changes than this waiting for the outside engine, the database answers.
DIRTY_LIMIT = 1000
#: Seconds that the outside engine has for an answer, and that it is left alone after it failed.
TIMEOUT = 2.0
PAUSE = 15.0


def engine_url() -> str:
    """The address of Elasticsearch, or empty: then the database searches by itself."""
    return getattr(settings, "SEARCH_URL", "")


def index_name() -> str:
    """The alias in Elasticsearch; the indices behind it have a number after it."""
    return getattr(settings, "SEARCH_INDEX", "roost")
