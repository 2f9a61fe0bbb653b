"""What people want to hear of."""

from __future__ import annotations

from urllib.parse import quote

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _

from intranet.core.background import now
from intranet.core.kinds import Followable
from intranet.core.notifications.querysets import FollowQuerySet, TagQuerySet


class Follow(models.Model):
    """A person wants to hear of a thing, or wants not to."""

    class Level(models.TextChoices):
        EVERYTHING = "everything", _("everything")
        MENTIONS = "mentions", _("mentions and answers")
        NOTHING = "nothing", _("nothing")

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="roost_follows")
    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_id = models.BigIntegerField()
    thing = GenericForeignKey("content_type", "object_id")
    level = models.CharField(max_length=10, choices=Level.choices, default=Level.EVERYTHING)
    automatic = models.BooleanField(default=False)
    since = models.DateTimeField(default=now)

    objects = FollowQuerySet.as_manager()

    class Meta:
        verbose_name = _("follow")
        verbose_name_plural = _("follows")
        constraints = [models.UniqueConstraint(fields=["person", "content_type", "object_id"], name="follow_once")]
        indexes = [models.Index(fields=["content_type", "object_id", "level"], name="follow_thing")]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.level}"


class Tag(Followable):
    """A hashtag that somebody follows. To others it does not exist: who follows what is nobody's business."""

    name = models.CharField(_("tag"), max_length=100, unique=True, help_text="Lower case, without #.")

    objects = TagQuerySet.as_manager()

    class Meta:
        verbose_name = _("tag")
        verbose_name_plural = _("tags")

    def __str__(self) -> str:
        return f"#{self.name}"

    def get_absolute_url(self) -> str:
        return f"/search/?q=tag:{quote(self.name)}"
