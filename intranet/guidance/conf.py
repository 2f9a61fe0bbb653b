"""Constants of guidance and of the register."""

from datetime import timedelta

from django.conf import settings

#: An account that nobody has looked at for so long is due.
ACCOUNT_REVIEW = timedelta(days=183)


def page_at_foot(name: str) -> str:
    """``ROOST_GUIDANCE_AT_FOOT``: the slugs of the pages of guidance that are linked from the foot of every page, by ``rules`` and ``accessibility``."""
    slug = getattr(settings, "ROOST_GUIDANCE_AT_FOOT", {}).get(name)
    return f"/guidance/{slug}/" if slug else ""
