"""Posts in lists, by kind and hashtag, and with their pictures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib.contenttypes.models import ContentType
from django.core.paginator import Paginator
from django.db.models import Count, Prefetch, Value, prefetch_related_objects
from django.db.models.functions import Length, Right
from django.db.models.lookups import Exact

from blogs.models import Leader, PostPage, PostTag
from blogs.queries.words import expanded
from intranet.core.discussion.models import Thread
from intranet.core.notifications.queries import level_for
from intranet.core.organisation.queries import prepared_for

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.core.paginator import Page

    from blogs.querysets import PostQuerySet
    from intranet.core.kinds import AnyUser

POSTS_A_PAGE = 20
TAGS_SHOWN = 12


@dataclass(frozen=True, slots=True)
class PostLine:
    post: PostPage
    comments: int


@prepared_for
def posts_at(user: AnyUser, slug: str, end: str) -> PostQuerySet:
    """The post of that name whose address below the blogs ends so, where the reader may see it, with what its page shows."""
    posts = PostPage.objects.with_leader().visible_to(user).annotate(follow_level=level_for(user, PostPage))
    return posts.filter(Exact(Right("url_path", Length(Value(end))), Value(end)), slug=slug)


def post_lines(posts: Iterable[PostPage]) -> list[PostLine]:
    """Posts with the number of their comments. One query more."""
    found = list(posts)
    threads = Thread.objects.filter(content_type=ContentType.objects.get_for_model(PostPage), object_id__in=[post.pk for post in found])
    counts = dict(threads.values_list("object_id", "comment_count"))
    return [PostLine(post, counts.get(post.pk, 0)) for post in found]


def page_of_posts(posts: PostQuerySet, number: str | None) -> tuple[Page[PostPage], list[PostLine]]:
    """A page of a list in its order, with the number of comments of each. Three queries."""
    page = Paginator(posts, POSTS_A_PAGE).get_page(number)
    return page, post_lines(page.object_list.with_line())  # type: ignore[attr-defined]


def posts_by(user: AnyUser, *, kind: str = "", service: str = "", blog: str = "") -> PostQuerySet:
    """The posts that the reader may see: by managers or politicians, by leaders of a service, in a blog; the newest first."""
    posts = PostPage.objects.visible_to(user)
    if kind in Leader.Kind.values:
        posts = posts.filter(leader__kind=kind)
    if service:
        posts = posts.filter(leader__service__slug=service)
    if blog:
        posts = posts.filter(leader__blog__slug=blog)
    return posts.newest()


def posts_tagged(user: AnyUser, slug: str) -> PostQuerySet:
    return PostPage.objects.visible_to(user).filter(pk__in=PostTag.objects.filter(tag__slug=slug).values("content_object"))


def talked_about(user: AnyUser) -> list[dict[str, str]]:
    """The hashtags that most of the posts carry which the reader may see."""
    tagged = PostTag.objects.filter(content_object__in=PostPage.objects.visible_to(user).values("pk"))
    rows = tagged.order_by().values("tag__name", "tag__slug").annotate(times=Count("pk")).order_by("-times", "tag__name")[:TAGS_SHOWN]
    return [{"name": row["tag__name"], "slug": row["tag__slug"]} for row in rows]


def with_pictures(post: PostPage, spec: str) -> PostPage:
    """Read the renditions of all pictures of a post at once, and the addresses of all pages and files that its words lead to."""
    pictures = [block.value["image"] for block in post.body if block.block_type == "picture"]
    pictures = [picture for picture in (post.cover, *pictures) if picture is not None]
    if pictures:
        renditions = type(pictures[0]).get_rendition_model().objects.filter(filter_spec=spec)
        prefetch_related_objects(pictures, Prefetch("renditions", queryset=renditions, to_attr="prefetched_renditions"))
    paragraphs = [block for block in post.body if block.block_type == "paragraph"]
    for block, words in zip(paragraphs, expanded([block.value for block in paragraphs]), strict=True):
        block.value = words
    return post
