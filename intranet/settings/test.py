"""The tests: quick, quiet, and on the services that the environment names. Each worker keeps to its own corner of them."""

import os

from intranet.settings.base import *  # noqa: F403 -- the one star import of the house

DEBUG = False
INSTALLED_APPS += ["tests.papers", "tests.leaflets", "tests.things"]
SECRET_KEY = "test-only"  # noqa: S105
COMMENTS_XTD_SALT = b"test-only"
ALLOWED_HOSTS = ["*"]
METRICS_TOKEN = "test-only"  # noqa: S105
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "private": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = False
WHITENOISE_AUTOREFRESH = True

_worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
SEARCH_INDEX = f"{SEARCH_INDEX}-test-{_worker}"
CACHES["default"]["KEY_PREFIX"] = f"test-{_worker}"
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["TEST"] = {"NAME": str(VAR_DIR / "test.sqlite3")}
SESSION_ENGINE = "django.contrib.sessions.backends.db"  # query budgets are the same with and without Redis
if REDIS_URL and _worker.startswith("gw"):
    # Each worker empties its cache between tests: in a database of its own, it empties nobody else's.
    _server = "/".join(REDIS_URL.split("/")[:3])
    CACHES["default"]["LOCATION"] = f"{_server}/{int(_worker.removeprefix('gw')) + 1}"

# Budgets are those of a page that remembers nothing.
ROOST_COUNT_SECONDS = 0

# Each time a statement is used that was written before, it is compared with what Django would write now.
ROOST_CHECK_STATEMENTS = True

# The admin's own search is Wagtail's, and so are its tests: nothing is written for it here.
WAGTAILSEARCH_BACKENDS["default"]["AUTO_UPDATE"] = False
