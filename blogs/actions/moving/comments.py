"""The comments of a post: in an order in which each comes after what it answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from blogs.actions.moving.dates import moment_of
from blogs.actions.moving.marks import markdown_of
from blogs.models import MovedIn
from intranet.core.discussion.actions import bring_comment
from intranet.core.discussion.models import Comment
from intranet.core.kinds import State
from intranet.core.organisation.queries import name_of
from intranet.core.search.actions import refresh_many
from intranet.core.text import MAX_SOURCE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from blogs.actions.moving.people import People
    from blogs.actions.moving.report import Report
    from blogs.models import PostPage

_NEVER = {"spam": "was spam", "trash": "was in the bin", "post-trashed": "was in the bin"}


def move_comments(entries: list[dict[str, str]], *, post: PostPage | None, source: str, people: People, report: Report) -> None:
    """Bring in the comments that are not here yet; with no ``post`` only say what would be. Nobody is told."""
    wanted = {key: entry for entry in entries if (key := _key(entry)) and _is_taken(entry, report)}
    keys = list(wanted)
    here = dict(MovedIn.objects.filter(source=source, kind=MovedIn.Kind.COMMENT, key__in=keys).values_list("key", "object_id"))
    made: dict[str, Comment] = {}
    for key in _parents_first(wanted):
        entry = wanted[key]
        if key in here:
            report.took("comments that were here already")
            continue
        above = entry.get("wp:comment_parent", "").strip()
        if above not in ("", "0") and above not in wanted:
            report.left("place of a comment", "what it answered is not there: it stands by itself", f"comment {key}")
        report.took("comments")
        if post is not None:
            parent = made.get(above) or Comment.objects.filter(pk=here.get(above, 0)).first()
            made[key] = _bring(entry, post=post, parent=parent, people=people)
            MovedIn.objects.create(source=source, kind=MovedIn.Kind.COMMENT, key=key, object_id=made[key].pk)
    refresh_many([comment for comment in made.values() if comment.state == State.PUBLISHED])


def _key(entry: dict[str, str]) -> str:
    return entry.get("wp:comment_id", "").strip()[:255]


def _is_taken(entry: dict[str, str], report: Report) -> bool:
    kind, state = entry.get("wp:comment_type", "").strip(), entry.get("wp:comment_approved", "").strip()
    name = f"comment {_key(entry)}"
    if kind in ("pingback", "trackback"):
        report.left(kind, "tells only that somebody linked to the post", name)
    elif state in _NEVER:
        report.left("comment", _NEVER[state], name)
    elif not strip_tags(entry.get("wp:comment_content", "")).strip():
        report.left("comment", "has no words", name)
    else:
        return True
    return False


def _parents_first(entries: dict[str, dict[str, str]]) -> Iterator[str]:
    """The keys by age, but each after that of its parent; who answer each other in a circle come as they are."""
    given: set[str] = set()
    for key in sorted(entries, key=lambda key: (len(key), key)):
        chain: list[str] = []
        while key in entries and key not in given and key not in chain:
            chain.append(key)
            key = entries[key].get("wp:comment_parent", "").strip()  # noqa: PLW2901 -- up to the first that is given
        for each in reversed(chain):
            given.add(each)
            yield each


def _bring(entry: dict[str, str], *, post: PostPage, parent: Comment | None, people: People) -> Comment:
    author = people.of_email(entry.get("wp:comment_author_email", ""))
    waits = entry.get("wp:comment_approved", "").strip() != "1"
    return bring_comment(
        post,
        author=author,
        author_name=name_of(author) or strip_tags(entry.get("wp:comment_author", "")).strip() or _("Somebody"),
        words=markdown_of(entry["wp:comment_content"])[:MAX_SOURCE],
        created=moment_of(entry.get("wp:comment_date_gmt", ""), entry.get("wp:comment_date", "")),
        reply_to=parent,
        held=_("It waited for a moderator where it came from") if waits else "",
    )
