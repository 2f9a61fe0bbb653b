"""Settings of the polls; docs/reference/settings.md explains them."""

from django.conf import settings


def smallest_group() -> int:
    """Figures of an anonymous poll are published in steps of at least so many votes, and never of fewer."""
    return int(getattr(settings, "POLLS_SMALLEST_GROUP", 10))
