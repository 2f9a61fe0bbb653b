"""Which blogs and posts, and with what beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Aggregate, Case, Count, Exists, F, OuterRef, Q, Subquery, TextField, Value, When
from django.db.models.functions import Cast, Coalesce
from django.utils.timezone import localdate

from intranet.core.background import now
from intranet.core.kinds import State
from intranet.core.organisation.queries import VisiblePageQuerySet, audiences_of

if TYPE_CHECKING:
    from intranet.core.kinds import AnyUser


class Joined(Aggregate):
    """Texts of many rows in one, with commas between: a row brings them along, where they would be a query of their own."""

    function = "GROUP_CONCAT"
    template = "%(function)s(%(expressions)s, ',')"
    output_field = TextField()

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        return self.as_sql(compiler, connection, function="STRING_AGG", **extra)


class LeaderQuerySet(models.QuerySet[Any]):
    def in_office(self) -> Self:
        """Those whose term holds today."""
        today = localdate(now())
        return self.filter(Q(until=None) | Q(until__gte=today), since__lte=today)

    def approved_by(self, user: AnyUser) -> Self:
        """Those whose posts the person approves: their own, and as a delegate."""
        delegated = self.model.delegates.through.objects.filter(user_id=user.pk).values("leader_id")
        return self.filter(Q(person_id=user.pk) | Q(pk__in=delegated))


class LiveHourQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: AnyUser) -> Self:
        """Those of blogs that the person may see."""
        return self.filter(leader__blog__live=True, leader__blog__roost_audience__audience_id__in=audiences_of(user))

    def with_leader(self) -> Self:
        """With what its pages show of the leader and the host."""
        return self.select_related("leader__person__roost_profile", "leader__service", "leader__blog", "host__roost_profile", "transcript")

    def coming(self) -> Self:
        """Those that are neither over nor called off, the next first."""
        return self.filter(ends__gt=now(), called_off_at=None).order_by("starts", "pk")

    def on_now(self) -> Self:
        """Those under way."""
        return self.coming().filter(starts__lte=now())


class LiveQuestionQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: AnyUser) -> Self:
        """Published ones of hours that the person may see, and the person's own that wait for a moderator."""
        hours = apps.get_model("intranet_blogs", "LiveHour").objects.visible_to(user).order_by()
        return self.filter(hour__in=hours.values("pk")).standing_for(user)

    def standing_for(self, user: AnyUser) -> Self:
        """Of an hour that the person was found to see."""
        return self.filter(Q(state=State.PUBLISHED) | Q(state=State.HELD, author_id=user.pk))

    def with_votes(self, user: AnyUser) -> Self:
        """With how many want to know too, how many did when the hour began, whether the reader does, and the people that a page shows."""
        votes = apps.get_model("intranet_blogs", "LiveVote").objects.filter(question=OuterRef("pk"))
        return self.select_related("author__roost_profile", "answered_by__roost_profile").annotate(
            wanted=Count("votes"),
            wanted_before=Count("votes", filter=Q(votes__moment__lt=F("hour__starts"))),
            i_want=Exists(votes.filter(person_id=user.pk)),
        )


class BlogQuerySet(VisiblePageQuerySet):
    def at(self, name: str) -> Self:
        """The blog at an address below the index, first: a leader's own, then the post's, which leads to its holder, then the page's."""
        found = self.filter(Q(leader__slug=name) | Q(leader__post_slug=name, leader__leads=True) | Q(slug=name))
        rank = Case(When(leader__slug=name, then=0), When(leader__post_slug=name, leader__leads=True, then=1), default=2)
        return found.order_by(rank)

    def of_post(self, slug: str) -> Self:
        """The blogs of all who held or hold the post of that address, the latest first."""
        return self.filter(leader__post_slug=slug).order_by("-leader__since", "-pk")

    def for_documents(self) -> Self:
        """With what its search document asks for."""
        return self.with_leader()

    def with_leader(self) -> Self:
        return self.select_related("leader__person__roost_profile", "leader__service")  # type: ignore[no-any-return]

    def with_live(self) -> Self:
        """With the key and the title of the live hour that is on there now; ``live_key`` is None where none is."""
        hours = apps.get_model("intranet_blogs", "LiveHour").objects.on_now().filter(leader=OuterRef("leader"))
        return self.annotate(live_key=Subquery(hours.values("pk")[:1]), live_title=Subquery(hours.values("title")[:1]))


class PostQuerySet(VisiblePageQuerySet):
    def once_at(self, blog: str, slug: str) -> Self:
        """Posts named so by anybody who held or holds a post at the address ``blog``, or whose own it is."""
        return self.filter(Q(leader__post_slug=blog) | Q(leader__slug=blog), slug=slug)

    def for_documents(self) -> Self:
        """With what its search document and the thread beneath ask for."""
        return self.with_leader()

    def with_election(self) -> Self:
        """With what election period silences the blog today."""
        current = apps.get_model("intranet_organisation", "ElectionPeriod").objects.current()
        fields = {"election_words": "words", "election_from": "first_day", "election_to": "last_day"}
        return self.annotate(
            **{name: Case(When(leader__kind="political", then=Subquery(current.values(field)[:1]))) for name, field in fields.items()}
        )

    def with_delegates(self) -> Self:
        """With the keys of those who answer for the leader, as one text."""
        through: Any = apps.get_model("intranet_blogs", "Leader").delegates.through
        delegates = through.objects.filter(leader=OuterRef("leader"), user__is_active=True)
        keys = delegates.order_by().values("leader").annotate(keys=Joined(Cast("user_id", TextField()))).values("keys")
        return self.annotate(delegate_keys=Coalesce(Subquery(keys), Value(""), output_field=TextField()))

    def newest(self) -> Self:
        return self.order_by("-first_published_at", "-pk")

    def oldest(self) -> Self:
        return self.order_by("first_published_at", "pk")

    def with_leader(self) -> Self:
        """With what the page of a post shows of the leader and the author."""
        people = ("leader__person__roost_profile", "leader__service", "author__roost_profile")
        return self.with_election().with_delegates().select_related(*people, "cover", "series")  # type: ignore[no-any-return]

    def with_line(self) -> Self:
        """With what a line of a list shows, and without the words."""
        return self.with_election().select_related("author__roost_profile", "leader__person__roost_profile").defer_streamfields()  # type: ignore[no-any-return]


def _posts_of(user: AnyUser) -> PostQuerySet:
    """The posts that the person may see: their model lies above."""
    posts: PostQuerySet = apps.get_model("intranet_blogs", "PostPage")._default_manager.all()  # type: ignore[assignment]
    return posts.visible_to(user)


class SeriesQuerySet(models.QuerySet[Any]):
    def with_blog(self) -> Self:
        return self.select_related("leader__blog", "leader__person__roost_profile")

    def visible_to(self, user: AnyUser) -> Self:
        """Those of which the person may see a post."""
        return self.filter(pk__in=_posts_of(user).values("series"))


class HashtagQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: AnyUser) -> Self:
        """Those that a post carries which the person may see."""
        carried = apps.get_model("intranet_blogs", "PostTag")._default_manager.filter(content_object__in=_posts_of(user).values("pk"))
        return self.filter(pk__in=carried.values("tag")).exclude(slug="")
