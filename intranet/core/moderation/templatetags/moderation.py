"""``{% load moderation %}``: the way to report a thing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template

from intranet.core.moderation import queries
from intranet.core.ui.pieces import request_of

if TYPE_CHECKING:
    from django.db.models import Model

register = template.Library()


@register.simple_tag(takes_context=True)
def report_address(context: template.Context, thing: Model) -> str:
    """Where the reader may report it; empty when they may not. No query."""
    request = request_of(context)
    return queries.report_address(request.user, thing) if request is not None else ""
