"""Archives of areas, to be kept outside the site."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from forums.models.areas import Area
from forums.models.files import private_storage
from intranet.core.background import now


def _place(export: Any, name: str) -> str:
    """A name that says nothing and that nobody guesses."""
    return f"forums/exports/{uuid4().hex}"


class AreaExport(models.Model):
    """What the readers of an area could read at a moment, as a file that needs no site. It is kept for a few days."""

    class ExportState(models.TextChoices):
        WAITING = "waiting", _("being made")
        READY = "ready", _("ready")
        FAILED = "failed", _("not made")

    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="exports")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    asked_name = models.CharField(max_length=200, blank=True)
    asked_at = models.DateTimeField(default=now)
    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    state = models.CharField(max_length=10, choices=ExportState.choices, default=ExportState.WAITING)
    stamp = models.CharField(max_length=200, blank=True, help_text="Of the posts that it holds: another one says that some of them were withdrawn.")
    file = models.FileField(storage=private_storage, upload_to=_place, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    topics = models.PositiveIntegerField(default=0)
    posts = models.PositiveIntegerField(default=0)
    expires = models.DateTimeField()

    class Meta:
        verbose_name = _("export of an area")
        verbose_name_plural = _("exports of areas")
        ordering = ["-asked_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["area"], condition=Q(state="waiting"), name="forum_export_one_at_a_time")]

    def __str__(self) -> str:
        return f"{self.area_id}: {self.asked_at}"

    def get_absolute_url(self) -> str:
        return reverse("forums:exported", args=[self.key])

    @property
    def is_kept(self) -> bool:
        return self.state == self.ExportState.READY and self.expires > now()
