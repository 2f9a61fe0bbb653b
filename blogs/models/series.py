"""Series: posts of one leader that are read one after another."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from blogs.models.leaders import Leader
from blogs.querysets import SeriesQuerySet
from intranet.core.kinds import Visible


class Series(Visible):
    """A named series. It is there for whoever may see a post of it."""

    leader = models.ForeignKey(Leader, on_delete=models.CASCADE, related_name="series", verbose_name=_("leader"))
    title = models.CharField(_("name"), max_length=120, help_text=_("It stands above each post, for instance: Letters to the night shift."))
    introduction = models.TextField(_("what it is about"), max_length=400, blank=True)

    objects = SeriesQuerySet.as_manager()

    class Meta:
        verbose_name = _("series")
        verbose_name_plural = _("series")
        ordering: ClassVar = ["title"]
        constraints: ClassVar[list[Any]] = [models.UniqueConstraint(Lower("title"), "leader", name="series_once")]

    def __str__(self) -> str:
        return self.title

    @property
    def slug(self) -> str:
        return slugify(self.title) or "series"

    def get_absolute_url(self) -> str:
        return reverse("blogs:series", args=[self.pk, self.slug])
