"""``{% load notifications %}``: how the reader follows a thing, and whether they must read it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template
from django.contrib.contenttypes.models import ContentType

from intranet.core.notifications.queries import follows_of
from intranet.core.notifications.queries.reading import to_read_of
from intranet.core.ui.pieces import request_of

if TYPE_CHECKING:
    from django.db.models import Model

    from intranet.core.notifications.models import Acknowledgeable
    from intranet.core.notifications.queries.reading import ToRead

register = template.Library()


@register.simple_tag(takes_context=True)
def level_of(context: template.Context, thing: Model) -> str:
    """How the reader follows the thing; empty when they never said.

    One query, unless the thing was fetched with it (``queries.level_for``): for the page of the thing, not for lists.
    """
    known: str | None = getattr(thing, "follow_level", None)
    if known is not None:
        return known
    request = request_of(context)
    return follows_of(request.user, [thing]).get(thing.pk, "") if request else ""


@register.filter
def kind_key(thing: Model) -> int:
    """The key of the thing's content type, for addresses."""
    return ContentType.objects.get_for_model(thing).pk


@register.simple_tag(takes_context=True)
def to_read(context: template.Context, thing: Acknowledgeable) -> ToRead | None:
    """Whether a page must be read, and the reader has: one query, and none where nobody must."""
    request = request_of(context)
    return None if request is None or getattr(request, "is_preview", False) else to_read_of(thing, request.user)
