"""Posts in lists, by kind and hashtag, and with their pictures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.core.paginator import Paginator
from django.db.models import Count, Prefetch, Q, Value, prefetch_related_objects
from django.db.models.functions import Length, Right
from django.db.models.lookups import Exact

from blogs.models import Leader, PostPage, PostTag
from blogs.queries.words import expanded
from intranet.core.background.statements import filled_up, prepared
from intranet.core.discussion.models import Thread
from intranet.core.kinds import CommentsState
from intranet.core.notifications.queries import level_for
from intranet.core.organisation.queries import prepared_for
from intranet.core.ui.moments import told
from intranet.core.ui.people import named

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.core.paginator import Page
    from django.db.models import QuerySet

    from blogs.querysets import PostQuerySet
    from intranet.core.kinds import AnyUser
    from intranet.core.ui.moments import Told
    from intranet.core.ui.people import Named

POSTS_A_PAGE = 20
TAGS_SHOWN = 12


@dataclass(frozen=True, slots=True)
class PostPiece:
    """All that lists write of a post, as plain values (``ui.pieces``)."""

    title: str
    url: str
    summary: str
    author: Named
    post_held: str
    published: Told | None
    has_comments: bool
    are_closed: bool
    comments: int


@dataclass(frozen=True, slots=True)
class PostLine:
    post: PostPage
    comments: int

    @property
    def piece(self) -> PostPiece:
        post = self.post
        return PostPiece(
            title=post.title,
            url=post.get_absolute_url(),
            summary=post.summary,
            author=named(post.author, post.author_name),
            post_held=post.author_post,
            published=told(post.first_published_at) if post.first_published_at else None,
            has_comments=post.comments_state != CommentsState.OFF,
            are_closed=post.comments_now().state == CommentsState.READ_ONLY,
            comments=self.comments,
        )


@dataclass(frozen=True, slots=True)
class Which:
    """Which posts, of those that a reader may see; what is empty narrows nothing."""

    kind: str = ""
    service: str = ""
    blog: str = ""
    tag: str = ""
    leader: int | None = None

    @property
    def lookups(self) -> dict[str, Any]:
        """The names of those that narrow, with their values."""
        kind = self.kind if self.kind in Leader.Kind.values else ""
        given = {"kind": kind, "service": self.service, "blog": self.blog, "tag": self.tag, "leader": self.leader}
        return {name: value for name, value in given.items() if value}


_LOOKUPS = {
    "kind": lambda value: Q(leader__kind=value),
    "service": lambda value: Q(leader__service__slug=value),
    "blog": lambda value: Q(leader__blog__slug=value),
    "tag": lambda value: Q(pk__in=PostTag.objects.filter(tag__slug=value).values("content_object")),
    "leader": lambda value: Q(leader=value),
}


def post_at(user: AnyUser, blog: str, slug: str) -> PostPage | None:
    """The post of that name at the address of a blog, where the reader may see it, with what its page shows. One query."""
    return next(iter(_posts_at(user, slug, f"/{blog}/{slug}/")), None)


@prepared_for
def _posts_at(user: AnyUser, slug: str, end: str) -> PostQuerySet:
    posts = PostPage.objects.with_leader().visible_to(user).annotate(follow_level=level_for(user, PostPage))
    return posts.filter(Exact(Right("url_path", Length(Value(end))), Value(end)), slug=slug)  # type: ignore[no-any-return]


def post_lines(posts: Iterable[PostPage]) -> list[PostLine]:
    """Posts with the number of their comments. One query more."""
    found = list(posts)
    counts = dict(_comment_counts(filled_up([post.pk for post in found])))
    return [PostLine(post, counts.get(post.pk, 0)) for post in found]


@prepared
def _comment_counts(keys: tuple[int, ...]) -> QuerySet[Thread, tuple[int, int]]:
    kind = ContentType.objects.get_for_model(PostPage)
    return Thread.objects.filter(content_type=kind, object_id__in=keys).values_list("object_id", "comment_count")


def page_of_posts(posts: PostQuerySet, number: str | None) -> tuple[Page[PostPage], list[PostLine]]:
    """A page of a list in its order, with the number of comments of each. Three queries."""
    page = Paginator(posts, POSTS_A_PAGE).get_page(number)
    return page, post_lines(page.object_list.with_line())  # type: ignore[attr-defined]


def newest_posts(user: AnyUser, which: Which, number: str | None) -> tuple[Page[int], list[PostLine]]:
    """A page of the posts that the reader may see, the newest first, with the number of comments of each. Three queries."""
    lookups = which.lookups
    by, values = tuple(lookups), lookups.values()
    page = Paginator(range(sum(_number_of(user, *values, by=by))), POSTS_A_PAGE).get_page(number)
    first = max(page.start_index() - 1, 0)
    return page, post_lines(_newest(user, *values, by=by, first=first, most=POSTS_A_PAGE))


def latest_posts(user: AnyUser, *, most: int) -> list[PostLine]:
    """The newest of all that the reader may see. Two queries."""
    return post_lines(_newest(user, by=(), first=0, most=most))


@prepared_for
def _number_of(user: AnyUser, *values: Any, by: tuple[str, ...]) -> QuerySet[PostPage, int]:
    """One row, all of them being live; none where there is no post."""
    return _posts_by(user, values, by).order_by().values("live").annotate(number=Count("pk")).values_list("number", flat=True)  # type: ignore[no-any-return]


@prepared_for
def _newest(user: AnyUser, *values: Any, by: tuple[str, ...], first: int, most: int) -> PostQuerySet:
    return _posts_by(user, values, by).newest().with_line()[first : first + most]


def _posts_by(user: AnyUser, values: Iterable[Any], by: Iterable[str]) -> PostQuerySet:
    posts = PostPage.objects.visible_to(user)
    for name, value in zip(by, values, strict=True):
        posts = posts.filter(_LOOKUPS[name](value))
    return posts


def posts_tagged(user: AnyUser, slug: str) -> PostQuerySet:
    return _posts_by(user, [slug], ["tag"])


def talked_about(user: AnyUser) -> list[dict[str, str]]:
    """The hashtags that most of the posts carry which the reader may see."""
    return [{"name": name, "slug": slug} for name, slug, _times in _tags_by_use(user, most=TAGS_SHOWN)]


@prepared_for
def _tags_by_use(user: AnyUser, *, most: int) -> QuerySet[PostTag, tuple[str, str, int]]:
    tagged = PostTag.objects.filter(content_object__in=PostPage.objects.visible_to(user).values("pk"))
    counted = tagged.order_by().values("tag__name", "tag__slug").annotate(times=Count("pk")).order_by("-times", "tag__name")
    return counted.values_list("tag__name", "tag__slug", "times")[:most]  # type: ignore[no-any-return]


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
