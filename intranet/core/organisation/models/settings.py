"""What the whole organisation promises, and when it works."""

from __future__ import annotations

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.settings.models import BaseGenericSetting

from intranet.core.organisation.models.hours import default_hours, validate_hours


class Region(models.TextChoices):
    """Whose bank holidays count."""

    ENGLAND = "ENG", _("England")
    WALES = "WLS", _("Wales")
    SCOTLAND = "SCT", _("Scotland")
    NORTHERN_IRELAND = "NIR", _("Northern Ireland")


class OrganisationSettings(BaseGenericSetting):
    """Name, hours and promise of the organisation; read through ``queries.organisation()``, which keeps them."""

    name = models.CharField(_("name"), max_length=200, default="Roost")
    short_name = models.CharField(_("short name"), max_length=60, blank=True)
    website = models.URLField(_("website"), blank=True)
    hours = models.JSONField(_("working hours"), default=default_hours, validators=[validate_hours])
    promise_minutes = models.PositiveIntegerField(
        _("promise in working minutes"),
        default=120,
        validators=[MinValueValidator(1)],
        help_text=_("How soon a question is answered, in working time."),
    )
    region = models.CharField(_("bank holidays of"), max_length=3, choices=Region.choices, default=Region.ENGLAND)

    class Meta:
        verbose_name = _("organisation")

    def __str__(self) -> str:
        return self.name
