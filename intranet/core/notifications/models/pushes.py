"""Messages on their way to people's devices. A row holds no words: a message is written for its reader when it is sent."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from intranet.core.background import now
from intranet.core.notifications.models.notices import Notice
from intranet.core.notifications.querysets import MailQuerySet


class Push(models.Model):
    """One message to one person about one notice, for the site's push service."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        SENDING = "sending", _("being sent")
        SENT = "sent", _("sent")
        DROPPED = "dropped", _("not needed any more")
        FAILED = "failed", _("given up")

    message = models.UUIDField(default=uuid.uuid4, unique=True, editable=False, help_text="The same in each attempt.")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="pushes")
    state = models.CharField(max_length=7, choices=State.choices, default=State.WAITING)
    due = models.DateTimeField(default=now, help_text="Not before; while it is being sent, the end of the sender's lease.")
    attempts = models.PositiveSmallIntegerField(default=0)
    created = models.DateTimeField(default=now)
    done_at = models.DateTimeField(null=True, blank=True)

    objects = MailQuerySet.as_manager()

    class Meta:
        verbose_name = _("message to devices")
        verbose_name_plural = _("messages to devices")
        constraints = [models.UniqueConstraint(fields=["person", "notice"], name="push_once")]
        indexes = [models.Index(fields=["due", "id"], condition=Q(state__in=["waiting", "sending"]), name="push_due")]

    def __str__(self) -> str:
        return f"{self.message}: {self.state}"
