"""Quotations: read when they are shown, so that they go with the words they are of."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from intranet.core.kinds import State
from intranet.core.text import plain_of

if TYPE_CHECKING:
    from forums.models import Post

#: So much of a post is offered as a quotation; whoever quotes shortens it.
OFFERED = 600
_GAP = re.compile(r"\[?(?:…|\.\.\.)\]?")


@dataclass(frozen=True, slots=True)
class Quote:
    """What a post quotes, as it stands now; without words where only the place is of interest."""

    post: Post
    words: str


def offered_quote(post: Post) -> str:
    """The words of a post that a reply begins by quoting."""
    words = plain_of(post.html)
    return words if len(words) <= OFFERED else words[:OFFERED].rsplit(None, 1)[0] + " …"


def stands_in(passage: str, post: Post) -> bool:
    """Whether the post says just that; what was left out may be marked by an ellipsis."""
    words = _plain(plain_of(post.html))
    return all(part.strip() in words for part in _GAP.split(_plain(passage)))


def quote_of(post: Post) -> Quote | None:
    """What a post quotes, for those who read it: nothing of a post that is gone or went to another topic, and no words that were changed since."""
    quoted = post.quotes
    if quoted is None or quoted.number is None or quoted.topic_id != post.topic_id:
        return None
    words = post.quoted if quoted.state == State.PUBLISHED and post.quoted and stands_in(post.quoted, quoted) else ""
    return Quote(quoted, words)


def _plain(words: str) -> str:
    return " ".join(words.split())
