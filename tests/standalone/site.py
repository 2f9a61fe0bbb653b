"""What the standalone sites share: the core on a site that is not ours, without our rooms and without our user model."""

from intranet.settings.test import *  # noqa: F403

ROOMS = ("blogs.", "forums.", "polls.", "training.", "intranet.home.", "intranet.people.", "intranet.guidance.", "intranet.search.", "intranet.demo.")
INSTALLED_APPS = [app for app in INSTALLED_APPS if not app.startswith(ROOMS)]
AUTH_USER_MODEL = "auth.User"
