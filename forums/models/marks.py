"""How far each person has read."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from forums.models.areas import Area
from forums.models.topics import Topic
from intranet.core.background import now


class AreaMark(models.Model):
    """All that was written in an area until then counts as read by a person."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="marks")
    read_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["area", "person"], name="forum_area_mark_once")]

    def __str__(self) -> str:
        return f"{self.person_id} in area {self.area_id}"


class TopicMark(models.Model):
    """The number of the last post of a topic that a person has seen."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="marks")
    number = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["topic", "person"], name="forum_topic_mark_once")]

    def __str__(self) -> str:
        return f"{self.person_id} in topic {self.topic_id}: {self.number}"
