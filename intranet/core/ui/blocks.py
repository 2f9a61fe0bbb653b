"""Blocks that pages of several apps are made of."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.documents.blocks import DocumentChooserBlock


class VideoValue(blocks.StructValue):
    """A film, with where it is played."""

    @property
    def source(self) -> str:
        """The address of the film; empty when only its words are here."""
        return str(self["file"].url if self["file"] else self["address"] or "")

    @property
    def is_on_site(self) -> bool:
        return self.source.startswith("/")

    @property
    def has_words(self) -> bool:
        """Captions and transcript: without them it is not published."""
        return bool((self["captions"] or self["captions_file"]) and self["transcript"])

    def written_captions(self) -> str:
        """The captions as WebVTT, typed or from their file; empty when that is gone."""
        if self["captions"] or not self["captions_file"]:
            return str(self["captions"] or "")
        with self["captions_file"].open_file() as file:
            return str(file.read().decode("utf-8", errors="replace"))


class VideoBlock(blocks.StructBlock):
    """A film that can be read as well: nothing is published without captions and a transcript."""

    title = blocks.CharBlock(label=_("Title"), max_length=200)
    file = DocumentChooserBlock(label=_("File"), required=False)
    address = blocks.CharBlock(
        label=_("Or its address"), required=False, max_length=500, help_text=_("With https://, or on this site with a / at the front.")
    )
    minutes = blocks.IntegerBlock(label=_("Minutes"), required=False, min_value=1)
    language = blocks.CharBlock(label=_("Language of the captions"), default="en", max_length=5)
    captions = blocks.TextBlock(label=_("Captions"), required=False, help_text=_("WebVTT: the file begins with the word WEBVTT."))
    captions_file = DocumentChooserBlock(label=_("Or a file with captions"), required=False)
    transcript = blocks.TextBlock(label=_("Transcript"), required=False, help_text=_("All that is said, and what one has to see."))

    class Meta:
        label = _("Video")
        icon = "media"
        value_class = VideoValue

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        faults = {} if self.is_deferred_validation else _missing_words(cleaned)
        if cleaned["captions"] and not cleaned["captions"].lstrip("\ufeff \n").startswith("WEBVTT"):
            faults["captions"] = ValidationError(_("Captions begin with the word WEBVTT"))
        if cleaned["address"] and not cleaned["address"].startswith(("https://", "/")):
            faults["address"] = ValidationError(_("Give an address with https://, or one on this site with a / at the front"))
        if faults:
            raise StructBlockValidationError(block_errors=faults)
        return cleaned


def _missing_words(value: Any) -> dict[str, ValidationError]:
    faults = {}
    if not value["captions"] and not value["captions_file"]:
        faults["captions"] = ValidationError(_("Add captions: not everybody can hear the film"))
    if not value["transcript"].strip():
        faults["transcript"] = ValidationError(_("Add a transcript: not everybody can see the film"))
    return faults
