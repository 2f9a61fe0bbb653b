"""What a monitoring officer says of a poll that is to open in an election period."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from intranet.core.background import now
from intranet.core.kinds import Visible
from polls.models.poll import Poll
from polls.querysets import ClearanceQuerySet


class Clearance(Visible):
    """A poll before the monitoring officers. It is about the words of one revision: others are looked at again. ``owner`` and ``service`` are those that it names."""

    class Decision(models.TextChoices):
        APPROVED = "approved", _("approved")
        DECLINED = "declined", _("not approved")
        LAPSED = "lapsed", _("not needed any more")

    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="clearances")
    revision = models.ForeignKey("wagtailcore.Revision", on_delete=models.CASCADE, related_name="+")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    service = models.ForeignKey("intranet_organisation.Service", on_delete=models.SET_NULL, null=True, related_name="+")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField(default=now)
    decision = models.CharField(max_length=10, choices=Decision.choices, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    decided_name = models.CharField(max_length=200, blank=True)
    decided_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True)

    objects = ClearanceQuerySet.as_manager()

    class Meta:
        verbose_name = _("approval of a poll")
        verbose_name_plural = _("approvals of polls")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["poll"], condition=Q(decided_at__isnull=True), name="poll_clearance_waits_once"),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, decision="") | (Q(decided_at__isnull=False) & ~Q(decision="")),
                name="poll_clearance_decided_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.revision.object_str

    def get_absolute_url(self) -> str:
        return reverse("polls:clearance", args=[self.pk])

    @property
    def waits(self) -> bool:
        return self.decided_at is None

    @property
    def is_past(self) -> bool:
        """Whether the poll would have closed by now, so that nobody need decide any more. No query."""
        closes = parse_datetime(self.revision.content["closes"])
        return closes is not None and closes <= now()
