"""Polls in which one answer is chosen, named or anonymous; the other kinds come with the polls that can hold them.

Left out are also those whose figures are of more people than the demonstration has.

Where the data gives only counts, they are entered as counts, and the roll of who has voted is drawn from those
who may vote: nothing joins the two.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from intranet.core.organisation.queries import people_in
from intranet.demo.loading.council import Council, Event
from polls.actions import open_poll, vote
from polls.conf import smallest_group
from polls.models import Poll, Tally, Voter

if TYPE_CHECKING:
    from collections.abc import Iterator

RULES = {"single"}
PROMISES = {"named", "anonymous"}


def events(council: Council) -> Iterator[Event]:
    """What was asked and how people voted."""
    for row in council.read("polls")["polls"]:
        if row["rule"] in RULES and row["promise"] in PROMISES and "eligible_note" not in row:
            opens = council.moment(row["opens"])
            yield Event(min(opens, council.now), lambda row=row: _open(council, row))  # type: ignore[misc]
            yield Event(min(opens + timedelta(hours=3), council.now), lambda row=row: _take_votes(council, row))  # type: ignore[misc]


def _open(council: Council, row: dict[str, Any]) -> None:
    poll = open_poll(
        row["question"],
        description=row.get("help", ""),
        choices=[option["text"] for option in row["options"]],
        audience=council.audience(row["audience"]),
        opens=council.moment(row["opens"]),
        closes=council.moment(row["closes"]),
        actor=council.people["admin"],
        owner=council.people[row["owner"]],
        service=council.services[row["service"]],
        promise=row["promise"],
        results=row["results"],
        change_vote=row["change_vote"] and row["promise"] == "named",
    )
    council.keep(f"poll:{row['slug']}", poll)


def _take_votes(council: Council, row: dict[str, Any]) -> None:
    poll = Poll.objects.get(pk=council.things[f"poll:{row['slug']}"].pk)
    choices = dict(zip((option["key"] for option in row["options"]), poll.choices.all(), strict=True))
    if row["promise"] == "named":
        for option in row["options"]:
            for name in option.get("voters", []):
                vote(poll, voter=council.people[name], choice_id=choices[option["key"]].pk)
        return
    counts = {choices[option["key"]].pk: option.get("votes", 0) for option in row["options"]}
    _import_counts(council, poll, counts, spared=row.get("not_voted", []))


def _import_counts(council: Council, poll: Poll, counts: dict[int, int], *, spared: list[str]) -> None:
    shown = counts if sum(counts.values()) >= smallest_group() else dict.fromkeys(counts, 0)
    Tally.objects.filter(poll=poll).delete()
    Tally.objects.bulk_create([Tally(choice_id=pk, poll=poll, votes=votes, counted=shown[pk], shown=shown[pk]) for pk, votes in counts.items()])
    may_vote = people_in(poll.audience_id).exclude(username__in=spared).order_by("pk")
    voters = council.chance.sample(list(may_vote), k=min(sum(counts.values()), len(may_vote)))
    Voter.objects.bulk_create([Voter(poll=poll, person=voter, day=poll.opens.date()) for voter in voters], ignore_conflicts=True)
