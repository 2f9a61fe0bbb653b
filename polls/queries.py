"""Reads of the polls that are not rows of one model."""

from __future__ import annotations

from typing import TYPE_CHECKING

from intranet.core.organisation.queries import people_in
from polls.models import Ballot

if TYPE_CHECKING:
    from polls.models import Poll

NAMES_SHOWN = 300


def names_by_choice(poll: Poll) -> list[tuple[str, list[str]]]:
    """Of a named poll that was read with figures: each answer and who chose it, in the order of names; 300 names in all."""
    if poll.is_anonymous:
        raise ValueError("An anonymous poll has no names.")
    names: dict[int, list[str]] = {choice.pk: [] for choice in poll.options}
    for choice_id, name in Ballot.objects.filter(poll=poll).order_by("person_name").values_list("choice_id", "person_name")[:NAMES_SHOWN]:
        names[choice_id].append(name)
    return [(choice.text, names[choice.pk]) for choice in poll.options]


def how_many_are_asked(poll: Poll) -> int:
    return people_in(poll.audience_id).count()
