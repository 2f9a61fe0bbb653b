"""What is read beside a post: related posts, and those before and after it in its series."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, OuterRef, Q, Subquery

from blogs.models import PostPage, PostTag, Series

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from django.db.models import QuerySet
    from taggit.models import Tag

    from blogs.models import Leader
    from blogs.querysets import PostQuerySet
    from intranet.core.kinds import AnyUser

RELATED_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Beside:
    """What leads on from a post, of what the reader may see."""

    related: list[PostPage]
    previous: PostPage | None = None
    next: PostPage | None = None


def beside(user: AnyUser, post: PostPage, tags: Iterable[Tag]) -> Beside:
    """Related posts, as the writer chose them or else by shared hashtags, and the neighbours in its series. One query, or none."""
    chosen = [block["value"] for block in post.related.raw_data if block["value"]]
    tagged = [tag.pk for tag in tags]
    if not (chosen or tagged or post.series_id):
        return Beside([])
    others = PostPage.objects.visible_to(user).exclude(pk=post.pk)
    wanted = Q(pk__in=chosen) | Q(pk__in=_alike(others, tagged)) if tagged else Q(pk__in=chosen)
    if post.series_id and post.first_published_at:
        before, after = _around(others.filter(series_id=post.series_id), post)
        wanted |= Q(pk__in=before[:1].values("pk")) | Q(pk__in=after[:1].values("pk"))
    shared = PostTag.objects.filter(content_object=OuterRef("pk"), tag__in=tagged).order_by().values("content_object")
    found = list(others.filter(wanted).annotate(shared=Subquery(shared.annotate(n=Count("pk")).values("n"))).defer_streamfields().newest())
    return Beside(_related(found, chosen), *_neighbours(found, post))


def _alike(others: PostQuerySet, tagged: list[int]) -> QuerySet[Any, Any]:
    """Those that share the most hashtags, the newest of these first."""
    carried = PostTag.objects.filter(tag__in=tagged)
    shared = carried.filter(content_object=OuterRef("pk")).order_by().values("content_object").annotate(n=Count("pk")).values("n")
    alike: PostQuerySet = others.filter(pk__in=carried.values("content_object")).annotate(shared=Subquery(shared))
    return alike.order_by("-shared", "-first_published_at", "-pk")[:RELATED_SHOWN].values("pk")


def _around(parts: PostQuerySet, post: PostPage) -> tuple[PostQuerySet, PostQuerySet]:
    moment = post.first_published_at
    before = Q(first_published_at__lt=moment) | Q(first_published_at=moment, pk__lt=post.pk)
    after = Q(first_published_at__gt=moment) | Q(first_published_at=moment, pk__gt=post.pk)
    return parts.filter(before).newest(), parts.filter(after).oldest()


def _related(found: list[PostPage], chosen: list[int]) -> list[PostPage]:
    seen = {post.pk: post for post in found}
    of_the_writer = [seen[key] for key in dict.fromkeys(chosen) if key in seen]
    shared = {post.pk: getattr(post, "shared", 0) or 0 for post in found}
    alike = sorted((post for post in found if shared[post.pk]), key=lambda post: -shared[post.pk])
    return (of_the_writer or alike)[:RELATED_SHOWN]


def _neighbours(found: list[PostPage], post: PostPage) -> tuple[PostPage | None, PostPage | None]:
    if not post.series_id or not post.first_published_at:
        return None, None
    here = (post.first_published_at, post.pk)
    places = {(other.first_published_at, other.pk): other for other in found if other.series_id == post.series_id}
    before, after = [place for place in places if place < here], [place for place in places if place > here]
    return places.get(max(before, default=here)), places.get(min(after, default=here))


def series_of(user: AnyUser, leader: Leader) -> list[dict[str, Any]]:
    """The series of a leader with how many posts of each the reader may see. One query."""
    posts = PostPage.objects.visible_to(user).filter(leader=leader, series__isnull=False)
    rows = posts.order_by().values("series", "series__title").annotate(number=Count("pk")).order_by("series__title")
    return [{"series": Series(pk=row["series"], title=row["series__title"]), "number": row["number"]} for row in rows]
