"""``{% load moderation %}``: the way to report a thing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template
from django.contrib.contenttypes.models import ContentType

from intranet.core.moderation.rules import can_report
from intranet.core.ui.addresses import address_of

if TYPE_CHECKING:
    from django.db.models import Model

register = template.Library()


@register.simple_tag(takes_context=True)
def report_address(context: template.Context, thing: Model) -> str:
    """Where the reader may report it; empty when they may not. No query."""
    request = getattr(context, "request", None) or context.get("request")
    if request is None or not can_report(request.user, thing):
        return ""
    return address_of("moderation:report", ContentType.objects.get_for_model(thing).pk, thing.pk)
