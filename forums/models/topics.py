"""Subjects in areas."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from forums import conf
from forums.models.areas import Area, TopicType
from forums.querysets import TopicQuerySet
from intranet.core.background import now
from intranet.core.kinds import DocumentFields, Followable, Heard, State
from intranet.core.moderation.models import Sealable
from intranet.core.ui.addresses import address_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from intranet.core.organisation.models import Service


class Topic(Heard, Followable, Sealable):
    """A subject in an area. It is visible while its first post is: ``state`` mirrors that post's."""

    search_kind = "topic"
    search_label = _("Topics")

    Type = TopicType

    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="topics", verbose_name=_("area"))
    type = models.CharField(_("kind"), max_length=12, choices=Type.choices, default=Type.DISCUSSION)
    title = models.CharField(_("title"), max_length=200)
    slug = models.SlugField(max_length=100)
    tags = models.JSONField(_("tags"), default=list, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT, editable=False)
    sticky = models.BooleanField(_("stays at the top"), default=False)
    locked = models.BooleanField(_("closed to replies"), default=False)
    archived = models.BooleanField(_("archived"), default=False, help_text="Nobody writes in it any more, and lists leave it out.")
    accepted = models.ForeignKey(
        "Post", on_delete=models.SET_NULL, null=True, editable=False, related_name="+", help_text="The answer that was accepted."
    )
    solved = models.BooleanField(default=False, editable=False, help_text="The accepted answer stands in it and is published.")
    merged_into = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, editable=False, related_name="+")
    arrived_at = models.DateTimeField(
        null=True, editable=False, help_text="Marks of its area made before do not speak of it: it came later, or grew."
    )
    has_events = models.BooleanField(default=False, editable=False)
    created = models.DateTimeField(default=now, editable=False)
    answer_due_at = models.DateTimeField(
        null=True, editable=False, help_text="From then on the team is asked to look after a question without an answer."
    )
    waiting_told_at = models.DateTimeField(null=True, editable=False)
    last_number = models.PositiveIntegerField(default=0, editable=False)
    post_count = models.PositiveIntegerField(default=0, editable=False)
    last_post = models.ForeignKey("Post", on_delete=models.SET_NULL, null=True, editable=False, related_name="+")
    last_posted_at = models.DateTimeField(null=True, editable=False)

    #: Given by ``with_marks``.
    read_number: int | None
    area_read_at: datetime | None
    #: Given by ``with_links``.
    has_links: bool
    has_assignment: bool
    #: Given by ``queries.topic_for``.
    has_outcomes: bool
    follow_level: str

    objects = TopicQuerySet.as_manager()

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        indexes = [
            models.Index(fields=["area", "-sticky", "-last_posted_at", "-id"], name="forum_topic_list"),
            models.Index(fields=["area", "-last_posted_at"], name="forum_topic_latest"),
            models.Index(fields=["-last_posted_at"], name="forum_topic_newest"),
            models.Index(fields=["answer_due_at"], condition=Q(post_count__lte=1, state=State.PUBLISHED), name="forum_topic_waiting"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(merged_into__isnull=True) | ~Q(state=State.PUBLISHED), name="forum_topic_merged_is_gone"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return address_of("forums:topic", self.area.slug, self.pk, self.slug)

    @property
    def is_social(self) -> bool:
        return self.area.is_social

    def place_words(self) -> str:
        return self.area.name

    @property
    def unread_url(self) -> str:
        """The address that leads to the first post that its reader has not seen."""
        return address_of("forums:first-unread", self.area.slug, self.pk, self.slug)

    @property
    def reply_place(self) -> str:
        """Where drafts of replies to it are kept."""
        return f"forums-reply-{self.pk}"

    @property
    def last_page(self) -> int:
        return page_of(self.last_number)

    @property
    def reply_count(self) -> int:
        return max(self.post_count - 1, 0)

    @property
    def is_unanswered(self) -> bool:
        return self.type == self.Type.QUESTION and self.post_count <= 1

    @property
    def is_solved(self) -> bool:
        return self.type == self.Type.QUESTION and self.solved

    def heard_service(self) -> Service | None:
        return self.area.service

    def took_part(self) -> Iterable[int]:
        """Who wrote in it."""
        return self.posts.filter(state=State.PUBLISHED).exclude(author=None).values_list("author", flat=True)

    @classmethod
    def hold_audiences(cls, things: Iterable[Topic]) -> None:
        Area.objects.hold(things)

    def to_document(self) -> DocumentFields | None:
        """A published topic with the words of its first post, in its area."""
        if self.state != State.PUBLISHED:
            return None
        first = self.posts.get(is_first=True)
        return DocumentFields(
            title=self.title,
            url=self.get_absolute_url(),
            audience_id=self.area.audience_id,
            body=first.words,
            tags=tuple(self.tags),
            service_id=self.area.service_id,
            author_id=self.author_id,
            author_name=self.author_name,
            created=self.created,
            container=self.area,
        )


def page_of(number: int) -> int:
    """The page of a topic on which the post of this number stands."""
    return max((number - 1) // conf.POSTS_ON_PAGE + 1, 1)
