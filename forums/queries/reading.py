"""The lists in which people read across areas."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from forums import conf
from forums.models import Area, Bookmark, Post, Topic
from forums.queries.areas import with_privacy
from forums.queries.lists import topic_lines, wants_work_alone, with_byline_and_marks
from intranet.core.kinds import State
from intranet.core.notifications.models import Follow
from intranet.core.notifications.queries import level_for
from intranet.core.organisation.queries import prepared_for

if TYPE_CHECKING:
    from forums.queries.lists import TopicLine
    from forums.querysets import AreaQuerySet, TopicQuerySet
    from intranet.core.kinds import Person

#: The lists by their word in the address, in the order of the tabs.
LISTS = {
    "latest": _("Latest"),
    "unread": _("New for you"),
    "unanswered": _("Without an answer"),
    "mine": _("You took part"),
    "watched": _("You watch"),
}


def listed_topics(user: Person, show: str, *, page: int) -> tuple[list[TopicLine], bool]:
    """A page of one of ``LISTS``, and whether there is another: one query, whatever lies in the areas.

    What is new comes without social areas while these leave the person alone, which is asked where there is something of them.
    """
    first = (page - 1) * conf.TOPICS_ON_PAGE
    found = _listed(user, show=show, first=first)
    if show == "unread" and wants_work_alone(user, found):
        found = _listed(user, show=show, first=first, about_work=True)
    return topic_lines(found[: conf.TOPICS_ON_PAGE]), len(found) > conf.TOPICS_ON_PAGE


@prepared_for
def _listed(user: Person, *, show: str, first: int, about_work: bool = False) -> TopicQuerySet:
    topics = _LISTED[show](Topic.objects.visible_to(user).filter(state=State.PUBLISHED, archived=False), user)
    wanted = topics.about_work() if about_work else topics
    return with_byline_and_marks(wanted, user).order_by("-last_posted_at", "-pk")[first : first + conf.TOPICS_ON_PAGE + 1]


def topics_in(user: Person, area: Area, *, show: str, page: int) -> tuple[list[TopicLine], bool]:
    """A page of the topics of an area that the person was found to see, all or what ``show`` says, and whether there is another: one query."""
    found = _of_area(user, area.pk, show=show, first=(page - 1) * conf.TOPICS_ON_PAGE)
    for topic in found:
        topic.area = area
    return topic_lines(found[: conf.TOPICS_ON_PAGE]), len(found) > conf.TOPICS_ON_PAGE


@prepared_for
def _of_area(user: Person, area: int, *, show: str, first: int) -> TopicQuerySet:
    topics = Topic.objects.visible_to(user).filter(area=area, archived=show == "archived")
    if show == "unsolved":
        topics = topics.unsolved()
    elif show == "unanswered":
        topics = topics.unanswered()
    elif show == "unread":
        topics = topics.unread_by(user)
    return with_byline_and_marks(topics, user).in_order()[first : first + conf.TOPICS_ON_PAGE + 1]


def area_for(user: Person, slug: str) -> Area | None:
    """The area of that name in its address, where the person may see it, with its service and whether it is private."""
    found = _area(user, slug)
    return found[0] if found else None


@prepared_for
def _area(user: Person, slug: str) -> AreaQuerySet:
    return with_privacy(Area.objects.select_related("service")).visible_to(user).filter(slug=slug).annotate(follow_level=level_for(user, Area))  # type: ignore[no-redef]


def _mine(topics: TopicQuerySet, user: Person) -> TopicQuerySet:
    written = Post.objects.filter(topic=OuterRef("pk"), author=user.pk, state=State.PUBLISHED)
    return topics.filter(Q(author=user.pk) | Exists(written))


def _watched(topics: TopicQuerySet, user: Person) -> TopicQuerySet:
    followed = Follow.objects.of(user).filter(content_type=ContentType.objects.get_for_model(Topic), level=Follow.Level.EVERYTHING)
    return topics.filter(pk__in=followed.values("object_id"))


_LISTED = {
    "latest": lambda topics, user: topics,
    "unread": lambda topics, user: topics.unread_by(user),
    "unanswered": lambda topics, user: topics.unanswered(),
    "mine": _mine,
    "watched": _watched,
}


def bookmarks_of(user: Person, *, page: int) -> tuple[list[Bookmark], bool]:
    """A person's bookmarks of what they may see now, the newest first, and whether there are more: one query."""
    first = (page - 1) * conf.TOPICS_ON_PAGE
    mine = Bookmark.objects.filter(person=user, post__in=Post.objects.visible_to(user), post__number__isnull=False)
    found = list(
        mine.select_related("post__topic__area", "post__author__roost_profile").order_by("-created", "-pk")[first : first + conf.TOPICS_ON_PAGE + 1]
    )
    return found[: conf.TOPICS_ON_PAGE], len(found) > conf.TOPICS_ON_PAGE
