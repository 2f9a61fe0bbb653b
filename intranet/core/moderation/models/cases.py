"""Cases in front of moderators, the reports beneath them, and what was done. The state is a column of the thing itself."""

from __future__ import annotations

from typing import NoReturn

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from intranet.core.background import now
from intranet.core.kinds import State, Visible
from intranet.core.moderation.querysets import AppendOnlyQuerySet, CaseQuerySet, ReportQuerySet


class Reason(models.TextChoices):
    """What people report, and the rules that moderators name when they hide something."""

    UNKIND = "unkind", _("Unkind, bullying or discriminating")
    PRIVATE = "private", _("Gives away something private")
    WRONG = "wrong", _("Wrong or misleading")
    OFF_TOPIC = "off_topic", _("In the wrong place")
    OTHER = "other", _("Something else")


class Case(Visible):
    """One thing in front of moderators; a thing has one open case at most.

    ``team`` says whose it is: the area's moderators, the service's, or the centre's when nobody nearer is free to judge.
    """

    class Kind(models.TextChoices):
        REPORT = "report", _("reported")
        HELD = "held", _("held before publication")

    class Team(models.TextChoices):
        AREA = "area", _("the area's moderators")
        SERVICE = "service", _("the service's moderators")
        CENTRE = "centre", _("the central co-ordinators")

    class Decision(models.TextChoices):
        APPROVED = "approved", _("approved")
        HIDDEN = "hidden", _("hidden")
        DISMISSED = "dismissed", _("no action needed")
        DECLINED = "declined", _("change declined")
        WITHDRAWN = "withdrawn", _("withdrawn by its author")

    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_id = models.BigIntegerField()
    thing = GenericForeignKey("content_type", "object_id")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    state_before = models.CharField(max_length=10, choices=State.choices, help_text="The state of the thing when the case was opened.")
    title = models.CharField(max_length=200, blank=True)
    team = models.CharField(max_length=10, choices=Team.choices)
    service = models.ForeignKey("intranet_organisation.Service", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    area_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    area_id = models.BigIntegerField(null=True, blank=True)
    area = GenericForeignKey("area_type", "area_id")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    author_name = models.CharField(max_length=200, blank=True)
    why = models.CharField(_("why it is here"), max_length=300, blank=True)
    words = models.TextField(blank=True, default="", db_default="", help_text="The words that wait, while the thing is published with those before.")
    opened_at = models.DateTimeField(default=now)
    due_at = models.DateTimeField(null=True, blank=True)
    claimed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    claimed_until = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    decision = models.CharField(max_length=10, choices=Decision.choices, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    rule = models.CharField(_("rule"), max_length=12, choices=Reason.choices, blank=True, default="", db_default="")
    trial_until = models.DateField(
        null=True, editable=False, help_text=_("The decision put its author on trial again, until this day at the latest.")
    )

    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        constraints = [
            models.UniqueConstraint(fields=["content_type", "object_id"], condition=Q(decided_at__isnull=True), name="case_open_once"),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, decision="") | Q(~Q(decision=""), decided_at__isnull=False), name="case_decided_whole"
            ),
            models.CheckConstraint(condition=Q(claimed_by__isnull=True) | Q(claimed_until__isnull=False), name="case_claim_ends"),
            models.CheckConstraint(condition=~Q(team="area") | Q(area_id__isnull=False), name="case_team_area"),
        ]
        indexes = [
            models.Index(fields=["due_at", "id"], condition=Q(decided_at__isnull=True), name="case_queue"),
            models.Index(fields=["content_type", "object_id"], name="case_thing"),
            models.Index(fields=["author", "-opened_at"], name="case_author"),
        ]

    def __str__(self) -> str:
        return self.title or f"Case {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("moderation:case", args=[self.pk])

    @property
    def seal_id(self) -> int | None:
        """That of what it is about: of what was written under an alias no line is kept that could tell whose it is."""
        return getattr(self.thing, "seal_id", None)

    @property
    def is_open(self) -> bool:
        return self.decided_at is None

    @property
    def is_claimed(self) -> bool:
        """A claim that has run out is none."""
        return self.claimed_by_id is not None and self.claimed_until is not None and self.claimed_until > now()

    @property
    def is_overdue(self) -> bool:
        return self.is_open and self.due_at is not None and self.due_at < now()


class Report(Visible):
    """Somebody says that a thing should be looked at: once a person and thing. Only they see it, and moderators through its case."""

    Reason = Reason

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="reports")
    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_id = models.BigIntegerField()
    reporter = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    reporter_name = models.CharField(max_length=200, blank=True)
    reason = models.CharField(_("reason"), max_length=12, choices=Reason.choices)
    words = models.TextField(_("in your words"), blank=True, max_length=2000)
    created = models.DateTimeField(default=now)

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["content_type", "object_id", "reporter"], name="report_once")]

    def __str__(self) -> str:
        return f"{self.get_reason_display()}"

    def get_absolute_url(self) -> str:
        return reverse("moderation:my-report", args=[self.pk])


class CaseEvent(models.Model):
    """What happened to a case; rows are only ever added. Without an actor it was done by a rule."""

    class Verb(models.TextChoices):
        HELD = "held", _("held by a rule, automatically")
        REPORTED = "reported", _("reported")
        PASSED_UP = "passed_up", _("passed one level up, automatically")
        CLAIMED = "claimed", _("claimed")
        RELEASED = "released", _("released")
        EDITED = "edited", _("edited by its author")
        DECIDED = "decided", _("decided")
        WITHDRAWN = "withdrawn", _("withdrawn by its author")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="events")
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    actor_name = models.CharField(max_length=200, blank=True)
    verb = models.CharField(max_length=20, choices=Verb.choices)
    text = models.TextField(blank=True)
    created = models.DateTimeField(default=now)

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["case"], condition=Q(verb="decided"), name="case_decided_once")]

    def __str__(self) -> str:
        return self.get_verb_display()

    def save(self, *args: object, **kwargs: object) -> None:
        if not self._state.adding:
            raise TypeError("Events of a case are only ever added.")
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def delete(self, *args: object, **kwargs: object) -> NoReturn:
        raise TypeError("Events of a case are only ever added.")


class Standing(models.Model):
    """How many contributions of a person moderators have approved."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="roost_standing")
    approved = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.person_id}: {self.approved}"
