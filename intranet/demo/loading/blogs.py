"""Leaders, their blogs and posts, and the comments, questions and answers beneath.

Questions that were passed on, or put to somebody who is not the leader, are loaded as comments: passing on comes
with the rest of the response clock.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.utils.html import escape

from blogs import actions
from blogs.models import Leader, LeaderBlogPage, PostPage, Series
from intranet.core.background import now
from intranet.core.discussion.actions import delete_comment, post_comment, react
from intranet.core.discussion.models import Comment, Reaction
from intranet.core.kinds import CommentsState
from intranet.core.notifications.actions import acknowledge
from intranet.core.notifications.models import MustRead
from intranet.core.organisation.queries import forget_rights
from intranet.core.responses.actions import decline, want_to_know
from intranet.core.responses.models import ResponseRequest
from intranet.core.search.actions import refresh
from intranet.demo.loading.council import Council, Event, nested
from intranet.demo.loading.moderation import bring_to

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

ASKED_OF_THE_LEADER = {"answered", "overdue", "holding", "declined", "awaiting"}
REACTIONS = {"agree": Reaction.Kind.AGREE, "useful": Reaction.Kind.THINK, "thanks": Reaction.Kind.THANKS, "celebrate": Reaction.Kind.THANKS}


def events(council: Council) -> Iterator[Event]:
    """What leaders wrote, and what was said to them."""
    file = council.read("blogs")
    leaders = {row["blog"]: row for row in council.read("people")["leaders"]}
    for row in file["blogs"]:
        leader = leaders[row["slug"]]
        yield Event(council.moment(leader["from"]), lambda row=row, leader=leader: _found_blog(council, row, leader))  # type: ignore[misc]
    for row in file["posts"]:
        yield from _post_events(council, row, leaders[row["blog"]])


def _found_blog(council: Council, row: dict[str, Any], row_of_leader: dict[str, Any]) -> None:
    admin, since = council.people["admin"], council.calendar.day(row_of_leader["from"])
    former = next((other["slug"] for other in council.read("blogs")["blogs"] if other.get("successor") == row["slug"]), "")
    if former:
        predecessor = Leader.objects.get(slug=former)
        blog = actions.hand_over(
            predecessor, to=council.people[row["leader"]], since=since, actor=admin, title=row["title"], tagline=row["tagline"], keep_office=False
        )
        leader = blog.leader
    else:
        leader = _leader(council, row, row_of_leader, since=since)
        blog = actions.found_blog(leader, actor=admin, title=row["title"], slug=row["slug"], tagline=row["tagline"])
    leader.delegates.set([council.people[name] for name in row_of_leader["delegates"]])
    LeaderBlogPage.objects.filter(pk=blog.pk).update(first_published_at=now(), last_published_at=now(), latest_revision_created_at=now())
    blog = LeaderBlogPage.objects.get(pk=blog.pk)
    refresh(blog)
    council.keep(f"blog:{row['slug']}", blog)
    for series in council.read("blogs")["series"]:
        if series["blog"] == row["slug"]:
            actions.start_series(blog.leader, title=series["title"], introduction=series["introduction"], actor=leader.person)


def _leader(council: Council, row: dict[str, Any], row_of_leader: dict[str, Any], *, since: date) -> Leader:
    services = row_of_leader.get("services") or []
    leader: Leader = Leader.objects.create(
        person=council.people[row["leader"]],
        post_held=row_of_leader["post_held"],
        kind=row_of_leader["kind"],
        service=council.services[services[0]] if services else None,
        since=since,
        until=council.calendar.day(row_of_leader["to"]) if row_of_leader["to"] else None,
        post_slug=row.get("successor", ""),
        slug=row["slug"] if row.get("successor") else None,
    )
    return leader


def _post_events(council: Council, row: dict[str, Any], leader: dict[str, Any]) -> Iterator[Event]:
    moment = council.moment(row.get("published_at") or row.get("submitted_at") or row.get("edited_at") or "-1wd 16:00")
    if moment > council.now:
        return
    yield Event(moment, lambda: _write_post(council, row))
    if row["state"] in ("live", "archived"):
        for name in row.get("reactions", {}).get("thanks", []):
            yield Event(min(moment + timedelta(hours=2), council.now), lambda name=name: react(_post(council, row), person=council.people[name]))  # type: ignore[misc]
        for name in row.get("must_read", {}).get("acknowledged", []):
            yield Event(moment + timedelta(hours=20), lambda name=name: _acknowledge(council, row, name))  # type: ignore[misc]
    for comment, parent in nested(row["comments"]):
        if council.past(comment["at"]):
            yield from _comment_events(council, row, comment, parent, leader)
    if row.get("comments_state", "open") != "open":
        yield Event(council.now - timedelta(seconds=1), lambda: _close_comments(council, row))


def _acknowledge(council: Council, row: dict[str, Any], name: str) -> None:
    person = council.people[name]
    forget_rights(person)  # the audience came with the post
    acknowledge(MustRead.objects.on(_post(council, row)).current().get(), person=person)


def _close_comments(council: Council, row: dict[str, Any]) -> None:
    post = _post(council, row)
    post.comments_state = row["comments_state"]
    post.save(update_fields=["comments_state"])


def _write_post(council: Council, row: dict[str, Any]) -> None:
    blog = council.things[f"blog:{row['blog']}"]
    assert isinstance(blog, LeaderBlogPage)  # noqa: S101 -- what was kept under this name
    typed_by = council.people[row.get("typed_by") or row["author"]]
    post = actions.draft_post(
        LeaderBlogPage.objects.get(pk=blog.pk),
        title=row["title"],
        body=[block for item in row["body"] if (block := _block(council, item))],
        typed_by=typed_by,
        summary=row["summary"][:400],
        slug=row["slug"],
        tags=[tag.lstrip("#") for tag in row.get("hashtags", [])],
        comments=CommentsState.OPEN,
        series=Series.objects.get(leader=blog.leader_id, title=row["series"]) if "series" in row else None,
    )
    if row.get("must_read"):
        post.must_read, post.must_read_by = council.readers(row["must_read"]["audience"]), council.calendar.day(row["must_read"]["acknowledge_by"])
        post.save_revision(user=typed_by)
    if row["state"] == "in_review":
        actions.submit_post(post, actor=typed_by)
    elif row["state"] == "scheduled":
        _schedule(council, post, row)
    elif row["state"] in ("live", "archived"):
        _date(actions.publish_post(post, actor=council.people["admin"]), now())
    council.keep(f"post:{row['slug']}", PostPage.objects.get(pk=post.pk))


def _schedule(council: Council, post: PostPage, row: dict[str, Any]) -> None:
    """Approved for a later moment. Wagtail's own act asks the machine's clock, by which that moment may have gone by."""
    post.go_live_at = council.moment(row["go_live_at"])
    revision = post.save_revision(user=council.people["admin"])
    revision.approved_go_live_at = post.go_live_at
    revision.save(update_fields=["approved_go_live_at"])
    PostPage.objects.filter(pk=post.pk).update(go_live_at=post.go_live_at, has_unpublished_changes=True)


def _date(post: PostPage, moment: datetime) -> None:
    """Wagtail dates what it publishes by the machine's clock."""
    PostPage.objects.filter(pk=post.pk).update(first_published_at=moment, last_published_at=moment, latest_revision_created_at=moment)
    post.revisions.update(created_at=moment)
    refresh(PostPage.objects.get(pk=post.pk))


def _block(council: Council, item: dict[str, Any]) -> tuple[str, Any] | None:
    text = council.written(item.get("text", ""))
    match item["type"]:
        case "paragraph":
            return ("paragraph", f"<p>{escape(text)}</p>")
        case "heading":
            return ("heading", text)
        case "quote":
            return ("quote", {"text": text, "cite": item.get("cite", "")})
        case "list":
            return ("list", [council.written(line) for line in item["items"]])
        case "card":
            thing = council.things.get(item["ref"])
            return ("card", thing.get_absolute_url()) if thing is not None else None  # type: ignore[attr-defined]
    return None


def _post(council: Council, row: dict[str, Any]) -> PostPage:
    post: PostPage = PostPage.objects.get(pk=council.things[f"post:{row['slug']}"].pk)
    return post


def _comment_events(
    council: Council, row: dict[str, Any], written: dict[str, Any], parent: dict[str, Any] | None, leader: dict[str, Any]
) -> Iterator[Event]:
    moment = council.moment(written["at"])
    yield Event(moment, lambda: _comment(council, row, written, parent, leader))
    later = min(moment + timedelta(minutes=50), council.now)
    for kind, names in written.get("reactions", {}).items():
        if kind in REACTIONS:
            for name in names:
                yield Event(later, lambda kind=kind, name=name: react(_kept(council, written), person=council.people[name], kind=REACTIONS[kind]))  # type: ignore[misc]
    last = max((council.moment(reply["at"]) for reply, _ in nested(written.get("replies", []))), default=moment)
    last = min(last + timedelta(hours=1), council.now)
    if written["state"] == "tombstone":
        yield Event(last, lambda: delete_comment(_kept(council, written), actor=council.people[written["by"]]))
    elif written["state"] == "removed":
        yield Event(last, lambda: bring_to(council, _kept(council, written), "removed"))


def _comment(council: Council, row: dict[str, Any], written: dict[str, Any], parent: dict[str, Any] | None, leader: dict[str, Any]) -> None:
    question = written.get("question")
    asks = bool(question) and question["state"] in ASKED_OF_THE_LEADER and question["to"] == f"person:{leader['person']}"  # type: ignore[index]
    comment = post_comment(
        _post(council, row),
        author=council.people[written["by"]],
        body=council.written(written.get("hidden_body") or written["body"]),
        reply_to=_kept(council, parent) if parent else None,
        question=asks,
        answers=bool(written.get("official_answer")),
        lang=written.get("lang", ""),
    )
    council.keep(f"comment:{written['id']}", comment)
    if written["state"] == "published":
        bring_to(council, comment, "published")
    if asks:
        for name in question.get("want_to_know", []):  # type: ignore[union-attr]
            want_to_know(_request(comment), person=council.people[name])
    if parent and written.get("declined_reason"):
        request = _request(_kept(council, parent))
        if request.is_open:
            decline(request, by=council.people[written["by"]], reason=written["body"])


def _request(comment: Comment) -> ResponseRequest:
    request: ResponseRequest = ResponseRequest.objects.get(content_type__model="comment", object_id=comment.pk)
    return request


def _kept(council: Council, written: dict[str, Any]) -> Comment:
    comment: Comment = Comment.objects.get(pk=council.things[f"comment:{written['id']}"].pk)
    return comment
