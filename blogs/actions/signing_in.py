"""What a session keeps of whom a person answers for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from blogs.models import Leader

if TYPE_CHECKING:
    from collections.abc import MutableMapping

    from intranet.core.kinds import Person

ANSWERS_FOR_LEADERS = "blogs_morning"


def note_answering(session: MutableMapping[str, Any], person: Person, *, answers: bool | None = None) -> None:
    """Keep in the session whether the menu of the account leads to the morning page, so that no page has to ask; ``answers`` where it is known."""
    now_answers = Leader.objects.in_office().approved_by(person).exists() if answers is None else answers
    if session.get(ANSWERS_FOR_LEADERS) != now_answers:
        session[ANSWERS_FOR_LEADERS] = now_answers
