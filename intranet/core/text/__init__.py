"""People's words: Markdown in, safe HTML out, once on save."""

from intranet.core.text.cleaning import clean, lead_elsewhere, own_links, plain_of
from intranet.core.text.rendering import MAX_SOURCE, Rendered, SourceTooLong, render, version_of

__all__ = ["MAX_SOURCE", "Rendered", "SourceTooLong", "clean", "lead_elsewhere", "own_links", "plain_of", "render", "version_of"]
