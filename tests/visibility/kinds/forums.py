"""Areas, topics and posts."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from forums import actions
from forums.models import Area, Post, Topic
from intranet.core.kinds import State
from intranet.core.moderation.actions import withdraw
from intranet.core.organisation.actions import all_staff
from intranet.core.ui.uploads import Verdict, inspect
from tests.factories.forums import make_area, make_reply, make_topic
from tests.visibility.world import Specimen, World, kind


def _place(world: World, name: str, state: str, **fields: Any) -> Area:
    audience = world.closed if state in ("restricted", "moved-out") else all_staff()
    return make_area(name, audience=audience, service=world.service, pre_moderated=state == "held", **fields)


def _afterwards(world: World, post: Post, state: str) -> None:
    if state == "closed-later":
        actions.change_audience(post.topic.area, audience=world.closed, actor=None)
    elif state == "hidden":
        withdraw(post, actor=world.people["mod"], state=State.HIDDEN)
    elif state == "deleted":
        actions.delete_post(post, actor=world.author)


@kind("area", Area)
def area(world: World, state: str, words: str) -> Specimen:
    found = _place(world, words, state, slug=world.slug(words), description=words, rules=words)
    if state == "closed-later":
        actions.change_audience(found, audience=world.closed, actor=None)
    return Specimen(urls=[found.get_absolute_url()], args={"area": found.slug})


def _moved(world: World, topic: Topic, state: str) -> None:
    """Across the border of a closed area, by its moderator."""
    if state in ("moved-in", "moved-out"):
        audience = world.closed if state == "moved-in" else all_staff()
        there = make_area(f"Beyond {topic.area.name}", audience=audience, service=world.service)
        actions.move_topic(topic, area=there, actor=world.people["mod"])


@kind("topic", Topic)
def topic(world: World, state: str, words: str) -> Specimen:
    place = _place(world, f"Place of topics {state}", state)
    found = make_topic(place, author=world.author, title=words, body=words, type="question", tags=[world.slug(words)])
    post = found.posts.select_related("topic__area").get()
    before = found.get_absolute_url()
    _afterwards(world, post, state)
    _moved(world, found, state)
    return Specimen(urls=[before, found.get_absolute_url(), found.unread_url], args={"area": found.area.slug, "pk": found.pk, "slug": found.slug})


@kind("forum-post", Post)
def post(world: World, state: str, words: str) -> Specimen:
    place = _place(world, f"Place of posts {state}", "open" if state == "held" else state)
    above = make_topic(place, author=world.author, title=f"Above {state}", body="Above")
    Area.objects.filter(pk=place.pk).update(pre_moderated=state == "held")
    above = Topic.objects.select_related("area").get(pk=above.pk)
    quoting = make_reply(above, author=world.author, body="Indeed")  # before it: the matrix takes the last post for the specimen
    found = make_reply(above, author=world.author, body=f"{words} @staff")
    urls = [found.get_absolute_url(), above.get_absolute_url()]
    if found.number is not None:
        Post.objects.filter(pk=quoting.pk).update(quotes=found, quoted=words)
        urls += _marked(world, found, words)
    _afterwards(world, found, state)
    return Specimen(urls=urls, args={"pk": found.pk})


def _marked(world: World, post: Post, words: str) -> list[str]:
    """Everybody has bookmarked it, and it has a file: what is seen of these goes with it."""
    for person in world.people.values():
        actions.bookmark(post, person=person)
    content = inspect(SimpleUploadedFile(f"{words}.txt", words.encode()), most_bytes=1000)
    actions.attach(post, files=[actions.NewFile(content, "", Verdict.CLEAN)], owner=post.author)
    return [file.get_absolute_url() for file in post.attachments.all()]
