"""Who has voted, and what was chosen.

A named poll keeps a ballot for each person. An anonymous one keeps no ballot at all: the roll says who has
voted, and the tallies how often each answer was chosen. Each vote rewrites every tally of its poll, so that
no key, order, time or system column leads from a row of the roll to an answer.
"""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from polls.models.poll import Choice, Poll


class Voter(models.Model):
    """A person has voted, on a day. Nothing finer is kept."""

    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="roll")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    day = models.DateField()

    class Meta:
        verbose_name = _("voter")
        verbose_name_plural = _("voters")
        constraints: ClassVar = [models.UniqueConstraint(fields=["poll", "person"], name="poll_voter_once")]

    def __str__(self) -> str:
        return f"{self.person_id} in poll {self.poll_id}"


class Ballot(models.Model):
    """What a person chose in a named poll; migration 0002 ties the choice to the poll."""

    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="ballots")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    person_name = models.CharField(max_length=200, blank=True)
    choice = models.ForeignKey(Choice, on_delete=models.RESTRICT, related_name="ballots")

    class Meta:
        verbose_name = _("ballot")
        verbose_name_plural = _("ballots")
        constraints: ClassVar = [models.UniqueConstraint(fields=["poll", "person"], name="poll_ballot_once")]

    def __str__(self) -> str:
        return f"{self.person_name}: {self.choice_id}"


class Tally(models.Model):
    """How often an answer was chosen in an anonymous poll.

    ``shown`` is what may be published before closing. It moves in steps of at least k votes and stays one step
    behind ``counted``, so that the last published figures differ from those at closing by k votes or more too.
    """

    choice = models.OneToOneField(Choice, on_delete=models.RESTRICT, primary_key=True, related_name="tally")
    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="tallies")
    votes = models.PositiveIntegerField(default=0)
    counted = models.PositiveIntegerField(default=0)
    shown = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("tally")
        verbose_name_plural = _("tallies")
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(shown__lte=models.F("counted"), counted__lte=models.F("votes")), name="poll_tally_in_steps")
        ]

    def __str__(self) -> str:
        return f"{self.choice_id}: {self.votes}"
