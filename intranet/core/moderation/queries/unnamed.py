"""What somebody wrote without their name, as only they see it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib.contenttypes.models import ContentType

from intranet.core.kinds import Moderated, kinds_of
from intranet.core.moderation.models import Case, Opening, Seal, Sealable

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import datetime

    from intranet.core.kinds import Person

#: Further back nobody looks.
SEALS = 5000
SHOWN = 100


@dataclass(frozen=True, slots=True)
class Unnamed:
    """One thing that the person wrote under an alias; ``reason`` is what a moderator said of it."""

    thing: Moderated
    title: str
    alias: str
    state: str
    moment: datetime
    reason: str

    @property
    def is_read(self) -> bool:
        """Whether its address leads to it."""
        return self.thing.state in (Moderated.State.PUBLISHED, Moderated.State.HELD)


def written_without_name(user: Person) -> tuple[list[Unnamed], list[Opening]]:
    """The person's words under aliases, the newest first, where they may still read; and what was decided about opening their name.

    No row says whose they are: each seal is compared with the person.
    """
    mine = [seal.pk for seal in Seal.objects.order_by("-pk").defer("box")[:SEALS] if seal.is_of(user)]
    if not mine:
        return [], []
    found = sorted(_things(user, mine), key=lambda line: line.moment, reverse=True)[:SHOWN]
    return found, list(Opening.objects.filter(seal__in=mine).exclude(decision="").order_by("-decided_at"))


def _things(user: Person, seals: Collection[int]) -> Iterator[Unnamed]:
    for model in kinds_of(Sealable):
        if not issubclass(model, Moderated):
            continue
        things = list(model._default_manager.sealed_with(seals, user)[:SHOWN])  # type: ignore[attr-defined]
        cases = Case.objects.decided().filter(content_type=ContentType.objects.get_for_model(model), object_id__in=[thing.pk for thing in things])
        reasons = {case.object_id: case.reason for case in cases.order_by("decided_at")}
        for thing in things:
            title = thing.case_context().title
            yield Unnamed(thing, title, thing.author_name, str(thing.get_state_display()), thing.created, reasons.get(thing.pk, ""))
