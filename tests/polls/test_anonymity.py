"""D-54: nothing that is stored, sent or logged leads from a person to an answer."""

from __future__ import annotations

import logging
from datetime import date
from itertools import permutations
from typing import Any

import pytest
from django.core import mail
from django.db import connection, models
from django.urls import reverse

from intranet.core.background import at_moment
from polls.actions import vote
from polls.models import Ballot, Poll, Tally, Voter, figures_of
from tests.factories.people import make_person
from tests.factories.polls import make_poll

pytestmark = pytest.mark.django_db

MARK = 7_654_321_987


def every_row() -> dict[str, list[tuple[Any, ...]]]:
    """All that is in the database, with the columns the system keeps for itself."""
    hidden = "xmin::text, ctid::text, tableoid::text" if connection.vendor == "postgresql" else "rowid"
    dump = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table.endswith(("_idx", "_config")):
                continue  # SQLite's own, inside its full text indexes: they have no rowid
            cursor.execute(f"SELECT {hidden}, * FROM {connection.ops.quote_name(table)} ORDER BY 1, 2")  # noqa: S608 -- names of tables
            dump[table] = cursor.fetchall()
    return dump


def cast_in_turn(order: tuple[int, ...], people: list[Any], poll: Poll) -> None:
    choices = list(poll.choices.values_list("pk", flat=True))
    for person, place in zip(people, order, strict=True):
        vote(poll, voter=person, choice_id=choices[place])


def marks_of_tallies(poll: Poll) -> list[tuple[str, ...]]:
    """What the system keeps for itself of each tally, in the order of the answers."""
    hidden = "xmin::text, ctid::text" if connection.vendor == "postgresql" else "rowid - choice_id"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {hidden} FROM intranet_polls_tally WHERE poll_id = %s ORDER BY choice_id", [poll.pk])  # noqa: S608 -- one of two constants
        return cursor.fetchall()


def without_transactions(rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """PostgreSQL's transaction numbers differ from run to run; what matters is which rows share one."""
    seen: dict[str, int] = {}
    return [(seen.setdefault(row[0], len(seen)), *row[1:]) for row in rows] if connection.vendor == "postgresql" else rows


def test_the_tables_of_votes_hold_nothing_to_join_by() -> None:
    columns = {model: {field.attname for field in model._meta.get_fields() if hasattr(field, "attname")} for model in (Voter, Tally)}
    assert columns[Voter] == {"id", "poll_id", "person_id", "day"}
    assert columns[Tally] == {"choice_id", "poll_id", "votes", "counted", "shown"}
    assert type(Voter._meta.get_field("day")) is models.DateField
    pointing = {field.model for model in (Voter, Tally) for field in model._meta.related_objects}
    assert not pointing


def test_what_is_stored_is_the_same_whoever_chose_what() -> None:
    """The same people vote in the same order for the same sums, with their choices shuffled: no table tells which was which."""
    people = [make_person(f"voter{number}") for number in range(3)]
    stored = []
    for order in permutations(range(3)):
        poll = make_poll("What shall it be?")
        cast_in_turn(order, people, poll)
        roll = list(Voter.objects.filter(poll=poll).order_by("pk").values_list("person", "day"))
        tallies = list(Tally.objects.filter(poll=poll).order_by("choice").values_list("votes", "counted", "shown"))
        stored.append((roll, tallies, len(set(marks_of_tallies(poll))) if connection.vendor == "sqlite" else None))
    assert all(state == stored[0] for state in stored)


def test_each_vote_rewrites_every_tally_of_its_poll() -> None:
    """On PostgreSQL each vote gives all tallies a new place and one common transaction; on SQLite they keep theirs."""
    poll = make_poll()
    people = [make_person("one"), make_person("two")]
    cast_in_turn((0,), people[:1], poll)
    before = marks_of_tallies(poll)
    cast_in_turn((2,), people[1:], poll)
    after = marks_of_tallies(poll)
    if connection.vendor == "postgresql":
        assert len({transaction for transaction, _place in after}) == 1
        assert not set(before) & set(after)
        assert all(old[1] != new[1] for old, new in zip(before, after, strict=True))
    else:
        assert before == after
        assert len(set(after)) == 1


def test_the_roll_knows_the_day_and_nothing_finer(staff: Any) -> None:
    poll = make_poll()
    vote(poll, voter=staff, choice_id=poll.choices.first().pk)
    assert type(Voter.objects.get().day) is date


def test_no_message_log_mail_session_or_audit_names_the_choice(client: Any, staff: Any, caplog: Any) -> None:
    poll = make_poll(choices=("Tuesday", f"CANARY {MARK}"))
    chosen = poll.choices.last()
    client.force_login(staff)
    before = every_row()
    with caplog.at_level(logging.DEBUG):
        answer = client.post(reverse("polls:vote", args=[poll.pk, poll.slug]), {"choice": chosen.pk})
    after = every_row()
    changed = {table for table in after if without_transactions(after[table]) != without_transactions(before.get(table, []))}
    assert changed <= {"intranet_polls_voter", "intranet_polls_tally", "django_session", "sqlite_sequence"}
    assert str(MARK) not in caplog.text.replace(str(poll), "")
    assert not mail.outbox
    said = f"{answer.headers} {answer.cookies} {dict(client.session)}"
    assert str(MARK) not in said
    assert f"choice-{chosen.pk}" not in said


def test_the_voter_is_not_shown_the_choice(client: Any, staff: Any) -> None:
    poll = make_poll(results="always")
    client.force_login(staff)
    vote(poll, voter=staff, choice_id=poll.choices.first().pk)
    page = client.get(poll.get_absolute_url()).content.decode()
    assert "nobody can show you how" in page
    assert "checked" not in page
    assert "Your vote</span>" not in page


def figures(poll: Poll, reader: Any) -> Any:
    return figures_of(Poll.objects.with_reader(reader).with_figures().get(pk=poll.pk))


def test_figures_move_in_steps_of_ten_and_one_step_late(staff: Any) -> None:
    poll = make_poll(results="always")
    first, second, _third = poll.choices.all()
    published = []
    for number in range(41):
        seen = figures(poll, staff)
        published.append(tuple(row.votes for row in seen.rows))
        assert seen.cast == number
        vote(poll, voter=make_person(f"voter{number}"), choice_id=(first if number % 2 else second).pk)
    assert published[:20] == [()] * 20
    assert published[20:30] == [(5, 5, 0)] * 10
    assert published[30:40] == [(10, 10, 0)] * 10
    with at_moment(poll.closes):
        assert [row.votes for row in figures(poll, staff).rows] == [20, 21, 0]


def test_a_last_step_is_never_smaller_than_ten(staff: Any) -> None:
    """Between the last figures before closing and those after it, at least ten have voted."""
    poll = make_poll(results="always")
    choice = poll.choices.first()
    for number in range(31):
        vote(poll, voter=make_person(f"voter{number}"), choice_id=choice.pk)
        before = figures(poll, staff).total
        with at_moment(poll.closes):
            after = figures(poll, staff).total
        assert after - before >= 10 or after == before == 0


def test_nine_votes_are_never_shown(client: Any, staff: Any) -> None:
    poll = make_poll(results="always", owner=staff)
    for number in range(9):
        vote(poll, voter=make_person(f"voter{number}"), choice_id=poll.choices.first().pk)
    client.force_login(staff)
    with at_moment(poll.closes):
        page = client.get(poll.get_absolute_url())
        assert page.context["figures"].rows == ()
    assert "Fewer than 10 people voted" in page.content.decode()


def test_no_ballot_hides_in_a_revision(staff: Any) -> None:
    poll = make_poll()
    vote(poll, voter=staff, choice_id=poll.choices.first().pk)
    content = poll.save_revision().content
    assert not {"roll", "ballots", "tallies"} & set(content)
    assert not {"ballots", "tally"} & set(content["choices"][0])
    assert Ballot.objects.count() == 0
