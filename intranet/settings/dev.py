"""Development and the demonstration: no server needed, nothing secret."""

from intranet.settings.base import *  # noqa: F403 -- the one star import of the house

DEBUG = env.bool("DEBUG", default=True)
SECRET_KEY = "development-only-and-known-to-everybody"  # noqa: S105
COMMENTS_XTD_SALT = b"development-only"
ALLOWED_HOSTS = ["*"]
DEMONSTRATION = True
STATIC_ROOT = None  # nothing is collected: static files are served from where they lie
ROOST_GUIDANCE_AT_FOOT = {"rules": "forum-rules", "accessibility": "accessibility-statement"}
ROOST_NEWCOMER_APPROVALS = 6  # Northmoor's moderators read the first six of everybody new
if EMAIL_BACKEND.endswith("console.EmailBackend"):  # type: ignore[used-before-def]  # the base sets it from EMAIL_URL
    # Mail is kept besides, and each person finds theirs under /notices/outbox/.
    EMAIL_BACKEND = "intranet.core.notifications.backends.OutboxBackend"
    ROOST_OUTBOX = VAR_DIR / "outbox"
