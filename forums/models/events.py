"""What moderators did with topics that their readers are told in a line, and that can be taken back."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from forums.models.areas import Area
from forums.models.topics import Topic
from intranet.core.background import now


class TopicEvent(models.Model):
    """A topic was moved, merged into another, or had posts split off.

    Areas and topics that it names are shown by name only to who may see them. ``data`` is what taking it back needs: the numbers that posts had.
    """

    class Kind(models.TextChoices):
        MOVED = "moved", _("moved to another area")
        MERGED = "merged", _("merged")
        SPLIT = "split", _("split")

    kind = models.CharField(max_length=10, choices=Kind.choices)
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="events", help_text="Moved; merged into; split from.")
    other = models.ForeignKey(Topic, on_delete=models.CASCADE, null=True, related_name="+", help_text="What was merged, or split off.")
    area = models.ForeignKey(Area, on_delete=models.CASCADE, null=True, related_name="+", help_text="Where it was before it was moved.")
    after = models.PositiveIntegerField(default=0, help_text="The number below whose post it is told.")
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    actor_name = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField(default=now)
    data = models.JSONField(default=dict)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.topic_id}: {self.get_kind_display()}"
