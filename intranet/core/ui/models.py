"""The organisation's name and look, and words that were not sent yet."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting

from intranet.core.background import now
from intranet.core.ui.contrast import Palette, failures

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise

COLOURS = ("accent", "band", "sun", "frame")
_colour = RegexValidator(r"^#[0-9a-fA-F]{6}\Z", _("Write a colour as #0b5f5a: a hash and six figures or letters from a to f."))


def _colour_field(words: StrPromise) -> models.CharField[str, str]:
    return models.CharField(words, max_length=7, blank=True, validators=[_colour])


@register_setting(icon="view")
class Brand(BaseSiteSetting):
    """One site's brand. Colours that cannot be read are refused on saving, in both themes."""

    class Corners(models.TextChoices):
        ROUND = "", _("rounded")
        SMALL = "small", _("slightly rounded")
        SQUARE = "square", _("square")

    class Font(models.TextChoices):
        SYSTEM = "", _("the device's own")
        ARIAL = "arial", _("Arial and its like")
        VERDANA = "verdana", _("Verdana and its like")
        GEORGIA = "georgia", _("Georgia and its like, for headings")

    name = models.CharField(_("name of the intranet"), max_length=60, default="Roost")
    organisation = models.CharField(_("organisation"), max_length=100, blank=True)
    logo = models.ForeignKey("wagtailimages.Image", on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("logo"))
    accent = _colour_field(_("links and buttons"))
    band = _colour_field(_("bands"))
    sun = _colour_field(_("what is new"))
    frame = _colour_field(_("frame around the page"))
    accent_dark = _colour_field(_("links and buttons, dark"))
    band_dark = _colour_field(_("bands, dark"))
    sun_dark = _colour_field(_("what is new, dark"))
    frame_dark = _colour_field(_("frame around the page, dark"))
    corners = models.CharField(_("corners"), max_length=6, blank=True, choices=Corners.choices)
    font = models.CharField(_("typeface"), max_length=8, blank=True, choices=Font.choices)

    panels: ClassVar = [
        FieldPanel("name"),
        FieldPanel("organisation"),
        FieldPanel("logo"),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel(name) for name in COLOURS]), FieldRowPanel([FieldPanel(f"{name}_dark") for name in COLOURS])],
            heading=_("Colours"),
            help_text=_("As #0b5f5a. An empty one stays ours; shades and ink follow from these. What cannot be read is refused."),
        ),
        FieldPanel("corners"),
        FieldPanel("font"),
    ]

    class Meta:
        verbose_name = _("brand")
        verbose_name_plural = _("brands")

    def __str__(self) -> str:
        return self.name

    def palette(self, theme: str) -> Palette:
        """The colours of one theme, ``light`` or ``dark``."""
        suffix = "" if theme == "light" else "_dark"
        return Palette.of(theme, {name: getattr(self, name + suffix) for name in COLOURS})

    def clean(self) -> None:
        super().clean()
        if any(getattr(self, name) and not _is_colour(getattr(self, name)) for name in self.colour_names()):
            return
        refused: dict[str, list[str]] = {}
        for theme, suffix in (("light", ""), ("dark", "_dark")):
            for failure in failures(self.palette(theme)):
                words = _("Too little contrast for %(pair)s: %(found).2f to 1, and %(needed)s is needed.") % {
                    "pair": failure.pair,
                    "found": failure.found,
                    "needed": failure.needed,
                }
                better = _("The nearest colour that passes is %(colour)s.") % {"colour": failure.nearest} if failure.nearest else ""
                refused[failure.field + suffix] = [f"{words} {better}".strip()]
        if refused:
            raise ValidationError(refused)

    @staticmethod
    def colour_names() -> list[str]:
        return [name + suffix for suffix in ("", "_dark") for name in COLOURS]


def _is_colour(value: str) -> bool:
    try:
        _colour(value)
    except ValidationError:
        return False
    return True


class Draft(models.Model):
    """What a person wrote in a form and has not sent: theirs alone, one for each place where they write."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    place = models.CharField(max_length=120, help_text="Which form of which thing: forums-reply-12.")
    fields = models.JSONField(default=dict, help_text="The form's fields by name, as they were typed.")
    kept_at = models.DateTimeField(default=now)

    class Meta:
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")
        constraints = [models.UniqueConstraint(fields=["person", "place"], name="draft_once")]

    def __str__(self) -> str:
        return self.place
