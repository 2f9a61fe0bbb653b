"""Tags of topics and areas that go by another name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from forums.models import Area, Topic

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

BATCH = 500


@transaction.atomic
def retag(names: Collection[str], *, to: str) -> None:
    """Have the topics under one of ``names``, those too that are held or hidden, and the areas that offer one, carry the tag ``to`` instead."""
    tagged = Topic.objects.exclude(tags=[]).values_list("pk", "tags").iterator()
    keys = [pk for pk, tags in tagged if any(tag.lower() in names for tag in tags)]
    for start in range(0, len(keys), BATCH):
        topics = list(Topic.objects.filter(pk__in=keys[start : start + BATCH]).select_for_update(no_key=True))
        for topic in topics:
            topic.tags = sorted(_led(topic.tags, names, to))
        Topic.objects.bulk_update(topics, ["tags"])
    for area in Area.objects.exclude(tags=[]):
        if set(names) & set(area.tags):
            area.tags = _led(area.tags, names, to)
            area.save(update_fields=["tags"])


def _led(tags: Iterable[str], names: Collection[str], to: str) -> list[str]:
    return list(dict.fromkeys(to if tag.lower() in names else tag for tag in tags))
