"""Production: everything that matters comes from the environment. ``manage.py check --deploy`` says what is amiss."""

from intranet.settings.base import *  # noqa: F403 -- the one star import of the house

DEBUG = False
SECRET_KEY = env.str("SECRET_KEY")
COMMENTS_XTD_SALT = b"comments " + SECRET_KEY.encode()
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")

# Behind a proxy that ends TLS and sets this header itself, whatever the browser sent.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = env.bool("SSL_REDIRECT", default=True)
SECURE_REDIRECT_EXEMPT = [r"^-/"]
SECURE_HSTS_SECONDS = env.int("HSTS_SECONDS", default=31_536_000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.bool("HSTS_INCLUDE_SUBDOMAINS", default=True)
SECURE_HSTS_PRELOAD = env.bool("HSTS_PRELOAD", default=True)
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-csrf"
CSRF_TRUSTED_ORIGINS = [SITE_URL]

# Wagtail shows previews of our own pages in a frame; frame-ancestors 'self' keeps others out.
SILENCED_SYSTEM_CHECKS = ["security.W019"]

STORAGES["staticfiles"] = {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
WHITENOISE_USE_FINDERS = False
