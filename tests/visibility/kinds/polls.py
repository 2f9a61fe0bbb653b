"""Polls."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils.timezone import localdate

from intranet.core.background import now
from intranet.core.organisation.actions import grant_role
from intranet.core.organisation.models import ElectionPeriod, Role
from polls.models import Choice, Clearance, Poll
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


@kind("clearance", Clearance)
def clearance(world: World, state: str, words: str) -> Specimen:
    """Before an election: the monitoring officer of the service, and the owner, read what nobody else does."""
    grant_role(world.people["mod"], role=Role.MONITORING_OFFICER, service=world.service, actor=None)
    service = world.elsewhere if state == "of-another-service" else world.service
    today = localdate(now())
    period = ElectionPeriod(name="Local", first_day=today, last_day=today, words="An election is near.")
    ElectionPeriod.objects.bulk_create([period])  # not announced: the other polls of this world are as they were
    poll = make_poll(words, description=words, choices=(f"{words} one", f"{words} two"), service=service, owner=world.people["learner2"])
    period.delete()
    found = Clearance.objects.get(poll=poll)
    return Specimen(urls=[found.get_absolute_url(), poll.get_absolute_url()], args={"pk": found.pk, "slug": poll.slug})
