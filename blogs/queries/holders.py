"""Who held a post before and after, and what changes when somebody else takes it over."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q

from blogs.models import Leader, LeaderBlogPage, LiveHour, PostPage
from intranet.core.discussion.models import Comment
from intranet.core.notifications.queries import followers_of
from intranet.core.organisation.queries import prepared_for
from intranet.core.responses.models import ResponseRequest
from intranet.core.responses.queries import addressee_of, cannot_take

if TYPE_CHECKING:
    from blogs.querysets import BlogQuerySet, LeaderQuerySet
    from intranet.core.kinds import AnyUser, Person
    from intranet.core.responses.querysets import ResponseRequestQuerySet


@dataclass(frozen=True, slots=True)
class Holders:
    """The other blogs of a post: of who holds it now, when that is somebody else, and of who held it before."""

    present: LeaderBlogPage | None
    former: list[LeaderBlogPage]


@dataclass(frozen=True, slots=True)
class HandOver:
    """What will happen when a post goes to somebody else."""

    post_url: str
    old_url: str
    questions: int
    staying: int
    drafts: int
    hours: int
    followers: int


def holders_of_post(user: AnyUser, blog: LeaderBlogPage) -> Holders:
    """The other blogs of the post that the reader may see. One query."""
    others = [other for other in _of_post(user, blog.leader.post_slug) if other.pk != blog.pk]
    return Holders(next((other for other in others if other.leader.leads), None), [other for other in others if not other.leader.is_in_office])


@prepared_for
def _of_post(user: AnyUser, slug: str) -> BlogQuerySet:
    return LeaderBlogPage.objects.visible_to(user).of_post(slug).with_leader()


def questions_to(leader: Leader) -> ResponseRequestQuerySet:
    """What waits for an answer of the leader as such: asked under the blog's posts, or put to the holder of the post by name."""
    posts = ContentType.objects.get_for_model(PostPage)
    below = Comment.objects.filter(discussion__content_type=posts, discussion__object_id__in=PostPage.objects.filter(leader=leader).values("pk"))
    here = Q(content_type=ContentType.objects.get_for_model(Comment), object_id__in=below.order_by().values("pk"))
    return ResponseRequest.objects.open().filter(here | Q(addressee_label=str(leader)[:200]), addressee=leader.person)


def unpublished_posts(leader: Leader) -> list[PostPage]:
    return list(PostPage.objects.filter(leader=leader, live=False))


def hand_over_of(leader: Leader, *, to: Person) -> HandOver:
    """What will happen when the post of ``leader`` goes to ``to``."""
    requests = list(questions_to(leader))
    staying = sum(bool(cannot_take(request, addressee_of(to))) for request in requests)
    index = leader.blog.get_parent().get_url() or "/blogs/"
    return HandOver(
        post_url=f"{index}{leader.post_slug}/",
        old_url=f"{index}{leader.slug}/",
        questions=len(requests) - staying,
        staying=staying,
        drafts=len(unpublished_posts(leader)),
        hours=LiveHour.objects.coming().filter(leader=leader).count(),
        followers=followers_of(leader.blog).count(),
    )


def leaders_to_hand_over() -> list[Leader]:
    """Those to whom the address of a post leads, with what the rule asks of them."""
    return list(_with_blog().filter(leads=True).order_by("post_held"))


def leader_with_blog(pk: int) -> Leader | None:
    leader: Leader | None = _with_blog().filter(pk=pk).first()
    return leader


def _with_blog() -> LeaderQuerySet:
    plan = "planned_hand_over__to__roost_profile"
    leaders: LeaderQuerySet = Leader.objects.filter(blog__isnull=False).select_related("person__roost_profile", "service", "blog", plan)
    return leaders
