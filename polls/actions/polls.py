"""Opening polls and voting in them."""

from __future__ import annotations

from datetime import timedelta
from enum import Enum
from typing import TYPE_CHECKING

from django.db import IntegrityError, connection, transaction
from django.db.models import Case, Exists, F, PositiveIntegerField, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce
from django.db.models.lookups import GreaterThanOrEqual
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from intranet.core.background import now
from intranet.core.notifications.actions import notify_followers, tell_of_new
from intranet.core.notifications.models import Notice
from intranet.core.notifications.queries import followers_of
from intranet.core.organisation.models import Profile
from intranet.core.search.actions import forget, refresh, refresh_many
from polls.conf import smallest_group
from polls.models import Ballot, Choice, Clearance, Poll, Tally, Voter
from polls.notices import PollHasClosed, event_of
from polls.rules import is_asked

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from intranet.core.kinds import Person
    from intranet.core.organisation.models import Audience, Service


class Cast(Enum):
    """What became of a vote."""

    COUNTED = "counted"
    CHANGED = "changed"
    ALREADY = "already"


class VoteRefused(Exception):
    """The vote does not count; the message says why, in words for the voter."""


class PollClosed(VoteRefused):
    pass


class NotAsked(VoteRefused):
    pass


class NotAChoice(VoteRefused):
    pass


@transaction.atomic
def open_poll(  # noqa: PLR0913 -- each is one thing that a poll says before it opens
    question: str,
    *,
    choices: Iterable[str],
    audience: Audience,
    closes: datetime,
    actor: Person | None,
    opens: datetime | None = None,
    owner: Person | None = None,
    service: Service | None = None,
    description: str = "",
    promise: str = Poll.Promise.ANONYMOUS,
    results: str = Poll.Results.AFTER_VOTE,
    change_vote: bool = False,
) -> Poll:
    """Make a poll and publish it. It takes votes from ``opens`` on, which is now unless it is said.

    In an election period it waits for a monitoring officer instead: then it is not ``live``.
    """
    poll = Poll(
        question=question,
        description=description,
        promise=promise,
        results=results,
        change_vote=change_vote,
        opens=opens or now(),
        closes=closes,
        owner=owner or actor,
        service=service,
        audience=audience,
        live=False,
    )
    poll.choices.set([Choice(text=text, sort_order=place) for place, text in enumerate(choices)])
    poll.full_clean()
    poll.save()
    poll.save_revision(user=actor).publish(user=actor)
    poll.refresh_from_db()
    return poll


def vote(poll: Poll, *, voter: Person, choice_id: int) -> Cast:
    """Count one vote. A person's second vote changes the first where the poll allows it, and counts for nothing elsewhere.

    Raises a ``VoteRefused`` when the poll is closed, is not put to the person, or has no such choice.
    """
    if not is_asked(voter, poll):
        raise NotAsked(_("This poll is not put to you."))
    if not poll.is_open:
        raise PollClosed(_("This poll is closed. Your vote was not counted."))
    with transaction.atomic():
        if _enter_on_roll(poll, voter):
            keep = _count if poll.is_anonymous else _keep_ballot
            keep(poll, voter, choice_id)
            return Cast.COUNTED
        if poll.change_vote:
            _change_ballot(poll, voter, choice_id)
            return Cast.CHANGED
    return Cast.ALREADY


def _enter_on_roll(poll: Poll, voter: Person) -> bool:
    """One statement that locks the poll and enters the person unless they stand there: False when they do.

    The lock makes votes wait for each other, so that what follows sees the figures as they are.
    """
    roll, polls = connection.ops.quote_name(Voter._meta.db_table), connection.ops.quote_name(Poll._meta.db_table)
    lock = "FOR NO KEY UPDATE" if connection.features.has_select_for_no_key_update else ""
    statement = (
        f"INSERT INTO {roll} (poll_id, person_id, day) SELECT id, %s, %s FROM {polls} WHERE id = %s {lock} "  # noqa: S608 -- names of our own tables
        "ON CONFLICT (poll_id, person_id) DO NOTHING"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [voter.pk, connection.ops.adapt_datefield_value(localdate(now())), poll.pk])
        return bool(cursor.rowcount == 1)


def _count(poll: Poll, voter: Person, choice_id: int) -> None:
    """Rewrite every tally of the poll in one statement, whichever answer was chosen."""
    if not _rewrite_tallies(poll, choice_id):
        Tally.objects.bulk_create([Tally(choice=choice, poll=poll) for choice in Choice.objects.filter(poll=poll)], ignore_conflicts=True)
        if not _rewrite_tallies(poll, choice_id):
            raise NotAChoice(_("Choose one of the answers."))


def _rewrite_tallies(poll: Poll, choice_id: int) -> int:
    """Count for one answer; publish what was counted at the last step when this vote completes the next. 0: no such answer."""
    tallies = Tally.objects.filter(poll=poll)
    since_step = tallies.order_by().values("poll").annotate(waiting=Sum("votes") - Sum("counted")).values("waiting")
    is_step = GreaterThanOrEqual(Subquery(since_step), smallest_group() - 1)
    votes = F("votes") + Case(When(choice_id=choice_id, then=1), default=0, output_field=PositiveIntegerField())
    return tallies.filter(Exists(tallies.filter(choice_id=choice_id))).update(
        votes=votes,
        counted=Case(When(is_step, then=votes), default=F("counted")),
        shown=Case(When(is_step, then=F("counted")), default=F("shown")),
    )


def _keep_ballot(poll: Poll, voter: Person, choice_id: int) -> None:
    name = Profile.objects.filter(user_id=voter.pk).values("name")[:1]
    try:
        Ballot.objects.create(poll=poll, person=voter, choice_id=choice_id, person_name=Coalesce(Subquery(name), Value(voter.get_username())))
    except IntegrityError as error:
        raise NotAChoice(_("Choose one of the answers.")) from error


def _change_ballot(poll: Poll, voter: Person, choice_id: int) -> None:
    try:
        Ballot.objects.filter(poll=poll, person=voter).update(choice_id=choice_id)
    except IntegrityError as error:
        raise NotAChoice(_("Choose one of the answers.")) from error


@transaction.atomic
def import_counts(poll: Poll, votes: Mapping[int, int], *, roll: Iterable[Person] = ()) -> None:
    """Take over counts that were made elsewhere: votes by choice for an anonymous poll, and who is known to have voted.

    The counts are one step: they are shown from now on, if they are enough.
    """
    if not poll.is_anonymous:
        raise ValueError("A named poll has ballots; counts without names cannot be taken over.")
    if Tally.objects.filter(poll=poll).exists():
        raise ValueError("This poll has votes already.")
    Tally.objects.bulk_create(
        Tally(choice=choice, poll=poll, votes=count, counted=count, shown=count)
        for choice in Choice.objects.filter(poll=poll)
        for count in [votes.get(choice.pk, 0)]
    )
    day = localdate(now())
    Voter.objects.bulk_create([Voter(poll=poll, person_id=person.pk, day=day) for person in roll], ignore_conflicts=True)


def published(poll: Poll) -> None:
    """A poll went live or changed: search learns of it, and the first time who follows its owner or its service."""
    if poll.live:
        Clearance.objects.waiting().filter(poll=poll).update(decision=Clearance.Decision.LAPSED, decided_at=now())
    refresh(poll)
    if poll.first_published_at == poll.last_published_at:
        tell_of_new(poll)


def refresh_opened() -> None:
    """Polls that opened within a day are found from now on, and told of: before, they did not exist. May run at any time, and twice."""
    opened = Poll.objects.open().filter(opens__gt=now() - timedelta(days=1))
    refresh_many(opened)
    for poll in opened.filter(opens__gt=now() - timedelta(hours=1), first_published_at__lt=F("opens")):
        tell_of_new(poll)


def tell_closed() -> None:
    """Who follows a poll that closed within a day hears of it, once. May run late, at any time, and twice."""
    closed = Poll.objects.filter(live=True, closes__lte=now(), closes__gt=now() - timedelta(days=1))
    waiting = {event_of(poll): poll for poll in closed if followers_of(poll).exists()}
    told = set(Notice.objects.filter(event__in=waiting).values_list("event", flat=True))
    for event, poll in waiting.items():
        if event not in told:
            notify_followers(PollHasClosed, thing=poll, of=[poll], event=event)


def withdrawn(poll: Poll) -> None:
    """A poll is no longer shown."""
    forget(poll)
