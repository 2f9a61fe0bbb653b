"""Tags by the names that are in use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from intranet.core.search.models import KeptTag

if TYPE_CHECKING:
    from collections.abc import Iterable

#: So many are offered while somebody types: more than anybody keeps.
MOST_OFFERED = 500


def names_led(names: Iterable[str]) -> dict[str, str]:
    """Of tags, those that go by another name now, with that name: one statement, and none for no tags."""
    wanted = {name.lower() for name in names}
    return dict(KeptTag.objects.filter(name__in=wanted, leads_to__isnull=False).values_list("name", "leads_to__name")) if wanted else {}


def names_in_use(names: Iterable[str]) -> list[str]:
    """Tags as they are called now, each once, in their order."""
    wanted = [name.lower() for name in names]
    led = names_led(wanted)
    return list(dict.fromkeys(led.get(name, name) for name in wanted))


def kept_tags() -> list[str]:
    """The tags of the list, by name."""
    return list(KeptTag.objects.filter(leads_to__isnull=True).order_by("name").values_list("name", flat=True)[:MOST_OFFERED])
