"""What was taken over from another system, so that a second run finds it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from intranet.core.background import now


class MovedIn(models.Model):
    """One thing of an export and what it became here. It stays when that is deleted: it is not brought back."""

    class Kind(models.TextChoices):
        POST = "post", _("post")
        COMMENT = "comment", _("comment")
        FILE = "file", _("file")

    source = models.CharField(max_length=200, help_text="The address of the site it came from.")
    kind = models.CharField(max_length=7, choices=Kind.choices)
    key = models.CharField(max_length=255, help_text="Its own number or address there.")
    digest = models.CharField(max_length=64, blank=True, help_text="Of its words there, to tell when an export has others.")
    object_id = models.BigIntegerField()
    moment = models.DateTimeField(default=now)

    class Meta:
        verbose_name = _("thing that was moved in")
        verbose_name_plural = _("things that were moved in")
        constraints = [models.UniqueConstraint(fields=["source", "kind", "key"], name="moved_in_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
