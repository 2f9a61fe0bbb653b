"""Cards in place of pasted addresses."""

from __future__ import annotations

from html import unescape
from typing import TYPE_CHECKING

from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.translation import gettext as _

from intranet.core.search.queries.cards import pictures
from intranet.core.text import CARD_LINK
from intranet.core.ui.pieces import request_of

if TYPE_CHECKING:
    import re

    from django.template.base import NodeList, Parser, Token
    from django.template.context import Context

    from intranet.core.search.queries.cards import Picture

register = template.Library()


class CardsNode(template.Node):
    """Renders what it holds, and then all cards in it at once."""

    def __init__(self, nodelist: NodeList) -> None:
        self.nodelist = nodelist

    def render(self, context: Context) -> str:
        html = self.nodelist.render(context)
        request = request_of(context)
        if "card-link" not in html or request is None:
            return html
        found = pictures(request.user, {unescape(address) for address in CARD_LINK.findall(html)})

        def picture(match: re.Match[str]) -> str:
            shown = found.get(unescape(match[1]))
            return match[0] if shown is None else _rendered(shown, unescape(match[1]), context)

        return CARD_LINK.sub(picture, html)


def _rendered(shown: Picture, address: str, context: Context) -> str:
    if not shown.title:
        return format_html('<p class="card-link muted">{}</p>', _("Something that is not open to you."))
    if shown.card is None:
        return format_html('<p class="card-link"><a href="{}">{}</a></p>', address, shown.title)
    return render_to_string(shown.template, {"card": shown.card}, request=request_of(context))


@register.tag
def cards(parser: Parser, token: Token) -> CardsNode:
    """``{% cards %}…{% endcards %}`` around rendered words: each address of ours that stands alone becomes a card.

    What search does not know stays the plain link that it was. What the reader may not see is said to be closed: its address
    would often tell its title.
    """
    nodelist = parser.parse(("endcards",))
    parser.delete_first_token()
    return CardsNode(nodelist)
