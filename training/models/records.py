"""What people have done: progress, attempts, and completions that are never overwritten."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from intranet.core.background import now
from intranet.core.kinds import Visible
from training.models.pages import LessonPage, ModulePage
from training.querysets import OwnQuerySet


class LessonProgress(models.Model):
    """A person has done a lesson."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    lesson = models.ForeignKey(LessonPage, on_delete=models.CASCADE, related_name="progress")
    done_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "lesson"], name="lesson_progress_once")]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.lesson_id}"


class QuizAttempt(Visible):
    """One go at a module's quiz; a person has one open at most, and each is marked once. Only they see it."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    module = models.ForeignKey(ModulePage, on_delete=models.CASCADE, related_name="quiz_attempts")
    version = models.PositiveIntegerField(_("version"))
    number = models.PositiveIntegerField(_("number"))
    started_at = models.DateTimeField(default=now)
    marked_at = models.DateTimeField(null=True)
    score = models.PositiveSmallIntegerField(_("score in per cent"), null=True)
    passed = models.BooleanField(_("passed"), default=False)
    answers = models.JSONField(default=list, help_text="What was asked, chosen and said, as it was when it was marked.")

    objects = OwnQuerySet.as_manager()

    class Meta:
        verbose_name = _("quiz attempt")
        verbose_name_plural = _("quiz attempts")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["person", "module", "number"], name="quiz_attempt_number_once"),
            models.UniqueConstraint(fields=["person", "module"], condition=Q(marked_at__isnull=True), name="quiz_attempt_open_once"),
            models.CheckConstraint(
                condition=Q(marked_at__isnull=True, score__isnull=True, passed=False) | Q(marked_at__isnull=False, score__isnull=False),
                name="quiz_attempt_marked_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.module_id}: {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("training:attempt", args=[self.pk])


class Completion(Visible):
    """A person has completed a version of a module: a record that stays as it was written. Only they see it here."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    person_name = models.CharField(_("name"), max_length=200)
    module = models.ForeignKey(ModulePage, on_delete=models.SET_NULL, null=True, related_name="completions")
    title = models.CharField(_("module"), max_length=255)
    version = models.PositiveIntegerField(_("version"))
    score = models.PositiveSmallIntegerField(_("score in per cent"), null=True)
    completed_at = models.DateTimeField(_("completed"), default=now)

    objects = OwnQuerySet.as_manager()

    class Meta:
        verbose_name = _("completion")
        verbose_name_plural = _("completions")
        ordering = ["-completed_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["person", "module", "version"], name="completion_once")]
        indexes = [models.Index(fields=["person", "-completed_at"], name="completion_person")]

    def __str__(self) -> str:
        return f"{self.person_name}: {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("training:completion", args=[self.pk])

    def save(self, *args: object, **kwargs: object) -> None:
        if not self._state.adding:
            raise TypeError("A completion is never changed: a renewal adds one.")
        super().save(*args, **kwargs)  # type: ignore[arg-type]
