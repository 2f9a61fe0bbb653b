"""From what people typed to what is stored and shown."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from intranet.core.text.cleaning import clean, plain_of
from intranet.core.text.pasting import tidied
from intranet.core.text.syntax import build_parser

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from markdown_it.token import Token

    KnownNames = Callable[[Collection[str]], Collection[str]]

MAX_SOURCE = 20_000
EXCERPT_LENGTH = 280

LONGEST_WORD = 2_000
MOST_BRACKETS = 1_000

_with_links = build_parser()
_without_links = build_parser(links=False)


class SourceTooLong(ValueError):
    """More than ``MAX_SOURCE`` characters: forms refuse this first, in words."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """Words ready to store: safe HTML, and the names, tags and addresses that were met in them."""

    html: str
    excerpt: str
    plain: str
    mentions: tuple[str, ...]
    hashtags: tuple[str, ...]
    links: tuple[str, ...]


def version_of(words: str) -> str:
    """What a form remembers of the words that it was opened with."""
    return sha256(words.encode()).hexdigest()[:16]


def render(source: str, *, known_names: KnownNames | None = None) -> Rendered:
    """Markdown to safe HTML.

    ``known_names`` is asked once, and only if there are mentions, which of the names are people's. It gets each as it
    was typed and in lower case. Those become links and are the ``mentions``; an unknown name stays what it is. Without
    ``known_names`` every mention stays plain, and all names met are in ``mentions``.
    """
    if len(source) > MAX_SOURCE:
        raise SourceTooLong(f"{len(source)} characters; {MAX_SOURCE} are allowed.")
    source = tidied(source)
    parser = _without_links if _is_costly(source) else _with_links
    tokens = parser.parse(source)
    met = list(_inline(tokens))
    typed = dict.fromkeys(token.content for token in met if token.type == "mention")
    people = _resolve(typed, known_names)
    html = clean(parser.renderer.render(tokens, parser.options, {"known": people})).strip()
    plain = plain_of(html)
    return Rendered(
        html=html,
        excerpt=_excerpt(plain),
        plain=plain,
        mentions=tuple(dict.fromkeys(people.values() if known_names else typed)),
        hashtags=tuple(dict.fromkeys(token.content.lower() for token in met if token.type == "hashtag")),
        links=tuple(dict.fromkeys(str(token.attrs["href"]) for token in met if token.type == "link_open" and "href" in token.attrs)),
    )


def _is_costly(source: str) -> bool:
    """Whether finding links in it could take long: nothing that people write by hand."""
    return source.count("[") > MOST_BRACKETS or max(map(len, source.split()), default=0) > LONGEST_WORD


def _inline(tokens: list[Token]) -> Iterator[Token]:
    for token in tokens:
        yield from token.children or ()


def _resolve(typed: Collection[str], known_names: KnownNames | None) -> dict[str, str]:
    """Each name as it was typed, with the person's own name for it."""
    if not typed or known_names is None:
        return {}
    known = set(known_names({*typed, *(name.lower() for name in typed)}))
    return {name: name if name in known else name.lower() for name in typed if {name, name.lower()} & known}


def _excerpt(plain: str) -> str:
    words = " ".join(plain.split())
    if len(words) <= EXCERPT_LENGTH:
        return words
    return words[: EXCERPT_LENGTH - 1].rsplit(" ", 1)[0] + "…"
