"""Questions that somebody owes an answer to, with their clock."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from intranet.core.background import now
from intranet.core.responses.conf import MOST_HOLDS, STEPS
from intranet.core.responses.querysets import OPEN, ResponseRequestQuerySet

if TYPE_CHECKING:
    from datetime import datetime


class ResponseRequest(models.Model):
    """A question's record: who owes the answer, by when, and how it ended. *Overdue* is read off the clock."""

    class State(models.TextChoices):
        AWAITING = "awaiting", _("awaiting an answer")
        HOLDING = "holding", _("put off once")
        ANSWERED = "answered", _("answered")
        REFERRED = "referred", _("passed on")
        DECLINED = "declined", _("declined")
        WITHDRAWN = "withdrawn", _("withdrawn")

    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_id = models.BigIntegerField()
    question = GenericForeignKey("content_type", "object_id")
    answer_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    answer_id = models.BigIntegerField(null=True, blank=True)
    answer = GenericForeignKey("answer_type", "answer_id")
    asker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    addressee = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    delegates = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+", blank=True, verbose_name=_("delegates"))
    service = models.ForeignKey("intranet_organisation.Service", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    addressee_label = models.CharField(max_length=200, help_text="Name and post held, as they were when it was asked.")
    state = models.CharField(max_length=10, choices=State.choices, default=State.AWAITING)
    asked_at = models.DateTimeField(default=now)
    due_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    answer_minutes = models.PositiveIntegerField(null=True, blank=True, help_text="Working minutes from the question to its answer.")
    reason = models.TextField(blank=True, help_text="What was said instead of an answer, or of one that did not answer.")
    holds = models.PositiveSmallIntegerField(default=0, help_text="How often it was put off.")
    reopened_at = models.DateTimeField(null=True, blank=True, help_text="When who asked said that it was not answered: once.")
    told_step = models.PositiveSmallIntegerField(default=0, help_text="The last step of its clock that people were told of.")

    objects = ResponseRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("response request")
        verbose_name_plural = _("response requests")
        constraints = [
            models.UniqueConstraint(fields=["content_type", "object_id"], name="response_request_once"),
            models.CheckConstraint(
                condition=Q(state__in=OPEN, closed_at__isnull=True) | Q(~Q(state__in=OPEN), closed_at__isnull=False), name="response_request_closed"
            ),
            models.CheckConstraint(condition=~Q(state="answered") | Q(answer_id__isnull=False), name="response_request_answered"),
            models.CheckConstraint(condition=Q(holds__lte=MOST_HOLDS), name="response_request_holds"),
            models.CheckConstraint(condition=Q(told_step__in=(0, *STEPS)), name="response_request_step"),
        ]
        indexes = [
            models.Index(fields=["addressee", "state", "due_at"], name="response_waiting"),
            models.Index(fields=["service", "state", "due_at"], condition=Q(addressee__isnull=True), name="response_waiting_service"),
            models.Index(fields=["due_at"], condition=Q(state__in=OPEN, told_step__lt=STEPS[-1]), name="response_to_be_told"),
        ]

    def __str__(self) -> str:
        return f"{self.addressee_label}: {self.get_state_display()}"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def is_overdue(self) -> bool:
        return self.is_open and self.due_at < now()

    @property
    def runs_since(self) -> datetime:
        """When the clock that runs now was started: with the question, or again when it had not been answered."""
        return self.reopened_at or self.asked_at

    @property
    def was_moved(self) -> bool:
        """Whether something happened to it before it was answered."""
        return self.holds > 0 or self.reopened_at is not None or self.state == self.State.REFERRED

    @property
    def can_be_held(self) -> bool:
        """A promise can be put off while it holds, and not without end."""
        return self.is_open and not self.is_overdue and self.holds < MOST_HOLDS

    @property
    def can_be_reopened(self) -> bool:
        return self.state == self.State.ANSWERED and self.reopened_at is None

    @property
    def was_in_time(self) -> bool:
        """Whether it was answered within the promise."""
        return self.state == self.State.ANSWERED and self.closed_at is not None and self.closed_at <= self.due_at


class AlsoWants(models.Model):
    """A person wants to know too."""

    request = models.ForeignKey(ResponseRequest, on_delete=models.CASCADE, related_name="also_wanted_by")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["request", "person"], name="also_wants_once")]

    def __str__(self) -> str:
        return f"{self.person_id}"


class RequestEvent(models.Model):
    """What somebody did with a question. The columns of its request can be told again from these rows."""

    class Verb(models.TextChoices):
        HELD = "held", _("put off")
        PASSED = "passed", _("passed on")
        ANSWERED = "answered", _("answered")
        DECLINED = "declined", _("declined")
        REOPENED = "reopened", _("not answered, says who asked")
        WITHDRAWN = "withdrawn", _("withdrawn by who asked")

    request = models.ForeignKey(ResponseRequest, on_delete=models.CASCADE, related_name="events")
    verb = models.CharField(max_length=10, choices=Verb.choices)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    actor_name = models.CharField(max_length=200)
    moment = models.DateTimeField(default=now)
    words = models.TextField(blank=True)
    due_at = models.DateTimeField(help_text="When the answer is due since then.")
    former = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="Who owed the answer when it was put off or passed on.",
    )
    addressee_label = models.CharField(max_length=200, help_text="Who owes the answer since then.")

    class Meta:
        verbose_name = _("event of a response request")
        verbose_name_plural = _("events of response requests")
        ordering = ["pk"]
        indexes = [models.Index(fields=["former"], condition=Q(former__isnull=False), name="response_passed_on")]

    def __str__(self) -> str:
        return f"{self.get_verb_display()} {self.moment:%Y-%m-%d %H:%M}"


class Reminder(models.Model):
    """A person was told of a step of the clock."""

    request = models.ForeignKey(ResponseRequest, on_delete=models.CASCADE, related_name="reminders")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    again = models.BooleanField(default=False, help_text="Of the clock that runs since it was not answered.")
    step = models.PositiveSmallIntegerField()
    moment = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["request", "person", "again", "step"], name="reminder_once"),
            models.CheckConstraint(condition=Q(step__in=STEPS), name="reminder_step"),
        ]

    def __str__(self) -> str:
        return f"{self.step} % to {self.person_id}"
