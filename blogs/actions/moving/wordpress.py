"""Moving a WordPress site into a leader's blog."""

from __future__ import annotations

import hashlib
import html
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from django.db import transaction
from django.utils.html import escape, strip_tags
from django.utils.text import Truncator, slugify
from wagtail.log_actions import log

from blogs.actions.moving.comments import move_comments
from blogs.actions.moving.dates import moment_of
from blogs.actions.moving.files import Attachment, Files
from blogs.actions.moving.people import People
from blogs.actions.moving.reading import Author, Item, Refused, read
from blogs.actions.moving.report import Report
from blogs.actions.moving.words import blocks_of
from blogs.models import LeaderBlogPage, MovedIn, PostPage
from intranet.core.kinds import CommentsState
from intranet.core.search.actions import refresh

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from intranet.core.kinds import Person

#: How a state there is one here: live or a draft. What is not named is left out.
_STATES = {"publish": True, "draft": False, "pending": False, "future": False, "private": False}
_SUMMARY = 300


@dataclass(slots=True)
class _Move:
    """What one run has at hand."""

    blog: LeaderBlogPage
    source: str
    people: People
    files: Files
    report: Report
    actor: Person | None


def move_in(
    path: Path, *, blog: LeaderBlogPage, files: Path | None = None, authors: Path | None = None, write: bool = False, actor: Person | None = None
) -> Report:
    """Take posts, pages, their pictures and comments over into ``blog``, and say what was left out; without ``write`` only say it.

    A second run changes nothing: what is here already stays, also when the export has other words now. Each post is a transaction with its
    comments, so a run that is cut short goes on where it was. Nobody is told. The file is read twice, an item at a time. Raises ``Refused``.
    """
    if write and blog.leader.election_now() is not None:
        raise Refused("Nothing new appears in this blog before the election: move in afterwards.")
    report, people = Report(written=write), People(authors)
    source, attachments = _first_look(path, people)
    at_hand = Files(files, source=source, report=report, write=write)
    for attachment in attachments:
        at_hand.add(attachment)
    move = _Move(blog, source, people, at_hand, report, actor)
    for found in read(path):
        if isinstance(found, Item):
            _move_item(found, move)
    return report


def _first_look(path: Path, people: People) -> tuple[str, list[Attachment]]:
    """The site's address, its authors and what it says of its files: all that posts refer to, wherever it stands in the export."""
    source, attachments = "", []
    for found in read(path):
        if isinstance(found, Author):
            people.add(found)
        elif isinstance(found, str):
            source = found or source
        elif found.get("wp:post_type") == "attachment":
            alt = found.meta.get("_wp_attachment_image_alt", "")
            attachments.append(Attachment(found.get("wp:post_id"), found.get("wp:attachment_url"), _plain(found.get("title")), _plain(alt)))
    address = urlsplit(source)
    if not address.netloc:
        raise Refused("The export does not say which site it is of.")
    return f"{address.netloc}{address.path}".rstrip("/").lower()[:200], attachments


def _move_item(item: Item, move: _Move) -> None:
    kind, state, title = item.get("wp:post_type"), item.get("wp:status"), _plain(item.get("title")) or f"post {item.get('wp:post_id')}"
    if kind == "attachment":
        return
    if kind not in ("post", "page"):
        move.report.left(f"item of the kind {kind or 'none'}", "is not taken over", title)
    elif state not in _STATES:
        move.report.left(kind, f"its state is {state or 'none'}", title)
    else:
        with transaction.atomic():
            post = _here(item, move, title)
            if post is None and not _is_known(item, move):
                post = _move_post(item, move, title)
            elif post is None:
                return
            move_comments(item.comments, post=post if move.report.written else None, source=move.source, people=move.people, report=move.report)


def _key_of(item: Item) -> str:
    return (item.get("guid") or f"{item.get('wp:post_type')}:{item.get('wp:post_id')}")[:255]


def _digest_of(item: Item) -> str:
    words = [item.get(name) for name in ("title", "content:encoded", "excerpt:encoded", "wp:status")]
    return hashlib.sha256(json.dumps([words, sorted(item.terms)]).encode()).hexdigest()


def _kept(item: Item, move: _Move) -> MovedIn | None:
    return MovedIn.objects.filter(source=move.source, kind=MovedIn.Kind.POST, key=_key_of(item)).first()


def _is_known(item: Item, move: _Move) -> bool:
    return _kept(item, move) is not None


def _here(item: Item, move: _Move, title: str) -> PostPage | None:
    """The post that an earlier run made of the item."""
    kept = _kept(item, move)
    post: PostPage | None = PostPage.objects.filter(pk=kept.object_id).first() if kept is not None else None
    if kept is not None and post is None:
        move.report.left("post", "was taken over before and has been deleted here since: it is not brought back", title)
    elif kept is not None and kept.digest != _digest_of(item):
        move.report.left("post", "has other words in this export than when it was taken over: it was not changed", title)
    elif kept is not None:
        move.report.took("posts that were here already")
    return post


def _move_post(item: Item, move: _Move, title: str) -> PostPage | None:
    report = move.report
    state, kind = item.get("wp:status"), item.get("wp:post_type")
    is_live = _STATES[state] and not item.get("wp:post_password")
    if kind == "page":
        report.left("page", "a blog has no pages: it is a post now", title)
    if item.get("wp:post_password") or state in ("future", "private"):
        report.left("state", "had a password, was private or waited for its time: it is a draft now", title)
    report.took("posts" if is_live else "drafts")
    body = blocks_of(
        item.fields.get("content:encoded", ""),
        picture=move.files.picture,
        link=lambda address: _link(address, move),
        note=lambda what, name: report.left(what, "in the words of a post", name and f"{name}, in “{title}”"),
    )
    author, name = _byline(item, move)
    if not report.written:
        return None
    post = _written(item, move, title=title, body=body, author=author, author_name=name)
    if is_live:
        _show(post, moment_of(item.get("wp:post_date_gmt"), item.get("wp:post_date")))
    MovedIn.objects.create(source=move.source, kind=MovedIn.Kind.POST, key=_key_of(item), digest=_digest_of(item), object_id=post.pk)
    log(post, "blogs.move_in", user=move.actor, data={"source": move.source})
    return post


def _byline(item: Item, move: _Move) -> tuple[Person | None, str]:
    """Whose post it is: the leader's, when the leader or a delegate wrote it; else that of who did, by name only when they are not here."""
    login, leader = item.get("dc:creator"), move.blog.leader
    person = move.people.of_login(login)
    if person is None and login:
        move.report.left("author", "is nobody here: the name stays, without an account", move.people.name_of(login))
        return None, move.people.name_of(login)
    if person is None or leader.is_approved_by(person):
        return leader.person, leader.name
    profile = getattr(person, "roost_profile", None)
    return person, profile.name if profile is not None else person.get_username()


def _written(item: Item, move: _Move, *, title: str, body: list[tuple[str, Any]], author: Person | None, author_name: str) -> PostPage:
    """A draft of it below the blog, which is fetched anew: another post may have come in between."""
    blog = LeaderBlogPage.objects.with_leader().get(pk=move.blog.pk)
    closed = item.get("wp:comment_status") == "closed"
    post = PostPage(
        title=title[:255],
        slug=_slug(item, blog, title),
        summary=_summary(item, body) or title[:_SUMMARY],
        body=body,
        leader=blog.leader,
        author=author,
        author_name=author_name,
        author_post=blog.leader.post_held if author is not None and author.pk == blog.leader.person_id else "",
        owner=move.people.of_login(item.get("dc:creator")),
        comments_state=CommentsState.READ_ONLY if closed else CommentsState.OPEN,
        live=False,
        has_unpublished_changes=True,
    )
    blog.add_child(instance=post)
    names = {slugify(_plain(name), allow_unicode=True)[:100] for _domain, name in item.terms}
    post.tags.add(*sorted(names - {"", "uncategorised", "uncategorized"}))
    post.save()
    post.save_revision(user=move.actor, log_action=False)
    return post


def _show(post: PostPage, moment: datetime) -> None:
    """Published then, and not now: nobody hears of it, and search finds it by its own date."""
    revision = post.get_latest_revision()
    post.live, post.has_unpublished_changes, post.live_revision = True, False, revision
    post.first_published_at = post.last_published_at = post.latest_revision_created_at = moment
    post.save()
    post.revisions.update(created_at=moment)
    refresh(post)


def _slug(item: Item, blog: LeaderBlogPage, title: str) -> str:
    """Its own last part of the address, with a number when that is taken, by this leader or by who held the post before."""
    start = (slugify(unquote(item.get("wp:post_name"))) or slugify(title) or f"post-{item.get('wp:post_id')}")[:240]
    taken = set(PostPage.objects.filter(slug__startswith=start).values_list("slug", flat=True))
    number, slug = 1, start
    while slug in taken:
        number += 1
        slug = f"{start}-{number}"
    return slug


def _summary(item: Item, body: list[tuple[str, Any]]) -> str:
    words = _plain(item.get("excerpt:encoded")) or " ".join(_plain(str(value)) for name, value in body if name == "paragraph")
    return Truncator(words).chars(_SUMMARY)


def _link(address: str, move: _Move) -> str:
    """The attributes of a link in rich text: to a document that was given, else the address as it is, when it is a whole one."""
    document = move.files.document(address)
    if document is not None:
        return f'linktype="document" id="{document}"'
    if address.startswith(("http://", "https://", "mailto:", "tel:")):
        return f'href="{escape(address)}"'
    move.report.left("link", "leads nowhere outside the old site: its words stay", address)
    return ""


def _plain(text: str) -> str:
    return " ".join(html.unescape(strip_tags(text.replace("</p>", "</p> "))).split())
