"""Settings of notices that cannot be meant."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core import checks

from intranet.core.notifications import conf
from intranet.core.notifications.models import Delivery
from intranet.core.notifications.notices import PushService, all_kinds

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from django.apps import AppConfig


@checks.register()
def check_settings(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[checks.CheckMessage]:
    """Wrong defaults of digests and quiet hours would be found by nobody before the night."""
    return [*_values(), *_deliveries(), *_services()]


def _values() -> Iterator[checks.CheckMessage]:
    for read in (conf.digest, conf.digest_time, conf.quiet_hours, conf.bounce_limit, conf.days_kept):
        try:
            read()
        except (ValueError, TypeError) as error:
            yield checks.Error(str(error), hint=read.__doc__, id="intranet.E130")


def _deliveries() -> Iterator[checks.CheckMessage]:
    try:
        chosen = conf.site_deliveries()
    except (ValueError, TypeError):
        yield checks.Error("ROOST_DELIVERY is not a dictionary.", hint=conf.site_deliveries.__doc__, id="intranet.E131")
        return
    for name, delivery in chosen.items():
        if name not in all_kinds():
            yield checks.Warning(f"ROOST_DELIVERY names {name!r}, which is no kind of notice here.", id="intranet.W132")
        if delivery not in Delivery.values:
            yield checks.Error(f"ROOST_DELIVERY: {delivery!r} is none of {', '.join(Delivery.values)}.", id="intranet.E131")


def _services() -> Iterator[checks.CheckMessage]:
    found = [service.__name__ for service in PushService.__subclasses__()]
    if len(found) > 1:
        yield checks.Error(f"Several push services are installed: {', '.join(found)}.", hint="Keep one.", id="intranet.E133")
