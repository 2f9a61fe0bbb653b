"""That somebody's words tell everybody."""

from __future__ import annotations

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models

from intranet.core.background import now


class Call(models.Model):
    """``@everyone`` in a thing, whose author has confirmed the number of people; they are told when it is shown."""

    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_id = models.BigIntegerField()
    thing = GenericForeignKey("content_type", "object_id")
    caller = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    number = models.PositiveIntegerField(help_text="How many people it would reach when it was confirmed.")
    created = models.DateTimeField(default=now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["content_type", "object_id"], name="call_once")]

    def __str__(self) -> str:
        return f"Call {self.pk}"
