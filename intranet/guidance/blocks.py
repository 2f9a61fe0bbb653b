"""What the body of a guidance page is made of."""

from __future__ import annotations

from typing import Any

from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock


class PictureBlock(blocks.StructBlock):
    """A picture; what it shows is said in words for who does not see it."""

    image = ImageChooserBlock(label=_("picture"))
    alternative = blocks.CharBlock(label=_("what it shows"), max_length=300, help_text=_("Read aloud instead of the picture."))
    caption = blocks.CharBlock(label=_("caption"), max_length=300, required=False)

    class Meta:
        icon = "image"
        label = _("picture")
        template = "guidance/blocks/picture.html"


class FactsBlock(blocks.StructBlock):
    """A small table with a caption and a row of headings."""

    caption = blocks.CharBlock(label=_("caption"), max_length=200)
    headings = blocks.ListBlock(blocks.CharBlock(max_length=200), label=_("headings"))
    rows = blocks.ListBlock(blocks.ListBlock(blocks.CharBlock(max_length=1000, required=False)), label=_("rows"))

    class Meta:
        icon = "table"
        label = _("table")
        template = "guidance/blocks/facts.html"


class CardBlock(blocks.CharBlock):
    """An address of ours, shown as a live card to who may see what lies there."""

    def get_searchable_content(self, value: Any) -> list[str]:
        """Nothing: the address may name what not every reader may see."""
        return []

    class Meta:
        icon = "link"
        label = _("card")
        template = "guidance/blocks/card.html"


class GuidanceBlock(blocks.StreamBlock):
    """The body of a guidance page."""

    heading = blocks.CharBlock(label=_("heading"), max_length=200, icon="title", template="guidance/blocks/heading.html")
    paragraph = blocks.RichTextBlock(label=_("text"), features=["bold", "italic", "link", "document-link", "ol", "ul"])
    list = blocks.ListBlock(blocks.CharBlock(max_length=1000), label=_("list"), template="guidance/blocks/list.html")
    quote = blocks.BlockQuoteBlock(label=_("quotation"))
    picture = PictureBlock()
    facts = FactsBlock()
    card = CardBlock(max_length=500, validators=[RegexValidator(r"^(/|https?://)", _("Paste the address of a page, beginning with / or https://."))])
