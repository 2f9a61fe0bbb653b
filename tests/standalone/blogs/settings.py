"""A site with the core and the blogs, and with Django's own user model."""

from tests.standalone.site import *  # noqa: F403

INSTALLED_APPS = ["blogs.apps.BlogsConfig", *INSTALLED_APPS]
ROOT_URLCONF = "tests.standalone.blogs.urls"
