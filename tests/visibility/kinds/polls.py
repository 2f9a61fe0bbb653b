"""Polls."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from intranet.core.background import now
from polls.models import Choice, Poll
from tests.factories.people import make_person
from tests.factories.polls import make_poll
from tests.visibility.world import Specimen, World, kind


@kind("poll", Poll)
def poll(world: World, state: str, words: str) -> Specimen:
    fields: dict[str, Any] = {
        "description": words,
        "choices": (f"{words} one", f"{words} two"),
        "service": world.service,
        "owner": make_person(f"asker-{state}"),
    }
    if state in {"restricted", "asked-of-others"}:
        fields["audience"] = world.closed
    if state == "asked-of-others":
        fields["owner"] = world.people["learner2"]
    if state == "scheduled":
        fields["opens"] = now() + timedelta(hours=1)
    if state == "closed":
        fields |= {"opens": now() - timedelta(days=2), "closes": now() - timedelta(days=1)}
    found = make_poll(words, **fields)
    Choice.objects.filter(poll=found).update(hint=words)
    if state == "withdrawn":
        found.unpublish()
    return Specimen(urls=[found.get_absolute_url()], args={"pk": found.pk, "slug": found.slug})
