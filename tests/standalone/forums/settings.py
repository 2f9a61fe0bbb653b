"""A site with the core and the forums, and with Django's own user model."""

from tests.standalone.site import *  # noqa: F403

INSTALLED_APPS = ["forums.apps.ForumsConfig", *INSTALLED_APPS]
ROOT_URLCONF = "tests.standalone.forums.urls"
