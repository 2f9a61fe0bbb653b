"""What is done about topics: who looks after one, and which things one is about."""

from __future__ import annotations

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from forums.models.topics import Topic
from forums.querysets import AssignmentQuerySet
from intranet.core.background import now


class Assignment(models.Model):
    """A person or a service looks after a topic. Whether it is overdue is asked, not stored."""

    class AssignmentState(models.TextChoices):
        NEW = "new", _("new")
        IN_PROGRESS = "in_progress", _("in progress")
        DONE = "done", _("done")

    topic = models.OneToOneField(Topic, on_delete=models.CASCADE, related_name="assignment")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("person"))
    service = models.ForeignKey(
        "intranet_organisation.Service", on_delete=models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("service")
    )
    state = models.CharField(_("state"), max_length=12, choices=AssignmentState.choices, default=AssignmentState.NEW)
    due_at = models.DateTimeField(_("due"), null=True, blank=True)
    assigned_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    assigned_at = models.DateTimeField(default=now)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        constraints = [models.CheckConstraint(condition=Q(person__isnull=True) ^ Q(service__isnull=True), name="forum_assignment_to_one")]

    def __str__(self) -> str:
        return f"{self.topic_id}: {self.get_state_display()}"

    @property
    def is_overdue(self) -> bool:
        return self.due_at is not None and self.due_at < now() and self.state != self.AssignmentState.DONE


class TopicLink(models.Model):
    """A topic is about a thing anywhere on the site: each leads to the other, for who may see it."""

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="links")
    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_id = models.BigIntegerField()
    thing = GenericForeignKey("content_type", "object_id")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("link of a topic")
        verbose_name_plural = _("links of topics")
        constraints = [models.UniqueConstraint(fields=["topic", "content_type", "object_id"], name="forum_link_once")]
        indexes = [models.Index(fields=["content_type", "object_id"], name="forum_link_thing")]

    def __str__(self) -> str:
        return f"{self.topic_id} about {self.content_type_id}:{self.object_id}"
