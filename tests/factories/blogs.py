"""Leaders, their blogs and posts."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.utils.timezone import localdate

from blogs.actions import draft_post, found_blog, publish_post
from blogs.models import Leader
from intranet.core.background import now
from tests.factories.people import make_person

if TYPE_CHECKING:
    from blogs.models import LeaderBlogPage, PostPage

WORDS = [("paragraph", "<p>I asked for every open report of damp, and I asked for it without tidying.</p>")]


def make_leader(
    username: str = "chief", *, name: str = "Ruth Adeyemi", post_held: str = "Chief executive", delegates: tuple[Any, ...] = (), **fields: Any
) -> Leader:
    """A person in a post since a year."""
    fields.setdefault("since", localdate(now()) - timedelta(days=365))
    leader = Leader.objects.create(person=fields.pop("person", None) or make_person(username, name=name), post_held=post_held, **fields)
    leader.delegates.set(delegates)
    return leader


def make_blog(leader: Leader | None = None, **fields: Any) -> LeaderBlogPage:
    return found_blog(leader or make_leader(), actor=None, **fields)


def make_draft(blog: LeaderBlogPage | None = None, *, title: str = "What the damp reports told me", **fields: Any) -> PostPage:
    blog = blog or make_blog()
    fields = {"body": WORDS, "summary": "412 open reports of damp.", "typed_by": blog.leader.person, **fields}
    return draft_post(blog, title=title, **fields)


def make_post(blog: LeaderBlogPage | None = None, **fields: Any) -> PostPage:
    """A published post, typed by the leader unless ``typed_by`` says otherwise."""
    return publish_post(make_draft(blog, **fields), actor=None)
