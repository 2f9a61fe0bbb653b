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
    """A time in which a moderator reads first what a person writes: it ends with so many more approved contributions, and on that day in any case.

    Everybody has one when they join, and again where a moderator hid something of theirs and said so.
    """

    approvals_left: int
    ends: date
    is_new: bool = True


def trial_of(person: Person) -> Trial | None:
    """The trial of a person who is new or was put on trial again; None for all others, which costs no statement."""
    ends = end_of_trial(person)
    if ends is None:
        return None
    approved = Standing.objects.filter(person_id=person.pk).values_list("approved", flat=True).first() or 0
    left = conf.newcomer_approvals() - approved
    return Trial(left, ends, is_new=not is_on_second_trial(person)) if left > 0 else None


def is_on_second_trial(person: Person) -> bool:
    """Of somebody on trial: because words of theirs were hidden, and not because they are new. No statement."""
    profile = getattr(person, "roost_profile", None)
    return profile is not None and profile.trial_since is not None


def end_of_trial(person: Person) -> date | None:
    """The day on which a trial ends in any case; None when it has come, or for whom there never was one. No statement."""
    profile = getattr(person, "roost_profile", None)
    began = [day for day in (profile.joined, profile.trial_since) if day is not None] if profile is not None else []
    if not began:
        return None
    ends: date = max(began) + timedelta(days=conf.newcomer_days())
    return ends if ends > now().date() else None
