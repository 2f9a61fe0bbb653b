"""Areas, topics and posts. Of what was written without a name only the alias is shown; who wrote it is sealed."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from forums import actions, queries
from forums.models import Area, Post, Topic
from intranet.core.discussion.actions import react
from intranet.core.moderation.models import Seal
from intranet.core.organisation.actions import grant_role
from intranet.core.organisation.models import Role
from intranet.demo.loading.blogs import REACTIONS
from intranet.demo.loading.council import Council, Event
from intranet.demo.loading.moderation import bring_to, name_events

if TYPE_CHECKING:
    from collections.abc import Iterator

OPENED = "-400d 08:00"
READ_UNTIL = "-6d 07:00"


def events(council: Council) -> Iterator[Event]:
    """What people did in the forums."""
    file = council.read("forums")
    for position, area in enumerate(file["areas"]):
        yield Event(council.moment(OPENED), lambda area=area, position=position: _open_area(council, area, position))  # type: ignore[misc]
    for topic in file["topics"]:
        yield from _topic_events(council, topic)
    yield from name_events(council)
    yield Event(council.moment(READ_UNTIL), lambda: _read_everything(council))


def _open_area(council: Council, row: dict[str, Any], position: int) -> None:
    area = actions.open_area(
        row["name"],
        actor=council.people["admin"],
        audience=council.audience(row["read"]),
        post_audience=council.audience(row["post"]),
        slug=row["slug"],
        kind=row["kind"],
        service=council.services[row["service"]],
        description=row["description"],
        rules=row["rules"],
        topic_types=row["topic_types"],
        pre_moderated=row.get("pre_moderated", False),
        allows_unnamed=row.get("anonymous_to_colleagues", False),
        tags=row.get("tags", []),
        unanswered_after_hours=row.get("unanswered_after_hours"),
        position=position,
    )
    council.keep(f"area:{row['slug']}", area)
    for name in row["moderators"]:
        grant_role(council.people[name], role=Role.MODERATOR, area=area, actor=council.people["admin"])
    for name in row.get("senior_moderators", []):
        grant_role(council.people[name], role=Role.SENIOR_MODERATOR, area=area, actor=council.people["admin"])


def _topic_events(council: Council, row: dict[str, Any]) -> Iterator[Event]:
    first, *replies = row["posts"]
    if not council.past(first["at"]):
        return
    yield Event(council.moment(first["at"]), lambda: _start_topic(council, row, first))
    for post in replies:
        if council.past(post["at"]):
            yield Event(council.moment(post["at"]), lambda post=post: _reply(council, row, post))  # type: ignore[misc]
    yield from _reaction_events(council, row)
    yield from _work_events(council, row)


def _work_events(council: Council, row: dict[str, Any]) -> Iterator[Event]:
    """What became of the topic, after its last post."""
    last = council.moment([post for post in row["posts"] if council.past(post["at"])][-1]["at"])
    if row.get("sticky"):
        yield Event(last, lambda: actions.stick(_topic(council, row), actor=_moderator(council, row)))
    if row["state"] == "locked":
        yield Event(last, lambda: actions.lock(_topic(council, row), actor=_moderator(council, row)))
    if row.get("accepted_answer"):
        yield Event(last, lambda: _accept(council, row))
    if "moved" in row:
        yield Event(council.moment(row["moved"]["at"]), lambda: _move(council, row))
    if "assigned_to" in row:
        yield Event(last, lambda: _assign(council, row))
    if "attached_to" in row:
        yield Event(council.now, lambda: _attach(council, row))


def _accept(council: Council, row: dict[str, Any]) -> None:
    answer = council.things.get(f"forum-post:{row['accepted_answer']}")
    topic = _topic(council, row)
    if isinstance(answer, Post) and topic.author is not None:
        actions.accept(answer, actor=topic.author)


def _move(council: Council, row: dict[str, Any]) -> None:
    area = council.things[f"area:{row['moved']['to']}"]
    assert isinstance(area, Area)  # noqa: S101 -- what was kept under this name
    actions.move_topic(_topic(council, row), area=area, actor=council.people[row["moved"]["by"]])


def _assign(council: Council, row: dict[str, Any]) -> None:
    kind, _colon, name = row["assigned_to"].partition(":")
    whom = {"service": council.services[name]} if kind == "service" else {"person": council.people[name]}
    actions.assign(_topic(council, row), **whom, due_at=council.moment(row["due"]), actor=_moderator(council, row))


def _attach(council: Council, row: dict[str, Any]) -> None:
    thing, topic = council.things.get(row["attached_to"]), _topic(council, row)
    if thing is not None:
        actions.link_to(thing, topic=topic, actor=topic.author)


def _reaction_events(council: Council, row: dict[str, Any]) -> Iterator[Event]:
    for post in row["posts"]:
        later = min(council.moment(post["at"]) + timedelta(hours=1), council.now)
        given = {REACTIONS[kind]: names for kind, names in post.get("reactions", {}).items() if kind in REACTIONS and council.past(post["at"])}
        for kind, names in given.items():
            for name in names:
                yield Event(later, lambda post=post, name=name, kind=kind: _react(council, post, name, kind))  # type: ignore[misc]


def _start_topic(council: Council, row: dict[str, Any], first: dict[str, Any]) -> None:
    area = council.things[f"area:{row['moved']['from'] if 'moved' in row else row['area']}"]
    assert isinstance(area, Area)  # noqa: S101 -- what was kept under this name
    topic = actions.start_topic(
        area,
        author=council.people[first["by"]],
        title=row["title"],
        body=council.written(first["body"]),
        type=row["type"],
        tags=[tag.lstrip("#") for tag in row.get("hashtags", [])],
        lang=first.get("lang", ""),
        unnamed="anonymous_as" in first,
    )
    council.keep(f"topic:{row['slug']}", topic)
    _keep_post(council, topic.posts.get(is_first=True), first)
    topic.refresh_from_db()


def _reply(council: Council, row: dict[str, Any], written: dict[str, Any]) -> None:
    topic = _topic(council, row)
    quoted, passage = _quoted(council, written)
    body = council.written(written.get("hidden_body") or written["body"])
    said: dict[str, Any] = {"quoted": passage, "lang": written.get("lang", ""), "unnamed": "anonymous_as" in written}
    post = actions.reply(topic, author=council.people[written["by"]], body=body, quotes=quoted, **said)
    _keep_post(council, post, written)


def _quoted(council: Council, written: dict[str, Any]) -> tuple[Post | None, str]:
    """The post that is quoted, and the passage if it stands there."""
    quote = written.get("quotes") or {}
    found = council.things.get(f"forum-post:{quote.get('post')}")
    if not isinstance(found, Post):
        return None, ""
    return found, quote["text"] if queries.stands_in(quote["text"], found) else ""


def _react(council: Council, written: dict[str, Any], name: str, kind: str) -> None:
    post = Post.objects.get(pk=council.things[f"forum-post:{written['id']}"].pk)
    react(post, person=council.people[name], kind=kind)


def _keep_post(council: Council, post: Post, written: dict[str, Any]) -> None:
    council.keep(f"forum-post:{written['id']}", post)
    if post.seal is not None:
        _call(post, written["anonymous_as"])
    if council.has_loose_ends(written["body"]):
        council.unresolved.append((written["body"], post))
    bring_to(council, post, written["state"])


def _call(post: Post, alias: str) -> None:
    """Give who wrote it the alias that the data has, in place of the one that was drawn."""
    assert post.seal is not None  # noqa: S101 -- written without a name
    Seal.objects.filter(pk=post.seal.pk).update(alias=alias)
    Post.objects.filter(pk=post.pk).update(author_name=alias)
    post.author_name = alias
    if post.is_first:
        Topic.objects.filter(pk=post.topic_id).update(author_name=alias)


def _topic(council: Council, row: dict[str, Any]) -> Topic:
    topic: Topic = Topic.objects.select_related("area").get(pk=council.things[f"topic:{row['slug']}"].pk)
    return topic


def _moderator(council: Council, row: dict[str, Any]) -> Any:
    area = next(area for area in council.read("forums")["areas"] if area["slug"] == row["area"])
    return council.people[area["moderators"][0]]


def _read_everything(council: Council) -> None:
    """Until some days ago, everybody had read what they may read."""
    for person in council.people.values():
        if person.is_active:
            actions.mark_areas_read(Area.objects.visible_to(person), person=person)
