"""Which areas, topics and posts a person may see, and what of it is new to them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.db import models
from django.db.models import Case, Exists, F, FilteredRelation, OuterRef, Q, When

from forums import conf
from intranet.core.background import now
from intranet.core.kinds import State
from intranet.core.moderation.models import mark_of
from intranet.core.organisation.queries import audiences_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from forums.models import Area, Assignment, Attachment, Post, Topic  # noqa: F401 -- named in quotes below
    from intranet.core.kinds import AnyUser


def numbers_on(page: int) -> tuple[int, int]:
    """The numbers of the first and the last post that a page has room for."""
    first = (page - 1) * conf.POSTS_ON_PAGE + 1
    return first, first + conf.POSTS_ON_PAGE - 1


class AreaQuerySet(models.QuerySet["Area"]):
    def visible_to(self, user: AnyUser) -> AreaQuerySet:
        """Areas whose readers the person is among."""
        return self.filter(audience_id__in=audiences_of(user))

    def for_documents(self) -> AreaQuerySet:
        """With what lists show of an area."""
        return self.select_related("service")

    def open_to(self, user: AnyUser) -> AreaQuerySet:
        """Areas where the person may start a topic."""
        return self.visible_to(user).filter(post_audience_id__in=audiences_of(user), state="open")

    def hold(self, topics: Iterable[Topic]) -> None:
        """Lock the areas of ``topics``, and tell each who reads it now: until the transaction ends nobody changes that."""
        topics = list(topics)
        areas = self.filter(pk__in={topic.area_id for topic in topics}).order_by("pk")
        readers = dict(areas.select_for_update(no_key=True).values_list("pk", "audience_id"))
        for topic in topics:
            topic.area.audience_id = readers[topic.area_id]


class TopicQuerySet(models.QuerySet["Topic"]):
    def visible_to(self, user: AnyUser) -> TopicQuerySet:
        """Topics of visible areas whose first post is published; and the person's own that waits for a moderator."""
        return self.filter(
            Q(state=State.PUBLISHED) | Q(state=State.HELD, author_id=user.pk),
            area__audience_id__in=audiences_of(user),
        )

    def held_without_name(self, user: AnyUser, pk: int) -> TopicQuerySet:
        """The topic of this key, where it waits for a moderator and the person began it under an alias: they and nobody else find it so."""
        mine = self.filter(pk=pk, state=State.HELD, seal__mark=mark_of(f"{self.model._meta.label_lower}:{pk}", user))
        return mine.filter(area__audience_id__in=audiences_of(user))

    def hold(self, topics: Iterable[Topic]) -> list[Topic]:
        """Lock ``topics``, and tell each its state and its area now. A topic is locked before its area, everywhere.

        Those merged into others are not locked, nor given back: what was written in them is on its way to the other, whose lock comes next.
        """
        topics = list(topics)
        rows = self.filter(pk__in={topic.pk for topic in topics}, merged_into__isnull=True).order_by("pk").select_for_update(no_key=True)
        known = {pk: (state, area_id) for pk, state, area_id in rows.values_list("pk", "state", "area_id")}
        for topic in topics:
            topic.state, topic.area_id = known.get(topic.pk, (State.REMOVED, topic.area_id))
        return [topic for topic in topics if topic.pk in known]

    def with_marks(self, user: AnyUser) -> TopicQuerySet:
        """With how far the person has read: ``read_number`` in the topic, ``area_read_at`` in its area."""
        return self.annotate(  # type: ignore[no-redef]
            own_mark=FilteredRelation("marks", condition=Q(marks__person=user.pk)),
            own_area_mark=FilteredRelation("area__marks", condition=Q(area__marks__person=user.pk)),
        ).annotate(read_number=F("own_mark__number"), area_read_at=F("own_area_mark__read_at"))

    def with_links(self) -> TopicQuerySet:
        """With ``has_links`` and ``has_assignment``: whether it was said what they are about, and who looks after them."""
        link, assignment = (cast("type[models.Model]", self.model._meta.get_field(name).related_model) for name in ("links", "assignment"))
        return self.annotate(  # type: ignore[no-redef]
            has_links=Exists(link._default_manager.filter(topic=OuterRef("pk"))),
            has_assignment=Exists(assignment._default_manager.filter(topic=OuterRef("pk"))),
        )

    def unread_by(self, user: AnyUser) -> TopicQuerySet:
        """Published topics with posts that the person has not seen, written in lately."""
        return self.with_marks(user).filter(
            Q(area_read_at__isnull=True) | Q(area_read_at__lt=F("last_posted_at")) | Q(area_read_at__lt=F("arrived_at")),
            Q(read_number__isnull=True) | Q(read_number__lt=F("last_number")),
            state=State.PUBLISHED,
            last_posted_at__gt=now() - conf.UNREAD_FOR,
        )

    def unanswered(self) -> TopicQuerySet:
        """Questions under which nobody has written yet."""
        return self.filter(type="question", post_count__lte=1, locked=False, archived=False)

    def unsolved(self) -> TopicQuerySet:
        """Questions without an accepted answer that is shown."""
        return self.filter(type="question", solved=False)

    def for_documents(self) -> TopicQuerySet:
        """With what its address and its search document ask for."""
        return self.select_related("area")

    def about_work(self) -> TopicQuerySet:
        """Without those of social areas."""
        return self.exclude(area__kind="social")

    def in_order(self) -> TopicQuerySet:
        return self.order_by("-sticky", "-last_posted_at", "-pk")

    def waiting_too_long(self) -> TopicQuerySet:
        """Questions without an answer when the working hours that their area gives them have gone by."""
        return self.unanswered().filter(state=State.PUBLISHED, answer_due_at__lte=now())


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def visible_to(self, user: AnyUser) -> AssignmentQuerySet:
        """Those of topics that the person may see."""
        topics = self.model._meta.get_field("topic").related_model._default_manager.visible_to(user)  # type: ignore[attr-defined]
        return self.filter(topic__in=topics)

    def by_urgency(self) -> AssignmentQuerySet:
        """What is to be done first, first; then what is done."""
        return self.order_by(Case(When(state="done", then=1), default=0), F("due_at").asc(nulls_last=True), "pk")


class PostQuerySet(models.QuerySet["Post"]):
    def visible_to(self, user: AnyUser) -> PostQuerySet:
        """Published posts of visible topics, and the person's own held ones."""
        return self.filter(
            Q(topic__state=State.PUBLISHED) | Q(topic__state=State.HELD, topic__author_id=user.pk),
            Q(state=State.PUBLISHED) | Q(state=State.HELD, author_id=user.pk),
            topic__area__audience_id__in=audiences_of(user),
        )

    def for_documents(self) -> PostQuerySet:
        """With what its address and its search document ask for."""
        return self.select_related("topic__area")

    def listed_to(self, user: AnyUser, *, mark: str = "") -> PostQuerySet:
        """In a topic that the person was found to see: what stands there, the places of withdrawn posts included.

        ``mark`` is what stands for the person in this topic: their own held words without a name are listed by it.
        """
        own = Q(author_id=user.pk) | Q(seal__mark=mark, seal__isnull=False) if mark else Q(author_id=user.pk)
        return self.filter(Q(number__isnull=False) & ~Q(state=State.HELD) | Q(state=State.HELD) & own)

    def sealed_with(self, seals: Iterable[int], user: AnyUser) -> PostQuerySet:
        """What was written under these aliases, which were found to be the person's, where they may still read."""
        mine = self.filter(seal__in=seals, topic__area__audience_id__in=audiences_of(user)).exclude(state=State.REMOVED)
        return mine.select_related("topic__area__service", "seal").order_by("-created")

    def on_page(self, page: int) -> PostQuerySet:
        """The posts of a page, found by number; the unnumbered held ones are wanted on the last page."""
        return self.filter(number__range=numbers_on(page))


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    def visible_to(self, user: AnyUser) -> AttachmentQuerySet:
        """Files of visible posts, scanned or the person's own; what the scanner refused is nobody's."""
        post: Any = self.model._meta.get_field("post").related_model
        return self.filter(Q(scan="clean") | Q(scan="waiting", owner_id=user.pk), post__in=post._default_manager.visible_to(user))
