"""The site's own user model; what the suite knows of a person is ``organisation.Profile``."""

from django.contrib.auth.models import AbstractUser


class User(AbstractUser):
    """A person who can sign in."""
