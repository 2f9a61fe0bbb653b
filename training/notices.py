"""What people are told of training."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from intranet.core.notifications.models import Delivery
from intranet.core.notifications.notices import NoticeKind
from training.models import ModulePage

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import Model


class ModuleChanged(NoticeKind):
    """To who follows it: a module has a new version."""

    name = "training.changed"
    template = "training/notices/changed.html"
    label = _("A new version of a module I follow")
    delivery = Delivery.DIGEST
    icon = "training"

    @classmethod
    def announced_at(cls, thing: Model, *, first: bool) -> Sequence[Model]:
        changed = isinstance(thing, ModulePage) and not first and ModulePage.objects.filter(pk=thing.pk, version__lt=thing.version).exists()
        return [thing] if changed else []
