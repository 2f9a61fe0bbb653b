"""Settings under which all comments of a post stand on one page, as those of django-comments-xtd do."""

from intranet.settings.dev import *  # noqa: F403 -- all of it, and one thing else

ROOST_COMMENTS_PAGE = 500
