"""An hour in which a leader answers live."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from blogs.models.leaders import Leader
from blogs.models.pages import PostPage
from blogs.querysets import LiveHourQuerySet, LiveQuestionQuerySet
from intranet.core.background import now
from intranet.core.kinds import CaseContext, Moderated, Visible


class LiveHour(Visible):
    """Announced with its times; questions are gathered before and during it. Before, under way or over: read off the clock. Called off, it is over at once."""

    leader = models.ForeignKey(Leader, on_delete=models.PROTECT, related_name="live_hours", verbose_name=_("leader"))
    title = models.CharField(_("title"), max_length=200)
    introduction = models.TextField(_("what it is about"), max_length=400, blank=True)
    starts = models.DateTimeField(_("begins"))
    ends = models.DateTimeField(_("ends"))
    host = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("host"))
    transcript = models.ForeignKey(PostPage, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("transcript"))
    changed = models.DateTimeField(default=now, editable=False)
    closed_at = models.DateTimeField(null=True, editable=False, help_text="When what follows from its end was done.")

    called_off_at = models.DateTimeField(null=True, editable=False)
    called_off_why = models.CharField(_("why it is called off"), max_length=400, blank=True, default="", db_default="")

    objects = LiveHourQuerySet.as_manager()

    class Meta:
        verbose_name = _("live hour")
        verbose_name_plural = _("live hours")
        ordering: ClassVar = ["starts", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="live_hour_times"),
            models.CheckConstraint(
                condition=Q(called_off_at__isnull=True, called_off_why="") | (Q(called_off_at__isnull=False) & ~Q(called_off_why="")),
                name="live_hour_called_off_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("blogs:live", args=[self.pk])

    @property
    def has_begun(self) -> bool:
        return self.starts <= now()

    @property
    def is_over(self) -> bool:
        return self.called_off_at is not None or self.ends <= now()

    @property
    def is_live(self) -> bool:
        return self.has_begun and not self.is_over


class LiveQuestion(Moderated):
    """What somebody asks in a live hour, and the answer."""

    class Stage(models.TextChoices):
        NEW = "new", _("asked")
        SHORTLISTED = "shortlisted", _("soon")
        LIVE = "live", _("being answered now")
        ANSWERED = "answered", _("answered")

    hour = models.ForeignKey(LiveHour, on_delete=models.CASCADE, related_name="questions", verbose_name=_("live hour"))
    body = models.TextField(_("question"), max_length=1000)
    html = models.TextField(editable=False)
    created = models.DateTimeField(default=now, editable=False)
    stage = models.CharField(_("stage"), max_length=12, choices=Stage.choices, default=Stage.NEW)
    shortlisted_at = models.DateTimeField(null=True, editable=False)
    answer = models.TextField(_("answer"), max_length=5000, blank=True)
    answer_html = models.TextField(blank=True, editable=False)
    answered_at = models.DateTimeField(null=True, editable=False)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", editable=False)
    answered_name = models.CharField(max_length=200, blank=True, editable=False)

    objects = LiveQuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("question of a live hour")
        verbose_name_plural = _("questions of live hours")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["hour"], condition=Q(stage="live"), name="live_question_one_at_a_time"),
            models.CheckConstraint(
                condition=Q(stage="answered", answered_at__isnull=False) | (~Q(stage="answered") & Q(answered_at__isnull=True)),
                name="live_question_answered",
            ),
        ]

    def __str__(self) -> str:
        return self.excerpt

    def get_absolute_url(self) -> str:
        return reverse("blogs:live-question", args=[self.pk])

    @property
    def excerpt(self) -> str:
        return Truncator(self.body).chars(280)

    @property
    def is_answered(self) -> bool:
        return self.stage == self.Stage.ANSWERED

    def case_context(self) -> CaseContext:
        return CaseContext(title=self.hour.title, text=self.body, url=self.get_absolute_url(), service_id=self.hour.leader.service_id)

    def case_words(self) -> str:
        return self.body


class LiveVote(models.Model):
    """A person wants to know too. Those from before the beginning give the order, which stays while there are answers."""

    question = models.ForeignKey(LiveQuestion, on_delete=models.CASCADE, related_name="votes")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    moment = models.DateTimeField(default=now)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["question", "person"], name="live_vote_once")]

    def __str__(self) -> str:
        return f"{self.person_id}"
