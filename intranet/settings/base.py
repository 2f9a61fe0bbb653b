"""What all environments share. Names of variables: docs/reference/settings.md."""

from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF, UNSAFE_INLINE

from intranet.environment import Environment, s3_options, stop

env = Environment()

BASE_DIR = Path(__file__).resolve().parent.parent.parent
IS_CHECKOUT = (BASE_DIR / "manage.py").is_file()
VAR_DIR = Path(env.str("ROOST_VAR", default=str((BASE_DIR if IS_CHECKOUT else Path.cwd()) / "var"))).resolve()
SITE_URL = env.address("SITE_URL", ("http", "https"), default="http://127.0.0.1:8000").rstrip("/")
DEMONSTRATION = False

INSTALLED_APPS = [
    # The four plug-in apps: any subset of them will do.
    "blogs.apps.BlogsConfig",
    "forums.apps.ForumsConfig",
    "polls.apps.PollsConfig",
    "training.apps.TrainingConfig",
    # The site's own rooms.
    "intranet.home.apps.HomeConfig",
    "intranet.people.apps.PeopleConfig",
    "intranet.guidance.apps.GuidanceConfig",
    "intranet.search.apps.SearchPageConfig",
    "intranet.demo.apps.DemoConfig",
    # What the ground stands on, ahead of the ground where order matters.
    "django_comments_xtd",
    "django_comments",
    # The ground.
    "intranet.core.discussion.apps.DiscussionConfig",
    "intranet.core.responses.apps.ResponsesConfig",
    "intranet.core.moderation.apps.ModerationConfig",
    "intranet.core.notifications.apps.NotificationsConfig",
    "intranet.core.search.apps.SearchConfig",
    "intranet.core.organisation.apps.OrganisationConfig",
    "intranet.core.ui.apps.UiConfig",
    "intranet.core.text.apps.TextConfig",
    "intranet.core.background.apps.BackgroundConfig",
    # Wagtail.
    "wagtail.contrib.settings",
    "wagtail.contrib.search_promotions",
    "wagtail.contrib.redirects",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_tasks",
    "django_tasks_db",
    "django_htmx",
    "csp",
    # Django.
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sites",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "intranet.core.background.middleware.HealthMiddleware",
    "intranet.core.background.middleware.RequestMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "intranet.core.background.middleware.SplitCSPMiddleware",
    "intranet.core.background.middleware.PrivateMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "intranet.core.background.middleware.SameSiteMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "intranet.core.background.middleware.PersonMiddleware",
    "intranet.core.background.middleware.KeyMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "intranet.urls"
WSGI_APPLICATION = "intranet.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates" if IS_CHECKOUT else BASE_DIR / "intranet/core/ui/templates"],
        "OPTIONS": {
            "loaders": [
                ("django.template.loaders.cached.Loader", ["intranet.core.ui.loaders.Loader", "django.template.loaders.app_directories.Loader"])
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wagtail.contrib.settings.context_processors.settings",
            ],
        },
    },
]

DATABASES = {"default": env.database("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'roost.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 300
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("connect_timeout", 5)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "intranet_people.User"
AUTHENTICATION_BACKENDS = ["intranet.core.organisation.backends.PersonBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "login"

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT: Path | None = VAR_DIR / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR_DIR / "media"

SITE_ID = 1
REDIS_URL = env.address("REDIS_URL", ("redis", "rediss", "unix"))
# Rate limits lie there beside the numbers that are remembered for each person (decision 155): with Django's 300 entries these would push those out.
CACHES: dict[str, dict[str, Any]] = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 20_000}}}
if REDIS_URL:
    env.needs_package("redis", "redis", "REDIS_URL")
    CACHES = {"default": {"BACKEND": "intranet.core.background.cache.ForgivingRedisCache", "LOCATION": REDIS_URL, "KEY_PREFIX": "roost"}}
# A memory of its own in each process would keep a session alive in one that was ended in another.
SESSION_ENGINE = f"django.contrib.sessions.backends.{'cached_db' if REDIS_URL else 'db'}"
SESSION_COOKIE_SAMESITE = "Lax"
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "media-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [SELF],
    },
}

# Wagtail's own pages write scripts and styles into the page (date choosers, the rich text editor) and preview in a frame.
CONTENT_SECURITY_POLICY_ADMIN = {
    "DIRECTIVES": {
        **CONTENT_SECURITY_POLICY["DIRECTIVES"],
        "script-src": [SELF, UNSAFE_INLINE],
        "style-src": [SELF, UNSAFE_INLINE],
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF, "data:"],
        "frame-src": [SELF],
    },
}

_BACKENDS = {"immediate": "django_tasks.backends.immediate.ImmediateBackend", "database": "django_tasks_db.DatabaseBackend"}
TASKS = {"default": {"BACKEND": _BACKENDS[env.choice("TASKS", ("immediate", "database"), default="immediate")]}}

SEARCH_URL = env.address("SEARCH_URL", ("http", "https"))
if SEARCH_URL:
    env.needs_package("elasticsearch", "elasticsearch", "SEARCH_URL")
SEARCH_INDEX = env.str("SEARCH_INDEX", default="roost")
METRICS_TOKEN = env.str("METRICS_TOKEN", default="")
SEAL_KEY = env.str("SEAL_KEY", default="")
INBOUND_MAIL_TOKEN = env.str("INBOUND_MAIL_TOKEN", default="")
REPLY_BY_MAIL_DOMAIN = env.str("REPLY_BY_MAIL_DOMAIN", default="")
REPLY_BY_MAIL_DAYS = env.int("REPLY_BY_MAIL_DAYS", default=30)

vars().update(env.mail("EMAIL_URL", default="consolemail://"))
# A worker gives a busy server time to think, since who hangs up early may have a mail delivered twice; a person who waits for a page has none.
EMAIL_TIMEOUT = 10 if "immediate" in TASKS["default"]["BACKEND"] else 30
ROOST_MAIL_TEXT = env.bool("ROOST_MAIL_TEXT", default=False)
ROOST_MAIL_HIDE_CLOSED = env.bool("ROOST_MAIL_HIDE_CLOSED", default=False)
ROOST_DIGEST = env.choice("ROOST_DIGEST", ("none", "daily", "weekly"), default="weekly")
ROOST_DIGEST_TIME = env.str("ROOST_DIGEST_TIME", default="07:30")
ROOST_QUIET_HOURS = env.str("ROOST_QUIET_HOURS", default="")
ROOST_NOTICES_READ_DAYS = env.int("ROOST_NOTICES_READ_DAYS", default=90)
ROOST_NOTICES_DAYS = env.int("ROOST_NOTICES_DAYS", default=365)
ROOST_COUNT_SECONDS = env.int("ROOST_COUNT_SECONDS", default=10)
ROOST_FORUM_SIMILAR_DAYS = env.int("ROOST_FORUM_SIMILAR_DAYS", default=90)
ROOST_FORUM_FILE_MB = env.int("ROOST_FORUM_FILE_MB", default=10)
ROOST_FORUM_FILES = env.int("ROOST_FORUM_FILES", default=4)
ROOST_FORUM_QUOTA_MB = env.int("ROOST_FORUM_QUOTA_MB", default=250)
ROOST_SCANNER = env.str("ROOST_SCANNER", default="")
ROOST_FORUM_NEWCOMER_POSTS = env.int("ROOST_FORUM_NEWCOMER_POSTS", default=5)
ROOST_FORUM_NEWCOMER_MINUTES = env.int("ROOST_FORUM_NEWCOMER_MINUTES", default=60)
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("EMAIL_FROM", default="Roost <roost@localhost>")

STORAGES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    # What is served by a view of ours alone, which asks who may see it.
    "private": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": VAR_DIR / "private"}},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
if _bucket := env.address("STORAGE_URL", ("s3",)):
    env.needs_package("storages", "s3", "STORAGE_URL")
    STORAGES["default"] = {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": s3_options(_bucket)}
    STORAGES["private"] = {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": s3_options(_bucket)}
WHITENOISE_USE_FINDERS = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"request_id": {"()": "intranet.core.background.log.RequestIdFilter"}},
    "formatters": {"line": {"()": "intranet.core.background.log.LineFormatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "filters": ["request_id"], "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"django": {"handlers": [], "propagate": True}, "django.server": {"handlers": [], "propagate": True}},
}

WAGTAIL_SITE_NAME = "Roost"
WAGTAILADMIN_BASE_URL = SITE_URL
WAGTAIL_PRIVATE_PAGE_OPTIONS = {"SHARED_PASSWORD": False}
WAGTAILDOCS_PRIVATE_COLLECTION_OPTIONS = {"SHARED_PASSWORD": False}
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None  # nobody outside is asked for faces
# Drafts are told to those who decide on them; a superuser is a person like others.
WAGTAILADMIN_NOTIFICATION_INCLUDE_SUPERUSERS = False
WAGTAILSEARCH_BACKENDS: dict[str, dict[str, Any]] = {"default": {"BACKEND": "wagtail.search.backends.database"}}

COMMENTS_APP = "django_comments_xtd"
COMMENTS_XTD_MODEL = "intranet.core.discussion.models.Comment"
COMMENTS_XTD_MAX_THREAD_LEVEL = 8
COMMENTS_XTD_CONFIRM_EMAIL = False
COMMENTS_XTD_THREADED_EMAILS = False
COMMENTS_XTD_APP_MODEL_OPTIONS = {"default": {"who_can_post": "users", "allow_flagging": False, "allow_feedback": False, "show_feedback": False}}

# Sign-in by the organisation's identity provider. With OIDC_ISSUER set there is no other way in, the administration included.
OIDC_ISSUER = env.address("OIDC_ISSUER", ("https", "http"))
OIDC_CLIENT_ID = env.str("OIDC_CLIENT_ID", default="")
OIDC_CLIENT_SECRET = env.str("OIDC_CLIENT_SECRET", default="")
OIDC_NAME = env.str("OIDC_NAME", default="Work account")
OIDC_USERNAME_CLAIM = env.str("OIDC_USERNAME_CLAIM", default="preferred_username")
OIDC_CREATE_ACCOUNTS = env.bool("OIDC_CREATE_ACCOUNTS", default=False)
if OIDC_ISSUER:
    env.needs_package("allauth", "sso", "OIDC_ISSUER")
    if not (OIDC_CLIENT_ID and OIDC_CLIENT_SECRET):
        stop("OIDC_ISSUER needs OIDC_CLIENT_ID and OIDC_CLIENT_SECRET beside it.")
    INSTALLED_APPS += ["allauth", "allauth.account", "allauth.socialaccount", "allauth.socialaccount.providers.openid_connect"]
    MIDDLEWARE += ["allauth.account.middleware.AccountMiddleware"]
    AUTHENTICATION_BACKENDS = ["intranet.sso.ProviderBackend"]
    ACCOUNT_LOGIN_METHODS: set[str] = set()
    ACCOUNT_SIGNUP_FIELDS: list[str] = []
    ACCOUNT_EMAIL_VERIFICATION = "none"
    SOCIALACCOUNT_ONLY = True
    SOCIALACCOUNT_LOGIN_ON_GET = True
    SOCIALACCOUNT_ADAPTER = "intranet.sso.StaffAdapter"
    SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {
            "OAUTH_PKCE_ENABLED": True,
            "APPS": [
                {
                    "provider_id": "oidc",
                    "name": OIDC_NAME,
                    "client_id": OIDC_CLIENT_ID,
                    "secret": OIDC_CLIENT_SECRET,
                    "settings": {"server_url": OIDC_ISSUER},
                }
            ],
        }
    }

ENVIRONMENT = env.asked
