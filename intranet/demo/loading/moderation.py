"""What moderators did with words that the rules held, or that were reported."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.contrib.contenttypes.models import ContentType

from intranet.core.background import at_moment, now
from intranet.core.kinds import Moderated, State
from intranet.core.moderation.actions import ask_to_open, claim, decide, decide_opening, report
from intranet.core.moderation.models import Case, Opening, Report
from intranet.core.moderation.rules import can_moderate
from intranet.core.organisation.models import Role
from intranet.core.organisation.queries import holders_of
from intranet.demo.loading.council import Event

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from intranet.core.kinds import Person
    from intranet.demo.loading.council import Council

MINUTES_TO_APPROVAL = 25
REPORTERS = ("judith.wren", "dean.murtagh")
HIDING_REASON = "Somebody whom we serve could be recognised (rule 2)."


def name_events(council: Council) -> Iterator[Event]:
    """A senior moderator asks that a name be opened, and a second one decides."""
    for row in council.read("moderation")["cases"]:
        if row["kind"] == "unseal_request":
            yield Event(council.moment(row["opened_at"]), lambda row=row: _ask_for_name(council, row))  # type: ignore[misc]
            yield Event(council.moment(row["decision"]["at"]), lambda row=row: _decide_on_name(council, row))  # type: ignore[misc]


def _ask_for_name(council: Council, row: dict[str, Any]) -> None:
    thing = council.things[row["target"]]
    assert isinstance(thing, Moderated)  # noqa: S101 -- what was kept under this name
    moderator = council.people[row["requested_by"]]
    council.keep(f"case:{row['key']}", ask_to_open(thing, moderator=moderator, reason=row["reason"], words=row["words"]))


def _decide_on_name(council: Council, row: dict[str, Any]) -> None:
    opening, said = council.things[f"case:{row['key']}"], row["decision"]
    assert isinstance(opening, Opening)  # noqa: S101 -- what was kept under this name
    decide_opening(opening, moderator=council.people[said["by"]], opens=said["action"] == "open", answer=said["reason"])


def bring_to(council: Council, thing: Moderated, state: str) -> None:
    """Have moderators bring what was just written to the state that the data gives it."""
    if state == "published" and thing.state == State.HELD:
        _decide(thing, Case.Decision.APPROVED, "")
    elif state == "removed":
        reporter = next(council.people[name] for name in REPORTERS if council.people[name].pk != thing.author_id)
        report(thing, reporter=reporter, reason=Report.Reason.PRIVATE, words="A tenant could be known from this.")
        _decide(thing, Case.Decision.HIDDEN, HIDING_REASON)


def _decide(thing: Moderated, decision: Case.Decision, reason: str) -> None:
    case = Case.objects.get(content_type=ContentType.objects.get_for_model(thing), object_id=thing.pk, decided_at=None)
    moderator = _moderator_for(case)
    with at_moment(now() + timedelta(minutes=MINUTES_TO_APPROVAL)):
        decide(claim(case, moderator=moderator), moderator=moderator, decision=decision, reason=reason)
    thing.refresh_from_db()


def _moderator_for(case: Case) -> Person:
    scopes = [{"area": case.area}] if getattr(case, "area", None) else []
    scopes += [{"service": case.service}] if case.service else []
    for scope in [*scopes, {}]:
        for person in holders_of(Role.MODERATOR, Role.SENIOR_MODERATOR, **scope).order_by("pk"):
            if can_moderate(person, case):
                return person  # type: ignore[no-any-return]
    raise LookupError(f"Nobody may decide {case}.")
