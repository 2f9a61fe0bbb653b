"""``{% load discussion %}``: the buttons of reactions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template
from django.utils.html import format_html, format_html_join

from intranet.core.ui.templatetags.roost import icon_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from intranet.core.discussion.queries import ReactionCount

register = template.Library()
BUTTON = '<button class="tool" id="{}-{}" type="submit" name="{}" value="{}" aria-pressed="{}">{}{}{}<span class="vh"> {}</span></button>'


@register.simple_tag
def reaction_buttons(reactions: Iterable[ReactionCount], ident: str, what: str) -> str:
    """A button for each kind of reaction, for the form that sends it: pressed where the reader reacted so. ``what`` are the hidden words after it.

    Written here and not in a template: a page has a hundred of them.
    """
    return format_html_join(
        "",
        BUTTON,
        (
            (
                ident,
                each.kind,
                each.kind,
                "0" if each.is_mine else "1",
                "true" if each.is_mine else "false",
                icon_of(each.icon),
                each.label,
                format_html(' <span class="num">{}</span>', each.count) if each.count else "",
                what,
            )
            for each in reactions
        ),
    )
