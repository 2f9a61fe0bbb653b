"""A site with the core alone, and with Django's own user model."""

from tests.standalone.site import *  # noqa: F403

ROOT_URLCONF = "tests.standalone.core_urls"
