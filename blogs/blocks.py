"""What a post is made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

from intranet.core.text.syntax import own_path
from intranet.core.ui.blocks import VideoBlock

if TYPE_CHECKING:
    from typing import Any

RICH_TEXT = ["bold", "italic", "link", "document-link", "ol", "ul"]


class QuoteBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=_("Words"))
    cite = blocks.CharBlock(label=_("Who said it"), required=False)

    class Meta:
        icon = "openquote"
        label = _("Quote")
        template = "blogs/blocks/quote.html"


def fault_of_alt(alt: str, *, decorates: bool) -> Any:
    """In words, what is wrong with how a picture is told to those who cannot see it; empty when nothing is."""
    if decorates and alt.strip():
        return _("A picture that only decorates is passed over when the page is read aloud: take these words out, or the mark")
    if not decorates and not alt.strip():
        return _("Say what the picture shows, for those who cannot see it, or mark it as decoration")
    return ""


class PictureValue(blocks.StructValue):
    """A picture, with what is said of it to those who cannot see it."""

    @property
    def has_words(self) -> bool:
        """Told in words, or marked as decoration: else it is not published."""
        return not fault_of_alt(self["alt"], decorates=self["decorates"])


class PictureBlock(blocks.StructBlock):
    """A picture that is told in words as well, or marked as decoration."""

    image = ImageChooserBlock(label=_("Picture"))
    alt = blocks.CharBlock(label=_("What it shows, for those who cannot see it"), required=False, max_length=300)
    decorates = blocks.BooleanBlock(label=_("It only decorates"), required=False, help_text=_("Nothing is lost to whoever does not see it."))
    caption = blocks.CharBlock(label=_("Caption"), required=False, max_length=300)

    class Meta:
        icon = "image"
        label = _("Picture")
        template = "blogs/blocks/picture.html"
        value_class = PictureValue

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        fault = fault_of_alt(cleaned["alt"], decorates=cleaned["decorates"])
        if fault and not self.is_deferred_validation:
            raise StructBlockValidationError(block_errors={"alt": ValidationError(fault)})
        return cleaned


class FileBlock(blocks.StructBlock):
    """A file to take away: as open as the posts in which it stands."""

    file = DocumentChooserBlock(label=_("File"))
    title = blocks.CharBlock(label=_("What it is"), required=False, max_length=200, help_text=_("Empty: the title that the file has already."))

    class Meta:
        icon = "doc-full"
        label = _("File")
        template = "blogs/blocks/file.html"


class CardBlock(blocks.CharBlock):
    """An address of ours; what stands there is shown live to those who may see it."""

    def clean(self, value: Any) -> Any:
        path = own_path(super().clean(value))
        if path is None:
            raise ValidationError(_("Paste the address of a poll, topic, module or page of this site."))
        return path

    def get_searchable_content(self, value: Any) -> list[str]:
        """Nothing: the address may name what not every reader may see."""
        return []

    class Meta:
        icon = "link"
        label = _("Live card")
        help_text = _("The address of a poll, topic, module or page of this site. A poll can be voted in where it stands.")
        template = "blogs/blocks/card.html"


class PostBlock(blocks.StreamBlock):
    """The body of a post."""

    heading = blocks.CharBlock(label=_("Heading"), icon="title", max_length=200, template="blogs/blocks/heading.html")
    paragraph = blocks.RichTextBlock(label=_("Text"), icon="pilcrow", features=RICH_TEXT)
    quote = QuoteBlock()
    picture = PictureBlock()
    video = VideoBlock()
    file = FileBlock()
    list = blocks.ListBlock(blocks.CharBlock(label=_("Line")), label=_("List"), icon="list-ul", template="blogs/blocks/list.html")
    card = CardBlock()

    class Meta:
        required = True


class RelatedBlock(blocks.StreamBlock):
    """What to read next, as the writer has it. Keys alone are kept, so that one query asks for those the reader may see."""

    post = blocks.PageChooserBlock(page_type="intranet_blogs.PostPage", label=_("Post"))

    class Meta:
        required = False
        max_num = 3
