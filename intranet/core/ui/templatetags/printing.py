"""What paper needs: ``{% load printing %}``."""

from __future__ import annotations

import re

from django import template
from django.conf import settings
from django.utils.html import escape

register = template.Library()

_WITHIN_THE_SITE = re.compile(r'<a (?=[^>]*?href="/(?!/))')


@register.filter(is_safe=True)
def for_print(html: str) -> str:
    """Links within the site say at which address it is: on paper the style sheet writes out where links lead."""
    site = escape(settings.WAGTAILADMIN_BASE_URL.rstrip("/"))
    return _WITHIN_THE_SITE.sub(lambda _link: f'<a data-site="{site}" ', html)
