"""People's words: Markdown in, safe HTML out, once on save."""

from intranet.core.text.cleaning import CARD_LINK, clean, lead_elsewhere, own_links, plain_of
from intranet.core.text.rendering import MAX_SOURCE, Rendered, SourceTooLong, render, version_of
from intranet.core.text.syntax import own_path

__all__ = [
    "CARD_LINK",
    "MAX_SOURCE",
    "Rendered",
    "SourceTooLong",
    "clean",
    "lead_elsewhere",
    "own_links",
    "own_path",
    "plain_of",
    "render",
    "version_of",
]
