"""A site with the core and the polls, and with Django's own user model."""

from tests.standalone.site import *  # noqa: F403

INSTALLED_APPS = ["polls.apps.PollsConfig", *INSTALLED_APPS]
ROOT_URLCONF = "tests.standalone.polls.urls"
