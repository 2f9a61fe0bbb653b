"""Topics as lists and their own pages show them, in few queries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, Min, OuterRef, Q

from forums import conf
from forums.models import Attachment, Bookmark, Post, Topic
from forums.queries.asking import asks_somebody
from forums.querysets import numbers_on
from intranet.core.background import now
from intranet.core.kinds import State
from intranet.core.moderation.models import mark_of, place_of
from intranet.core.notifications.models import Follow
from intranet.core.notifications.queries import followers_of, is_left_alone_by_social, level_for
from intranet.core.notifications.queries.mentions import people_named
from intranet.core.organisation.queries import prepared_for
from intranet.core.responses.models import Outcome
from intranet.core.ui.moments import told
from intranet.core.ui.people import shown_name

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from django.db.models import QuerySet

    from forums.querysets import TopicQuerySet
    from intranet.core.kinds import Person
    from intranet.core.ui.moments import Told


def with_byline_and_marks(topics: TopicQuerySet, user: Person) -> TopicQuerySet:
    """Topics as lists show them: with who began and how far the person has read."""
    return topics.with_marks(user).select_related("area", "author__roost_profile")


def latest_topics(user: Person, *, limit: int) -> list[Topic]:
    """The topics that were written in last, of all areas that the person may see."""
    found = _newest(user, limit=limit)
    return _newest(user, limit=limit, about_work=True) if wants_work_alone(user, found) else found


@prepared_for
def _newest(user: Person, *, limit: int, about_work: bool = False) -> TopicQuerySet:
    visible = with_byline_and_marks(Topic.objects.visible_to(user).filter(state=State.PUBLISHED), user)
    return (visible.about_work() if about_work else visible).order_by("-last_posted_at")[:limit]


def wants_work_alone(user: Person, topics: Iterable[Topic]) -> bool:
    """Whether some are of social areas while these leave the person alone; asked only where some are."""
    return any(topic.is_social for topic in topics) and is_left_alone_by_social(user)


def unanswered_topics(user: Person, *, limit: int) -> list[Topic]:
    """Questions without an answer, the oldest first."""
    return _unanswered(user, limit=limit)


@prepared_for
def _unanswered(user: Person, *, limit: int) -> TopicQuerySet:
    visible = Topic.objects.visible_to(user).filter(state=State.PUBLISHED)
    return visible.unanswered().select_related("area").order_by("last_posted_at")[:limit]


def watched_topics(user: Person, *, limit: int) -> list[TopicLine]:
    """The topics that a person follows, the last written in first."""
    return topic_lines(_watched(user, limit=limit))


@prepared_for
def _watched(user: Person, *, limit: int) -> TopicQuerySet:
    followed = Follow.objects.of(user).filter(content_type=ContentType.objects.get_for_model(Topic), level=Follow.Level.EVERYTHING)
    visible = Topic.objects.visible_to(user).filter(pk__in=followed.values("object_id"), state=State.PUBLISHED)
    return visible.with_marks(user).select_related("area").order_by("-last_posted_at")[:limit]


def answered_for(user: Person, *, limit: int = 2) -> list[Topic]:
    """The person's own questions with replies that they have not read."""
    mine = Topic.objects.visible_to(user).filter(author=user, type=Topic.Type.QUESTION, post_count__gt=1)
    return list(mine.unread_by(user).select_related("area").order_by("-last_posted_at")[:limit])


def seen_number(topic: Topic) -> int:
    """Of a topic read ``with_marks``: the number up to which the person has seen it, by its own mark or by the area's."""
    seen, read_at = seen_at_least(topic), _area_read_at(topic)
    if seen >= topic.last_number or read_at is None or read_at < topic.created:
        return seen
    new = topic.posts.filter(number__isnull=False, published_at__gt=read_at).aggregate(first=Min("number"))["first"]
    return max(seen, topic.last_number if new is None else new - 1)


def first_after(topic: Topic, number: int) -> int:
    """The number of the first post after that one: the next may stand in another topic by now. The last number when there is none."""
    following = topic.posts.filter(number__gt=number).order_by("number").values_list("number", flat=True).first()
    return following or topic.last_number


def posts_on(topic: Topic, user: Person, page: int) -> list[Post]:
    """One page of a topic, found by number; on the last page also what of the person's waits for a moderator."""
    mark = mark_of(place_of(topic), user) if topic.area.allows_unnamed or topic.seal_id else ""
    found = _posts_on(user, topic.pk, *numbers_on(page), *([mark] if mark else []), is_last=page == topic.last_page)
    posts = sorted(found, key=lambda post: (post.number is None, post.number or post.pk))
    for post in posts:
        post.topic = topic
    return posts


@prepared_for
def _posts_on(user: Person, topic: int, first: int, last: int, mark: str = "", *, is_last: bool) -> QuerySet[Post]:
    wanted = Q(number__range=(first, last)) | Q(number__isnull=True) if is_last else Q(number__range=(first, last))
    return (
        Post.objects.filter(wanted, topic=topic)
        .listed_to(user, mark=mark)
        .select_related("author__roost_profile__service", "quotes", "seal")
        .annotate(
            has_files=Exists(Attachment.objects.filter(post=OuterRef("pk"))),
            is_bookmarked=Exists(Bookmark.objects.filter(post=OuterRef("pk"), person=user.pk)),
            is_asking=asks_somebody(),
        )
    )


def topic_for(user: Person, pk: int) -> Topic | None:
    """The topic of this key, where the person may see it, with how far they have read and what its page asks of it; their own that waits without their name too."""
    found = _topics(user, pk) or list(_with_all(Topic.objects.held_without_name(user, pk), user))
    return found[0] if found else None


@prepared_for
def _topics(user: Person, pk: int) -> QuerySet[Topic]:
    return _with_all(Topic.objects.visible_to(user).filter(pk=pk), user)


def _with_all(topics: TopicQuerySet, user: Person) -> TopicQuerySet:
    has_outcomes = Exists(Outcome.objects.filter(content_type=ContentType.objects.get_for_model(Topic), object_id=OuterRef("pk")))
    marked = topics.with_marks(user).with_links().annotate(follow_level=level_for(user, Topic), has_outcomes=has_outcomes)  # type: ignore[no-redef]
    return marked.select_related("area__service", "seal")


def accepted_in(topic: Topic, posts: Iterable[Post]) -> Post | None:
    """The accepted answer while it may be shown: no query where it is among the posts that were read, or where there is none."""
    if not topic.is_solved or topic.accepted_id is None:
        return None
    here = next((post for post in posts if post.pk == topic.accepted_id), None)
    return here or Post.objects.select_related("author__roost_profile").get(pk=topic.accepted_id)


def mentioned_in(post: Post) -> QuerySet[Person]:
    """The people named in a post."""
    return people_named(post.body)


def listeners_of(post: Post) -> QuerySet[Person]:
    """Who hears of a post: of a reply, who follows the topic; of a new topic, who follows the area."""
    return followers_of(post.topic.area if post.is_first else post.topic)


@dataclass(frozen=True, slots=True)
class TopicLine:
    """A topic as lists show it."""

    topic: Topic
    is_unread: bool

    @property
    def piece(self) -> TopicPiece:
        """Under the heading of its area."""
        return self._piece("")

    @property
    def piece_with_area(self) -> TopicPiece:
        """Among those of other areas."""
        return self._piece(self.topic.area.name)

    def _piece(self, area: str) -> TopicPiece:
        topic = self.topic
        return TopicPiece(
            title=topic.title,
            url=topic.unread_url if self.is_unread else topic.get_absolute_url(),
            area=area,
            type=topic.type,
            author=shown_name(topic.author, topic.author_name),
            posted=told(topic.last_posted_at) if topic.last_posted_at else None,
            replies=topic.reply_count,
            is_unread=self.is_unread,
            is_held=topic.state == State.HELD,
            is_unanswered=topic.is_unanswered,
            is_solved=topic.is_solved,
            is_pinned=topic.sticky,
            is_locked=topic.locked,
        )


@dataclass(frozen=True, slots=True)
class TopicPiece:
    """All that lists write of a topic, as plain values (``ui.pieces``)."""

    title: str
    url: str
    area: str
    type: str
    author: str
    posted: Told | None
    replies: int
    is_unread: bool
    is_held: bool
    is_unanswered: bool
    is_solved: bool
    is_pinned: bool
    is_locked: bool

    @property
    def type_words(self) -> str:
        return str(Topic.Type(self.type).label)


def topic_lines(topics: Iterable[Topic]) -> list[TopicLine]:
    """Topics read ``with_marks``, each with whether it has something new."""
    return [TopicLine(topic, is_unread=seen_at_least(topic) < topic.last_number) for topic in topics]


def seen_at_least(topic: Topic) -> int:
    """As ``seen_number``, without asking the database: enough to tell whether something is new."""
    if topic.last_posted_at is None or topic.last_posted_at < now() - conf.UNREAD_FOR:
        return topic.last_number
    read_at = _area_read_at(topic)
    if read_at is not None and read_at >= topic.last_posted_at:
        return topic.last_number
    return topic.read_number or 0


def _area_read_at(topic: Topic) -> datetime | None:
    """Until when the mark of its area speaks of a topic: not when it came into the area, or grew there by a merger, after that."""
    read_at = topic.area_read_at
    return None if read_at is None or (topic.arrived_at is not None and read_at < topic.arrived_at) else read_at
