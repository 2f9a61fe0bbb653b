"""What the pages of the forums show, in few queries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Exists, F, IntegerField, Min, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from forums import conf
from forums.models import Area, Attachment, Bookmark, Post, Topic
from forums.queries.asking import asks_somebody
from forums.querysets import numbers_on
from intranet.core.background import now
from intranet.core.background.statements import filled_up, prepared
from intranet.core.kinds import State
from intranet.core.moderation.models import mark_of, place_of
from intranet.core.notifications.models import Follow
from intranet.core.notifications.queries import followers_of, follows_of, is_left_alone_by_social
from intranet.core.notifications.queries.mentions import people_named
from intranet.core.organisation.models import AudienceToken
from intranet.core.organisation.queries import prepared_for
from intranet.core.ui.moments import told
from intranet.core.ui.people import shown_name

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from django.db.models import Model, QuerySet

    from forums.querysets import AreaQuerySet, TopicQuerySet
    from intranet.core.kinds import Person
    from intranet.core.ui.moments import Told


def with_unread(areas: AreaQuerySet, user: Person) -> AreaQuerySet:
    """Areas with the number of topics that have something new for the person: ``unread``."""
    topics = Topic.objects.filter(area=OuterRef("pk")).unread_by(user).order_by()
    counted = topics.values("area").annotate(found=Count("pk")).values("found")
    return areas.annotate(unread=Coalesce(Subquery(counted, output_field=IntegerField()), 0))  # type: ignore[no-redef]


def with_privacy(areas: AreaQuerySet) -> AreaQuerySet:
    """Areas with ``is_private``: not all staff may read them."""
    for_all = AudienceToken.objects.filter(audience=OuterRef("audience"), token="staff")  # noqa: S106 -- a token of an audience
    return areas.annotate(is_private=~Exists(for_all))  # type: ignore[no-redef]


@dataclass(frozen=True, slots=True)
class LastPiece:
    """The topic of an area that was written in last, as plain values."""

    title: str
    url: str
    who: str
    moment: Told | None


@dataclass(frozen=True, slots=True)
class AreaPiece:
    """All that the index writes of an area, as plain values (``ui.pieces``)."""

    name: str
    url: str
    words: str
    unread: int
    is_private: bool
    is_archived: bool
    last: LastPiece | None


@dataclass(frozen=True, slots=True)
class AreaLine:
    """An area as the index shows it, with the topic that was written in last: with ``last_author``, whose post that is."""

    area: Area
    latest: Topic | None

    @property
    def piece(self) -> AreaPiece:
        area, latest = self.area, self.latest
        last = None
        if latest is not None and latest.last_post_id is not None:
            who = latest.last_author or _("A former colleague")  # type: ignore[attr-defined]
            last = LastPiece(latest.title, latest.unread_url, who, told(latest.last_posted_at) if latest.last_posted_at else None)
        archived = area.state == Area.AreaState.ARCHIVED
        return AreaPiece(area.name, area.get_absolute_url(), area.description, area.unread, area.is_private, archived, last)


def area_lines(user: Person) -> list[AreaLine]:
    """The areas a person may see, with what is new and what was last: two queries."""
    areas = _areas(user)
    keys = [area.latest_id for area in areas if area.latest_id]  # type: ignore[attr-defined]
    found = {topic.area_id: topic for topic in _latest(filled_up(keys))}
    for area in areas:
        if area.pk in found:
            found[area.pk].area = area
    return [AreaLine(area, found.get(area.pk)) for area in areas]


@prepared_for
def _areas(user: Person) -> AreaQuerySet:
    latest = Topic.objects.filter(area=OuterRef("pk"), state=State.PUBLISHED).order_by("-last_posted_at").values("pk")[:1]
    return with_privacy(with_unread(Area.objects.visible_to(user), user)).annotate(latest_id=Subquery(latest)).select_related("group")


@prepared
def _latest(keys: tuple[int, ...]) -> TopicQuerySet:
    return Topic.objects.filter(pk__in=keys).annotate(last_author=F("last_post__author_name"))


def area_groups(lines: Iterable[AreaLine]) -> list[tuple[str, str, list[AreaLine]]]:
    """Areas under their headings, in the order of these, each with a key; those without one under what kind they are."""
    found: dict[tuple[int, str], tuple[str, str, list[AreaLine]]] = {}
    for line in lines:
        group = line.area.group
        if group is not None:
            place, heading = ((group.position, group.name), (group.name, f"group-{group.pk}"))
        elif line.area.kind == Area.Kind.BUSINESS:
            place, heading = (100_000, ""), (_("Work"), "work")
        else:
            place, heading = (100_001, ""), (_("Social"), "social")
        found.setdefault(place, (*heading, []))[2].append(line)
    return [found[place] for place in sorted(found)]


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
    return topics.with_marks(user).with_links().select_related("area__service", "seal")


def accepted_in(topic: Topic, posts: Iterable[Post]) -> Post | None:
    """The accepted answer while it may be shown: no query where it is among the posts that were read, or where there is none."""
    if not topic.is_solved or topic.accepted_id is None:
        return None
    here = next((post for post in posts if post.pk == topic.accepted_id), None)
    return here or Post.objects.select_related("author__roost_profile").get(pk=topic.accepted_id)


def level_of(user: Person, thing: Model) -> str:
    """How closely the person watches a thing; empty when they never said."""
    return follows_of(user, [thing]).get(thing.pk, "")


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
