"""The posts of a topic's page, with what the reader may do with each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext

from forums import rules
from forums.models import Post, page_of
from forums.queries.asking import asked_on
from forums.queries.files import files_of
from forums.queries.quotes import quote_of
from intranet.core.discussion.queries import reactions_of
from intranet.core.kinds import State
from intranet.core.moderation.queries import report_address, rules_broken
from intranet.core.ui.addresses import address_of
from intranet.core.ui.moments import told
from intranet.core.ui.people import named

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from forums.models import Attachment
    from forums.queries.asking import Asked
    from forums.queries.events import EventLine
    from forums.queries.quotes import Quote
    from intranet.core.discussion.queries import ReactionCount
    from intranet.core.kinds import Person
    from intranet.core.ui.moments import Told
    from intranet.core.ui.people import Named


@dataclass(frozen=True, slots=True)
class QuotePiece:
    """The post that another quotes; without words where only the place is of interest."""

    number: int | None
    author: str
    address: str
    words: str


@dataclass(frozen=True, slots=True)
class PostPiece:
    """All that the page writes of an ordinary post, as plain values: readers for whom they are the same get the same markup (``ui.pieces``)."""

    number: int | None
    anchor: str
    address: str
    #: The page of the topic on which it stands, for the way to quote it there.
    page: int
    author: Named
    service: str
    published: Told
    edited: Told | None
    lang: str
    html: str
    quote: QuotePiece | None
    is_accepted: bool
    reactions: tuple[ReactionCount, ...]
    is_bookmarked: bool
    can_quote: bool
    can_react: bool
    can_edit: bool
    can_delete: bool
    can_accept: bool
    accept_address: str
    can_ask: bool
    can_answer: bool
    report_address: str

    @property
    def what(self) -> str:
        """The post in words, for those who hear the page; its heading says whose it is."""
        return gettext("your waiting post") if self.number is None else gettext("post %(number)s") % {"number": self.number}

    @property
    def has_reactions(self) -> bool:
        return any(reaction.count for reaction in self.reactions)


@dataclass(frozen=True, slots=True)
class PostLine:
    """A post as its topic's page shows it."""

    post: Post
    starts_unread: bool
    #: Nothing for a post that is gone, of which only its place is left.
    piece: PostPiece | None
    events: Sequence[EventLine] = ()
    files: Sequence[Attachment] = ()
    rule: str = ""
    #: The record of the question that it asks somebody, or that it answers.
    asked: Asked | None = None

    @property
    def is_plain(self) -> bool:
        """Whether it has nothing that is written for each reader anew."""
        return self.piece is not None and not self.files and self.asked is None


def post_lines(posts: Iterable[Post], user: Person, *, seen: int, events: Mapping[int, Sequence[EventLine]]) -> list[PostLine]:
    """Posts with what the person may do, where the unread ones begin, and what ``events`` happened below them."""
    posts = list(posts)
    files, asked = files_of(posts), asked_on(posts, user)
    rules_named = rules_broken([post for post in posts if post.state == State.HIDDEN])
    reactions = reactions_of(Post, [post.pk for post in posts if post.state == State.PUBLISHED], user)
    can_quote = bool(posts) and rules.can_reply(user, posts[0].topic)
    first_new = next((post for post in posts if seen and post.number and post.number > seen), None)
    return [
        PostLine(
            post,
            post is first_new,
            None if post.is_gone else _piece(post, user, reactions.get(post.pk, ()), asked.get(post.pk), can_quote=can_quote),
            events=events.get(post.number or 0, ()),
            files=files.get(post.pk, ()),
            rule=rules_named.get(post.pk, ""),
            asked=asked.get(post.pk),
        )
        for post in posts
    ]


def _piece(post: Post, user: Person, reactions: Sequence[ReactionCount], asked: Asked | None, *, can_quote: bool) -> PostPiece:
    topic, profile = post.topic, getattr(post.author, "roost_profile", None)
    can_accept = rules.can_accept(user, post)
    return PostPiece(
        number=post.number,
        anchor=post.anchor,
        address=post.get_absolute_url(),
        page=page_of(post.number or topic.last_number),
        author=named(post.author, post.author_name),
        service=str(profile.service) if profile and profile.service else "",
        published=told(post.published_at or post.created),
        edited=told(post.edited_at) if post.edited_at else None,
        lang=post.lang,
        html=post.html,
        quote=_quote(quote_of(post)),
        is_accepted=topic.solved and topic.accepted_id == post.pk,
        reactions=tuple(reactions),
        is_bookmarked=getattr(post, "is_bookmarked", False),
        can_quote=can_quote and post.number is not None,
        can_react=rules.can_react(user, post),
        can_edit=rules.can_edit(user, post),
        can_delete=rules.can_delete(user, post),
        can_accept=can_accept,
        accept_address=address_of("forums:accept-answer", post.pk) if can_accept else "",
        can_ask=asked is None and rules.can_ask(user, post),
        can_answer=asked is not None and asked.waits_for_reader and rules.takes_answers(topic),
        report_address=report_address(user, post),
    )


def _quote(quote: Quote | None) -> QuotePiece | None:
    return QuotePiece(quote.post.number, quote.post.author_name, quote.post.get_absolute_url(), quote.words) if quote is not None else None
