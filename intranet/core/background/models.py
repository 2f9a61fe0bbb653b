"""What periodic work keeps: who is at it, and when each job ran last."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from intranet.core.background.clock import now


class Lease(models.Model):
    """The right to do something alone, for a while. Who dies holding it loses it when it expires."""

    name = models.CharField(max_length=100, primary_key=True)
    holder = models.UUIDField()
    expires = models.DateTimeField()

    class Meta:
        verbose_name = _("lease")
        verbose_name_plural = _("leases")

    def __str__(self) -> str:
        return self.name


class JobRun(models.Model):
    """When a periodic job ran last, and how it ended."""

    name = models.CharField(max_length=100, primary_key=True)
    started = models.DateTimeField(default=now)
    finished = models.DateTimeField(null=True)
    error = models.CharField(max_length=500, blank=True)

    class Meta:
        verbose_name = _("run of a job")
        verbose_name_plural = _("runs of jobs")

    def __str__(self) -> str:
        return self.name
