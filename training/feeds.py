"""Modules for feed readers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from intranet.core.notifications.feeds import MOST, AtomFeed, Entry
from training.models import ModulePage

if TYPE_CHECKING:
    from collections.abc import Iterable

    from intranet.core.kinds import Person
    from intranet.core.organisation.models import Service
    from intranet.core.organisation.queries import VisiblePageQuerySet


def _entries(modules: VisiblePageQuerySet) -> Iterable[Entry]:
    newest = modules.exclude(first_published_at=None).order_by("-first_published_at", "-pk").defer_streamfields()
    for module in newest.annotate(readers=F("roost_audience__audience_id"))[:MOST]:
        yield Entry(
            module,
            module.title,
            module.get_absolute_url(),
            module.first_published_at,
            updated=module.last_published_at,
            excerpt=module.summary,
            audience_id=module.readers,
        )


class NewModules(AtomFeed):
    name = "modules"
    label = _("New training modules")
    order = 50

    def url(self, thing: Any) -> str:
        return reverse("training:index")

    def entries(self, user: Person, thing: Any) -> Iterable[Entry]:
        return _entries(ModulePage.objects.visible_to(user))

    def in_service(self, user: Person, service: Service) -> Iterable[Entry]:
        return _entries(ModulePage.objects.visible_to(user).filter(service__path__startswith=service.path))
