"""Who is new, and until when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from intranet.core.background import now
from intranet.core.moderation import conf
from intranet.core.moderation.models import Standing

if TYPE_CHECKING:
    from datetime import date

    from intranet.core.kinds import Person


@dataclass(frozen=True, slots=True)
class Trial:
    """The first time of a person: it ends with so many more approved contributions, and on that day in any case."""

    approvals_left: int
    ends: date


def trial_of(person: Person) -> Trial | None:
    """The trial of a person who is new; None for all others, which costs no statement."""
    ends = end_of_trial(person)
    if ends is None:
        return None
    approved = Standing.objects.filter(person_id=person.pk).values_list("approved", flat=True).first() or 0
    left = conf.newcomer_approvals() - approved
    return Trial(left, ends) if left > 0 else None


def end_of_trial(person: Person) -> date | None:
    """The day on which a person is new no more in any case; None when it has come, or for whom there never was one. No statement."""
    profile = getattr(person, "roost_profile", None)
    if profile is None or profile.joined is None:
        return None
    ends: date = profile.joined + timedelta(days=conf.newcomer_days())
    return ends if ends > now().date() else None
