"""The tags of the components: ``{% load roost %}``."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any
from zlib import crc32

from django import template
from django.core.exceptions import DisallowedHost
from django.forms import CheckboxInput, CheckboxSelectMultiple, RadioSelect
from django.middleware.csrf import get_token
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from intranet.core.ui.http import rendered_panels
from intranet.core.ui.moments import Told, exact, humane, told
from intranet.core.ui.people import Named, named, shown_name
from intranet.core.ui.pieces import PieceContext, request_of, slot_of, written
from intranet.core.ui.queries import Frame

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from django.core.paginator import Page
    from django.forms import BaseForm, BoundField

register = template.Library()
register.filter(exact)
register.filter(humane)
register.simple_tag(shown_name)

HUES = 8
_FIELD = "_roost_csrf_field"
_CSRF_SLOT = "csrf"


@register.simple_tag(takes_context=True)
def frame(context: template.Context) -> Frame:
    """What stands around the page; ``base.html`` alone asks for it."""
    request = request_of(context)
    if request is None:
        return Frame(user=None)
    try:
        host = request.get_host()
    except DisallowedHost:
        host = ""
    return Frame(user=getattr(request, "user", None), path=request.path, host=host, session=getattr(request, "session", None))


@register.simple_tag(takes_context=True)
def csrf_field(context: template.Context) -> str:
    """As ``{% csrf_token %}``, and works inside an include with ``only``. All forms of a page hold the same, for each is costly to make."""
    if isinstance(context, PieceContext):
        return slot_of(_CSRF_SLOT)
    request = request_of(context)
    if request is None:
        return ""
    if not hasattr(request, _FIELD):
        setattr(request, _FIELD, format_html('<input type="hidden" name="csrfmiddlewaretoken" value="{}">', get_token(request)))
    field: str = getattr(request, _FIELD)
    return field


@register.simple_tag(takes_context=True)
def piece(context: template.Context, name: str, values: Any, **slots: str) -> str:
    """A template that is made of plain values alone, written once for all who get the same: ``{% piece "forums/post_piece.html" line.piece seal=seal %}``.

    It sees ``values`` as ``piece``; what is captured for it stands at its ``{% slot "seal" %}``. ``{% csrf_field %}`` in it is the reader's own.
    """
    return written(name, values, lambda slot: csrf_field(context) if slot == _CSRF_SLOT else slots.get(slot, ""))


@register.simple_tag
def slot(name: str) -> str:
    """In a piece: where what the page gives under that name is put."""
    return slot_of(name)


@cache
def _drawings(file: str) -> str:
    """The address of a file of drawings, asked once: a page has hundreds of them."""
    return static(file)


@cache
def icon_of(name: str, size: str = "") -> SafeString:
    """One of the symbols of ``icons.svg``, of a few kinds; ``size`` is ``s``, ``l`` or nothing."""
    modifier = f" icon--{size}" if size else ""
    return format_html('<svg class="icon{}" aria-hidden="true"><use href="{}#{}"/></svg>', modifier, _drawings("roost/icons.svg"), name)


class IconNode(template.Node):
    """An icon that is chosen when the page is written."""

    def __init__(self, asked: list[template.base.FilterExpression]) -> None:
        self.asked = asked

    def render(self, context: template.Context) -> SafeString:
        return icon_of(*(each.resolve(context) for each in self.asked))


@register.tag
def icon(parser: template.base.Parser, token: template.base.Token) -> template.Node:
    """``{% icon "reply" %}``, ``{% icon "reply" "s" %}``: always beside words. A page has hundreds: one that the template itself names is mere text of it."""
    asked = [parser.compile_filter(bit) for bit in token.split_contents()[1:]]
    if any(each.is_var or each.filters for each in asked):
        return IconNode(asked)
    return template.base.TextNode(icon_of(*(each.var for each in asked)))


@register.simple_tag
def art(name: str) -> str:
    """One of the drawings: ``moor``, ``hills`` or ``nest``."""
    return format_html('<svg class="art" aria-hidden="true"><use href="{}#{}"/></svg>', _drawings("roost/art.svg"), name)


@register.simple_tag(takes_context=True)
def panels_about(context: template.Context, thing: Any) -> str:
    """What other apps show on the page of a thing, their panels for the place ``thing``: put it where the page ends or beside it."""
    request = request_of(context)
    return format_html_join("", "{}", ((panel,) for panel in rendered_panels("thing", request, thing))) if request else ""


@register.filter
def initials(name: str) -> str:
    """The first letters of the first and the last word of a name, titles left out."""
    words = [word for word in str(name).removeprefix("Cllr ").split() if word[0].isalpha()]
    return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper() if words else ""


@register.filter
def hue(name: str) -> int:
    """The colour of a person's picture: from the stored name, so that it never changes."""
    return crc32(str(name).encode()) % HUES + 1


@register.simple_tag
def avatar(name: str, size: str = "", picture: str = "") -> str:
    """The picture beside a name, or its initials; a name that is empty is a former colleague's. ``size``: ``s``, ``l``, ``xl``."""
    modifier = f" avatar--{size}" if size else ""
    if picture:
        return format_html('<img class="avatar{}" src="{}" alt="" width="40" height="40" loading="lazy">', modifier, picture)
    if not name:
        return format_html('<span class="avatar avatar--none{}" aria-hidden="true"></span>', modifier)
    return format_html('<span class="avatar avatar--{}{}" aria-hidden="true">{}</span>', hue(name), modifier, initials(name))


@register.simple_tag
def when(moment: date | Told | None, words: str = "") -> str:
    """A moment or a day as people say it, the exact one in ``datetime`` and ``title``; ``words`` replaces ours."""
    if moment is None:
        return ""
    shown = moment if isinstance(moment, Told) else told(moment)
    return format_html('<time datetime="{}" title="{}">{}</time>', shown.iso, shown.exact, words or shown.words)


@register.filter
def in_words(number: int) -> str:
    """Small counts as words: ``two``; from ten on as figures."""
    words = (_("no"), _("one"), _("two"), _("three"), _("four"), _("five"), _("six"), _("seven"), _("eight"), _("nine"))
    return words[number] if 0 <= number < len(words) else str(number)


@register.filter
def percent_of(part: float, whole: float) -> int:
    """A share as a whole number of hundredths; nothing of nothing is nothing."""
    return round(100 * part / whole) if whole else 0


@register.simple_tag
def person_link(person: Any, name: str = "") -> str:
    """A person's name, leading to their page while they are with us; a name alone once they are gone. In a piece of a page a ``Named`` is given."""
    shown = person if isinstance(person, Named) else named(person, name)
    if not shown.name:
        return format_html("<span>{}</span>", _("A former colleague"))
    return format_html('<a href="{}">{}</a>', shown.address, shown.name) if shown.address else format_html("<span>{}</span>", shown.name)


@register.filter
def page_numbers(page: Page[Any]) -> Iterable[int | str]:
    """The pages to lead to, the middle of a long list left out."""
    return page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)


@register.simple_tag(takes_context=True)
def page_query(context: template.Context, number: int, param: str = "") -> str:
    """The page's own query, leading to another page of a list."""
    return querystring_with(context, **{param or "page": None if number == 1 else number})


@register.simple_tag(takes_context=True)
def querystring_with(context: template.Context, **changes: Any) -> str:
    """The page's own query with some values changed; ``None`` takes one out. Begins with ``?``."""
    request = request_of(context)
    if request is None:
        return "?"
    kept = dict(request.GET.lists()) | {key: None if value is None else [str(value)] for key, value in changes.items()}
    return f"?{urlencode({key: values for key, values in kept.items() if values is not None}, doseq=True)}"


@register.simple_tag
def widget(field: BoundField, **attrs: str | bool) -> str:
    """The field's control with the class of our forms."""
    if shape(field) in {"check", "options", "hidden"} or field.use_fieldset:
        return field.as_widget(attrs=attrs)
    given = field.field.widget.attrs.get("class", "")
    return field.as_widget(attrs={"class": f"input {given}".strip(), **attrs})


@register.filter
def shape(field: BoundField) -> str:
    """How a field is laid out: ``hidden``, ``check`` (one box), ``options`` (to choose from), ``group`` (several controls) or ``line``."""
    if field.is_hidden:
        return "hidden"
    if isinstance(field.field.widget, CheckboxInput):
        return "check"
    if isinstance(field.field.widget, RadioSelect | CheckboxSelectMultiple):
        return "options"
    return "group" if field.use_fieldset else "line"


@register.filter
def error_count(form: BaseForm) -> int:
    """How many things a form asks to change."""
    return sum(len(errors) for errors in form.errors.values())


@register.filter
def error_target(field: BoundField) -> str:
    """The id that a link of the error summary jumps to."""
    return field.id_for_label or f"{field.auto_id}_0"


class CaptureNode(template.Node):
    """Keeps what its inside renders, so that a layout can ask whether a block was filled."""

    child_nodelists = ("nodelist",)

    def __init__(self, nodelist: template.NodeList, name: str) -> None:
        self.nodelist = nodelist
        self.name = name

    def render(self, context: template.Context) -> SafeString:
        rendered = self.nodelist.render(context)
        context[self.name] = rendered if rendered.strip() else ""
        return SafeString()


@register.tag
def capture(parser: template.base.Parser, token: template.base.Token) -> CaptureNode:
    """``{% capture name %}…{% endcapture %}``: what stands inside, as a variable; white space alone is nothing."""
    try:
        _tag, name = token.split_contents()
    except ValueError as error:
        raise template.TemplateSyntaxError("capture takes one name") from error
    nodelist = parser.parse(("endcapture",))
    parser.delete_first_token()
    return CaptureNode(nodelist, name)
