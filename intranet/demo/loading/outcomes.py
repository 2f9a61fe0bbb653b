"""What came of comments, topics and polls; consultations, and what came of them, are not there yet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from intranet.core.kinds import Heard
from intranet.core.responses.actions import Said, change_outcome, record_outcome
from intranet.core.responses.models import Outcome
from intranet.demo.loading.council import Council, Event

if TYPE_CHECKING:
    from collections.abc import Iterator


def events(council: Council) -> Iterator[Event]:
    """What was recorded, and how it went on."""
    for row in council.read("polls")["outcomes"]:
        for place, step in enumerate(row["history"]):
            if council.past(step["at"]):
                yield Event(council.moment(step["at"]), lambda row=row, step=step, place=place: _say(council, row, step, is_first=not place))  # type: ignore[misc]


def _say(council: Council, row: dict[str, Any], step: dict[str, Any], *, is_first: bool) -> None:
    kept = council.things.get(row["source"])
    source = type(kept)._default_manager.filter(pk=kept.pk).first() if kept is not None else None
    if not isinstance(source, Heard):
        return
    owner = council.people[row["owner"]]
    said = Said(
        said=row["you_said"],
        status=step["status"],
        done=row["we_did"] if step["status"] != Outcome.Status.NOT_DOING else "",
        reason=row["we_did"] if step["status"] == Outcome.Status.NOT_DOING else "",
        owner=owner,
        review_on=council.calendar.day(row["review_on"]),
        evidence=row["evidence"] or "",
        public=row["public"],
    )
    if is_first:
        council.keep(f"outcome:{row['slug']}", record_outcome(source, said, by=owner, note=step["note"]))
    else:
        change_outcome(Outcome.objects.get(pk=council.things[f"outcome:{row['slug']}"].pk), said, by=owner, note=step["note"])
