"""Posts for feed readers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from blogs import queries
from blogs.models import Hashtag, LeaderBlogPage, LiveHour, PostPage
from intranet.core.notifications.feeds import MOST, AtomFeed, CalendarFeed, Entry, Event

if TYPE_CHECKING:
    from collections.abc import Iterable

    from blogs.querysets import PostQuerySet
    from intranet.core.kinds import Person
    from intranet.core.organisation.models import Service


def _entries(posts: PostQuerySet) -> Iterable[Entry]:
    newest = posts.exclude(first_published_at=None).newest().defer_streamfields().annotate(readers=F("roost_audience__audience_id"))
    for post in newest[:MOST]:
        yield Entry(
            post,
            post.title,
            post.get_absolute_url(),
            post.first_published_at,
            updated=post.last_published_at,
            author=post.author_name,
            excerpt=post.summary,
            audience_id=post.readers,
        )


class NewPosts(AtomFeed):
    name = "posts"
    label = _("New posts in all blogs")
    order = 20

    def url(self, thing: Any) -> str:
        return reverse("blogs:index")

    def entries(self, user: Person, thing: Any) -> Iterable[Entry]:
        return _entries(PostPage.objects.visible_to(user))

    def in_service(self, user: Person, service: Service) -> Iterable[Entry]:
        return _entries(PostPage.objects.visible_to(user).filter(leader__service__path__startswith=service.path))


class BlogPosts(AtomFeed):
    name = "blog"
    label = _("New posts of a leader")
    of = LeaderBlogPage
    order = 61

    def entries(self, user: Person, thing: LeaderBlogPage) -> Iterable[Entry]:
        return _entries(PostPage.objects.visible_to(user).child_of(thing))


class TaggedPosts(AtomFeed):
    name = "tag"
    label = _("New posts under a hashtag")
    of = Hashtag
    order = 62

    def entries(self, user: Person, thing: Hashtag) -> Iterable[Entry]:
        return _entries(queries.posts_tagged(user, thing.slug))


class LiveHours(CalendarFeed):
    """When leaders answer live: those that are not over."""

    name = "live-hours"
    label = _("Live hours of leaders")
    order = 63

    def url(self, thing: Any) -> str:
        return reverse("blogs:index")

    def events(self, user: Person, thing: Any) -> Iterable[Event]:
        for hour in LiveHour.objects.visible_to(user).coming().with_leader()[:MOST]:
            yield Event(hour, f"{hour.leader.name}: {hour.title}", hour.get_absolute_url(), hour.starts, changed=hour.changed)
