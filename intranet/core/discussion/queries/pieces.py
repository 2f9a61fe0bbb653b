"""A comment as plain values, so that it is written once for all readers to whom it looks the same."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib.contenttypes.models import ContentType

from intranet.core.kinds import State
from intranet.core.moderation.queries import report_address
from intranet.core.ui.addresses import address_of
from intranet.core.ui.moments import told
from intranet.core.ui.people import named

if TYPE_CHECKING:
    from intranet.core.discussion.queries.threads import ReactionCount, Row
    from intranet.core.kinds import AnyUser
    from intranet.core.ui.moments import Told
    from intranet.core.ui.people import Named


@dataclass(frozen=True, slots=True)
class Allowed:
    """What a thread lets its reader do."""

    write: bool
    reply: bool
    #: Whoever owes an answer can give it, though others cannot write any more.
    answer: bool
    see_reactions: bool
    react: bool
    record_outcomes: bool
    see_history: bool


@dataclass(frozen=True, slots=True)
class QuotedPiece:
    """What a comment replies to, where the two do not stand one below the other."""

    number: int
    name: str
    words: str


@dataclass(frozen=True, slots=True)
class CommentPiece:
    """All that a page writes of an ordinary comment (``ui.pieces``)."""

    number: int
    address: str
    #: The hidden words that name it to who hears the page.
    what: str
    author: Named
    #: The post that the author holds, or held when they answered officially.
    post_held: str
    is_mine: bool
    is_nested: bool
    is_held: bool
    is_official: bool
    is_question: bool
    created: Told
    edited: Told | None
    in_reply_to: int | None
    replied_address: str
    quoted: QuotedPiece | None
    lang: str
    html: str
    waiting_words: str
    reactions: tuple[ReactionCount, ...]
    can_react: bool
    can_reply: bool
    can_edit: bool
    has_reactions: bool
    record_address: str
    report_address: str
    can_see_history: bool

    @property
    def anchor(self) -> str:
        return f"c-{self.number}"

    @property
    def level(self) -> int:
        """Of its heading."""
        return 4 if self.is_nested else 3


def comment_piece(row: Row, user: AnyUser, allowed: Allowed) -> CommentPiece | None:
    """Nothing of a comment of which only its place is left to the reader."""
    comment, is_published = row.comment, row.comment.state == State.PUBLISHED
    if not (is_published or (comment.state == State.HELD and row.is_mine)):
        return None
    replied = (
        f"#c-{comment.in_reply_to}" if row.is_reply_here else address_of("discussion:comment", comment.reply_to_id) if comment.in_reply_to else ""
    )
    kind = ContentType.objects.get_for_model(comment).pk
    answers = allowed.answer and row.request is not None and row.request.is_open and bool(getattr(row.request, "i_answer", False))
    return CommentPiece(
        number=comment.number,
        address=comment.address,
        what=comment.what,
        author=named(comment.author, comment.author_name),
        post_held=row.post_held,
        is_mine=row.is_mine,
        is_nested=row.depth > 0,
        is_held=not is_published,
        is_official=comment.is_official,
        is_question=comment.is_question,
        created=told(comment.created),
        edited=told(comment.edited_at) if comment.edited_at else None,
        in_reply_to=comment.in_reply_to,
        replied_address=replied,
        quoted=QuotedPiece(comment.in_reply_to or 0, comment.replied_name, comment.replied_words) if row.is_quoting else None,
        lang=comment.lang,
        html=comment.html,
        waiting_words=comment.waiting_words or "",
        reactions=tuple(row.reactions) if is_published and allowed.see_reactions else (),
        can_react=allowed.react and not row.is_mine,
        can_reply=is_published and (allowed.reply or answers),
        can_edit=row.is_mine and allowed.write,
        has_reactions=allowed.see_reactions and comment.reaction_count > 0,
        record_address=address_of("outcomes:record", kind, comment.pk) if allowed.record_outcomes and is_published else "",
        report_address=report_address(user, comment),
        can_see_history=allowed.see_history and comment.edited_at is not None,
    )
