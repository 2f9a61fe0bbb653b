"""What people are told."""

from __future__ import annotations

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from intranet.core.background import now
from intranet.core.notifications.models.preferences import Delivery
from intranet.core.notifications.querysets import NoticeQuerySet


class Notice(models.Model):
    """A reference to something that happened, rendered for its reader when it is read.

    It is for one person, the ``recipient``, or a broadcast to everybody in an ``audience``: then who has read it is told by
    a ``NoticeReading`` each.
    """

    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, blank=True, related_name="roost_notices")
    audience = models.ForeignKey("intranet_organisation.Audience", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    kind = models.CharField(max_length=60)
    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_id = models.BigIntegerField()
    thing = GenericForeignKey("content_type", "object_id")
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    actor_name = models.CharField(max_length=200, blank=True)
    event = models.CharField(max_length=160, help_text="One event and one person is one notice.")
    group = models.CharField(max_length=160, blank=True, help_text="Unread notices of one group are shown as one line.")
    service = models.ForeignKey("intranet_organisation.Service", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    delivery = models.CharField(max_length=6, choices=Delivery.choices, default=Delivery.APP, help_text="How it reaches them besides the list.")
    created = models.DateTimeField(default=now)
    read_at = models.DateTimeField(null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        constraints = [
            models.UniqueConstraint(fields=["recipient", "event"], name="notice_once"),
            models.UniqueConstraint(fields=["event"], condition=Q(recipient__isnull=True), name="notice_broadcast_once"),
            models.CheckConstraint(condition=Q(recipient__isnull=False) ^ Q(audience__isnull=False), name="notice_for_one_or_all"),
            models.CheckConstraint(condition=Q(recipient__isnull=False) | Q(read_at__isnull=True), name="notice_broadcast_read_by_each"),
        ]
        indexes = [
            models.Index(fields=["recipient", "-created", "-id"], name="notice_tray"),
            models.Index(fields=["-created", "-id"], condition=Q(recipient__isnull=True), name="notice_broadcasts"),
            models.Index(fields=["created"], name="notice_age"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} for {self.recipient_id or 'all'}"


class NoticeReading(models.Model):
    """A person has read a broadcast."""

    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="readings")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    read_at = models.DateTimeField(default=now)

    class Meta:
        verbose_name = _("reading of a notice")
        verbose_name_plural = _("readings of notices")
        constraints = [models.UniqueConstraint(fields=["person", "notice"], name="notice_reading_once")]

    def __str__(self) -> str:
        return f"{self.person_id} has read {self.notice_id}"
