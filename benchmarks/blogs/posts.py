"""What the pages of the blogs cost when there is much: a thousand posts, five thousand comments. All of it is rolled back."""

from __future__ import annotations

import statistics
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django.contrib.auth import get_user_model
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from benchmarks.forums.plan import Words
from blogs.actions import draft_post, publish_post
from blogs.models import Leader, LeaderBlogPage, PostPage
from intranet.core.background import now
from intranet.core.discussion.actions import post_comment
from intranet.core.discussion.actions.placing import step
from intranet.core.discussion.models import Comment, Thread
from intranet.core.organisation.models import PageAudience

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.db.models import Model

POSTS = 1_000
FEW_COMMENTS, SOME_COMMENTS, MANY_COMMENTS = 0, 500, 5_000
ROUNDS = 9
GROWTH = 1.2


def rows(site: Any, ground: Any, row: Callable[..., dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Each page with little and with much, beside the floor and beside itself."""
    blog = blog_of_a_manager()
    if blog is None:
        return
    with transaction.atomic():
        yield from _of_posts(site, ground, row, blog)
        yield from _of_comments(site, ground, row, blog)
        transaction.set_rollback(True)


def blog_of_a_manager() -> LeaderBlogPage | None:
    """The first: no election silences it."""
    blogs = LeaderBlogPage.objects.with_leader().filter(live=True, leader__in=Leader.objects.in_office(), leader__kind=Leader.Kind.MANAGERIAL)
    found: LeaderBlogPage | None = blogs.order_by("pk").first()
    return found


def _of_posts(site: Any, ground: Any, row: Callable[..., dict[str, Any]], blog: LeaderBlogPage) -> Iterator[dict[str, Any]]:
    first = post_in(blog, "Bench")
    first.tags.add("bench")
    first.save()
    year = now().year
    pages = {
        "index": "/blogs/",
        "a leader's blog": blog.get_absolute_url(),
        "posts under a hashtag": "/blogs/-/tag/bench/",
        "archive of a year": f"/blogs/-/archive/{year}/?blog={blog.slug}",
    }
    _multiply(first, 20)  # as many as a page of a list shows
    few = {name: _floors(site, ground, address) for name, address in pages.items()}
    _multiply(first, POSTS - 20)
    for name, address in pages.items():
        floors, asked, size = _floors(site, ground, address), _statements(site, address), len(site.get(address)[1])
        yield row("blogs", f"{name} of {POSTS} posts, statements", asked, 20, "statements")
        yield row("blogs", f"{name} of {POSTS} posts, CPU", floors, 25, "floors")
        yield row("blogs", f"{name} of {POSTS} posts ÷ 20 posts, CPU", floors / few[name], GROWTH, "times")
        yield row("blogs", f"{name} of {POSTS} posts, HTML", size / 1024, 60, "KB")


def _of_comments(site: Any, ground: Any, row: Callable[..., dict[str, Any]], blog: LeaderBlogPage) -> Iterator[dict[str, Any]]:
    found: dict[int, float] = {}
    for number in (FEW_COMMENTS, SOME_COMMENTS, MANY_COMMENTS):
        post = post_in(blog, f"Bench with {number} comments")
        talk(post, number)
        address = post.get_absolute_url()
        found[number] = _floors(site, ground, address)
        yield row("blogs", f"post with {number} comments, statements", _statements(site, address), 20, "statements")
        yield row("blogs", f"post with {number} comments, CPU", found[number], 25, "floors")
    yield row("blogs", f"post with {MANY_COMMENTS} comments, HTML", len(site.get(address)[1]) / 1024, 150, "KB")
    yield row("blogs", f"post with {MANY_COMMENTS} ÷ {SOME_COMMENTS} comments, CPU", found[MANY_COMMENTS] / found[SOME_COMMENTS], GROWTH, "times")


def _floors(site: Any, ground: Any, address: str) -> float:
    """How many floors of CPU a page costs, each round beside its own floor."""
    site.get(address)
    ratios = []
    for _round in range(ROUNDS):
        least = statistics.fmean(ground.seconds("/floor/") for _ in range(5))
        ratios.append(site.seconds(address) / least)
    return statistics.median(ratios)


def _statements(site: Any, address: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        site.get(address)
    return len(asked)


def post_in(blog: LeaderBlogPage, title: str) -> PostPage:
    words = [("paragraph", "<p>" + "Words that are measured. " * 40 + "</p>")]
    blog.refresh_from_db()
    draft = draft_post(blog, title=title, body=words, summary="Two sentences.", typed_by=blog.leader.person)
    return publish_post(draft, actor=None)


def _multiply(post: PostPage, number: int) -> None:
    """So many copies of a post, with its tags and audience, past everything that would look at each."""
    above, held = post.get_parent(), Page.objects.child_of(post.get_parent()).count()

    def changed(place: int) -> dict[str, Any]:
        path, slug = Page._get_path(above.path, post.depth, held + place + 1), f"bench-{held + place}"
        moment = post.first_published_at - timedelta(minutes=held + place)
        return {
            "path": path, "slug": slug, "url_path": f"{above.url_path}{slug}/", "translation_key": uuid4(), "first_published_at": moment,
            "latest_revision_id": None, "live_revision_id": None,
        }  # fmt: skip

    keys = _copies(post, [Page, PostPage], number, changed)
    audience = PageAudience.objects.get(page=post.pk).audience_id
    PageAudience.objects.bulk_create(PageAudience(page_id=key, audience_id=audience) for key in keys)
    tagged = PostPage.tags.through
    tags = list(post.tags.values_list("pk", flat=True))
    tagged.objects.bulk_create(tagged(content_object_id=key, tag_id=tag) for key in keys for tag in tags)
    Page.objects.filter(pk=above.pk).update(numchild=held + number)


def talk(post: PostPage, number: int) -> None:
    """So many comments by the people of the demonstration, each of other words."""
    if not number:
        return
    words = Words()
    people = list(get_user_model().objects.filter(is_active=True, roost_profile__isnull=False).select_related("roost_profile").order_by("pk"))
    first = post_comment(post, author=people[0], body=words.post())
    chain = [*reversed([parent for parent in Comment._meta.get_parent_list() if not parent._meta.abstract]), Comment]
    _copies(
        first,
        sorted(chain, key=lambda model: len(model._meta.get_parent_list())),
        number - 1,
        lambda place: (
            {"number": place + 2, "path": step(place + 2), "token": None, "thread_id": first.pk} | _said(people[place % len(people)], words.post())
        ),
    )
    Thread.objects.filter(pk=first.discussion_id).update(last_number=number, comment_count=number)


def _said(author: Any, body: str) -> dict[str, Any]:
    return {"author_id": author.pk, "author_name": author.roost_profile.name, "comment": body, "html": f"<p>{body}</p>", "excerpt": body[:300]}


def _copies(thing: Model, chain: list[type[Model]], number: int, changed: Callable[[int], dict[str, Any]]) -> list[Any]:
    """Copies of a row that lies in several tables, the outermost parent first; its keys."""
    top, *below = chain
    made = top._default_manager.bulk_create([top(**_columns(top, thing) | _of(top, changed(place))) for place in range(number)], batch_size=500)
    keys = [row.pk for row in made]
    for model in below:
        link = model._meta.pk.attname
        for place, key in enumerate(keys):
            copy = model(**_columns(model, thing) | _of(model, changed(place)) | {link: key})
            copy.save_base(raw=True, force_insert=True)
    return keys


def _columns(model: type[Model], thing: Model) -> dict[str, Any]:
    return {field.attname: getattr(thing, field.attname) for field in model._meta.local_concrete_fields if not field.primary_key}


def _of(model: type[Model], values: dict[str, Any]) -> dict[str, Any]:
    names = {field.attname for field in model._meta.local_concrete_fields}
    return {name: value for name, value in values.items() if name in names}
