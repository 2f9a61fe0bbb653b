"""What people are told of guidance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext_lazy as _

from intranet.core.notifications.models import Delivery
from intranet.core.notifications.notices import NoticeKind
from intranet.guidance.models import GuidancePage, GuidanceVersion

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import Model

    from intranet.core.notifications.models import Notice


class GuidanceChanged(NoticeKind):
    """To who follows it: a page of guidance has a new version, with what changed in the words of who changed it."""

    name = "guidance.changed"
    template = "guidance/notices/changed.html"
    label = _("A new version of guidance I follow")
    delivery = Delivery.DIGEST
    icon = "compass"

    @classmethod
    def announced_at(cls, thing: Model, *, first: bool) -> Sequence[Model]:
        if not isinstance(thing, GuidancePage) or first:
            return []
        kept = set(GuidanceVersion.objects.filter(page=thing.pk).values_list("number", flat=True))
        return [thing] if any(version.number > max(kept, default=0) for version in thing.versions.all()) else []

    @classmethod
    def prepare(cls, things: Sequence[Model]) -> None:
        prefetch_related_objects(list(things), "versions")

    @classmethod
    def detail(cls, notice: Notice, thing: Model) -> str:
        """The sentence of the newest version."""
        return next((version.change for version in thing.versions.all()), "") if isinstance(thing, GuidancePage) else ""
