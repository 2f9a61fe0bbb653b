"""Leaders' blogs, posts in them, and comments under those."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from blogs.actions import announce_live, answer_live, ask_live, ensure_index, start_series, submit_post
from blogs.models import BlogIndexPage, Hashtag, LeaderBlogPage, LiveHour, LiveQuestion, PostPage, Series
from intranet.core.background import now
from intranet.core.discussion.actions import delete_comment, post_comment
from intranet.core.discussion.models import Comment
from intranet.core.kinds import State
from intranet.core.moderation.actions import withdraw
from tests.factories.blogs import make_blog, make_draft, make_leader, make_post
from tests.factories.pages import restrict
from tests.visibility.world import Specimen, World, kind


def _blog(world: World, name: str, state: str, **fields: Any) -> LeaderBlogPage:
    person = {"person": world.author} if state == "waiting" else {}
    leader = make_leader(f"leader-{name}", name="Somebody", post_held=f"Leader {name}", service=world.service, **person)
    found = make_blog(leader, **fields)
    if state == "restricted":
        restrict(found, groups=[world.group])
    return found


@kind("blog-index", BlogIndexPage)
def blog_index(world: World, state: str, words: str) -> Specimen:
    found = ensure_index()
    found.title = found.introduction = words
    found.save()
    return Specimen(urls=[found.get_absolute_url()])


@kind("blog", LeaderBlogPage)
def blog(world: World, state: str, words: str) -> Specimen:
    found = _blog(world, f"blog {state}", state, title=words, tagline=words, slug=world.slug(words))
    if state == "withdrawn":
        found.unpublish()
    return Specimen(urls=[found.get_absolute_url()], args={"blog": found.slug})


@kind("blog-post", PostPage)
def blog_post(world: World, state: str, words: str) -> Specimen:
    place = _blog(world, f"post {state}", state)
    film = {"title": words, "address": "https://films.example/1", "language": "en", "captions": f"WEBVTT {words}", "transcript": words}
    body: list[Any] = [
        ("video", film),
        ("heading", words),
        ("paragraph", f"<p>{words}</p>"),
        ("quote", {"text": words, "cite": words}),
        ("list", [words]),
    ]
    fields: dict[str, Any] = {
        "title": words,
        "summary": words,
        "body": body,
        "tags": [world.slug(words)],
        "cover_alt": words,
        "typed_by": place.leader.person,
    }
    found = make_draft(place, **fields) if state in {"draft", "waiting", "scheduled"} else make_post(place, **fields)
    if state == "waiting":
        submit_post(found, actor=place.leader.person)
    if state == "scheduled":
        found.go_live_at = now() + timedelta(hours=1)
        found.save_revision().publish()
    if state == "withdrawn":
        found.unpublish()
    return Specimen(urls=[found.get_absolute_url()], args={"post": found.pk, "slug": world.slug(words), "pk": found.pk, "block": found.body[0].id})


@kind("series", Series)
def series(world: World, state: str, words: str) -> Specimen:
    place = _blog(world, f"series {state}", state)
    found = start_series(place.leader, title=words, introduction=words, actor=None)
    make_draft(place, title=f"Not yet in a series {state}", series=found)
    if state != "empty":
        post = make_post(place, title=f"In a series {state}", series=found)
        if state == "withdrawn":
            post.unpublish()
    return Specimen(urls=[found.get_absolute_url()], args={"pk": found.pk, "slug": found.slug})


@kind("hashtag", Hashtag)
def hashtag(world: World, state: str, words: str) -> Specimen:
    name = world.slug(words)
    make = make_draft if state == "draft" else make_post
    make(_blog(world, f"hashtag {state}", state), title=f"Under a hashtag {state}", tags=[name])
    return Specimen(urls=[Hashtag.objects.get(name=name).get_absolute_url()], args={"slug": name})


def _hour(world: World, name: str, state: str, **fields: Any) -> LiveHour:
    place = _blog(world, f"{name} {state}", state)
    fields = {"title": f"An hour of {name} {state}", "starts": now() + timedelta(hours=1), "ends": now() + timedelta(hours=2), **fields}
    return announce_live(place.leader, actor=place.leader.person, **fields)


@kind("live-hour", LiveHour)
def live_hour(world: World, state: str, words: str) -> Specimen:
    found = _hour(world, "hours", state, title=words, introduction=words)
    return Specimen(urls=[found.get_absolute_url()], args={"hour": found.pk})


@kind("live-question", LiveQuestion)
def live_question(world: World, state: str, words: str) -> Specimen:
    hour = _hour(world, "questions", state)
    found = ask_live(hour, author=world.author, body=words)
    if state == "hidden":
        withdraw(found, actor=world.people["mod"], state=State.HIDDEN)
    elif state != "asked":
        found = answer_live(found, by=hour.leader.person, words=words)
    return Specimen(urls=[found.get_absolute_url(), hour.get_absolute_url()], args={"question": found.pk})


@kind("comment", Comment)
def comment(world: World, state: str, words: str) -> Specimen:
    post = make_post(_blog(world, f"comment {state}", state), title=f"Above comments {state}")
    found = post_comment(post, author=world.author, body=words)
    if state == "hidden":
        withdraw(found, actor=world.people["mod"], state=State.HIDDEN)
    if state == "deleted":
        delete_comment(found, actor=world.author)
    return Specimen(urls=[found.get_absolute_url(), post.get_absolute_url()], args={"pk": found.pk})
