"""That somebody else will hold a leader's post, from a day that is still to come."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from blogs.models.leaders import Leader


class PlannedHandOver(models.Model):
    """Done on its first day, by the rights that whoever planned it has then; until then it can be dropped, and changes nothing."""

    leader = models.OneToOneField(Leader, on_delete=models.CASCADE, related_name="planned_hand_over")
    to = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name=_("who takes over"))
    since = models.DateField(_("first day in the post"))
    title = models.CharField(_("title of the new blog"), max_length=200, blank=True)
    tagline = models.CharField(_("line below the title"), max_length=300, blank=True)
    keep_office = models.BooleanField(_("the office stays"), default=True)
    planned_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("planned by"))

    class Meta:
        verbose_name = _("planned hand-over")
        verbose_name_plural = _("planned hand-overs")

    def __str__(self) -> str:
        return f"{self.leader}: {self.since}"
