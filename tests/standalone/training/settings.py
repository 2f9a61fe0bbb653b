"""A site with the core and the training, and with Django's own user model."""

from tests.standalone.site import *  # noqa: F403

INSTALLED_APPS = ["training.apps.TrainingConfig", *INSTALLED_APPS]
ROOT_URLCONF = "tests.standalone.training.urls"
