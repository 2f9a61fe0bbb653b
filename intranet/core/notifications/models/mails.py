"""Mails on their way. A row holds no words: a mail is written for its reader when it is sent."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from intranet.core.background import now
from intranet.core.notifications.models.notices import Notice
from intranet.core.notifications.querysets import MailQuerySet


class Digest(models.Model):
    """What was new for a person in one period; there is one a period, whether a mail came of it or not."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    period = models.CharField(max_length=10, help_text="The day, 2026-11-23, or the week, 2026-W48, at whose start it is sent.")
    since = models.DateTimeField()
    until = models.DateTimeField()

    class Meta:
        verbose_name = _("digest")
        verbose_name_plural = _("digests")
        constraints = [models.UniqueConstraint(fields=["person", "period"], name="digest_once")]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.period}"


class Mail(models.Model):
    """One mail to one person about one notice, or one digest."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        SENDING = "sending", _("being sent")
        SENT = "sent", _("sent")
        DROPPED = "dropped", _("not needed any more")
        FAILED = "failed", _("given up")

    message = models.UUIDField(default=uuid.uuid4, unique=True, editable=False, help_text="The same in each attempt: part of the Message-ID.")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, null=True, blank=True, related_name="mails")
    digest = models.OneToOneField(Digest, on_delete=models.CASCADE, null=True, blank=True, related_name="mail")
    state = models.CharField(max_length=7, choices=State.choices, default=State.WAITING)
    due = models.DateTimeField(default=now, help_text="Not before; while it is being sent, the end of the sender's lease.")
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=200, blank=True)
    created = models.DateTimeField(default=now)
    done_at = models.DateTimeField(null=True, blank=True)

    objects = MailQuerySet.as_manager()

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("mails")
        constraints = [
            models.UniqueConstraint(fields=["person", "notice"], name="mail_once"),
            models.CheckConstraint(condition=Q(notice__isnull=False) ^ Q(digest__isnull=False), name="mail_of_notice_or_digest"),
        ]
        indexes = [
            models.Index(fields=["due", "id"], condition=Q(state__in=["waiting", "sending"]), name="mail_due"),
            models.Index(fields=["state", "-done_at"], condition=Q(done_at__isnull=False), name="mail_done"),
        ]

    def __str__(self) -> str:
        return f"{self.message}: {self.state}"
