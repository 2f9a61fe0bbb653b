"""The weeks before an election, in which politicians' blogs are silent and polls are looked at before they open."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from intranet.core.background import midnight_of
from intranet.core.kinds import CommentsNow, CommentsState
from intranet.core.organisation.querysets import ElectionQuerySet

if TYPE_CHECKING:
    from datetime import datetime


class ElectionPeriod(models.Model):
    """From its first to its last day nothing new appears in the blogs of politicians, nothing is said there, and no poll opens unread. No job begins or ends it."""

    name = models.CharField(_("election"), max_length=200)
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))
    words = models.TextField(
        _("why"),
        max_length=500,
        help_text=_(
            "Stands on the blogs of politicians, where comments would be written, and before whoever publishes a poll. The last day is added."
        ),
    )

    objects = ElectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("election period")
        verbose_name_plural = _("election periods")
        ordering: ClassVar = ["-first_day"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")), name="election_days", violation_error_message=_("The last day comes after the first.")
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def ends(self) -> datetime:
        """When everything is as before."""
        return midnight_of(self.last_day + timedelta(days=1))

    def comments_now(self) -> CommentsNow:
        return CommentsNow(CommentsState.READ_ONLY, why=self.words, since=midnight_of(self.first_day), until=self.ends, is_silent=True)
