"""What comes from other programs by the clipboard, as Markdown means it."""

from __future__ import annotations

import re

#: Word and Outlook break a line within a paragraph by these.
_BREAKS = re.compile("[\x0b\x0c\u2028\u2029]")
#: What nobody sees and no parser expects.
_UNSEEN = re.compile("[\u200b\ufeff\u00ad]")
#: A bullet as word processors write it into plain text: the sign, or the letter that their symbol font draws as one, and a gap.
_BULLET = re.compile("^([ \t]*)(?:[•·▪◦‣●○■□\uf0b7\uf0a7\uf0d8][ \t]*|[–o§][ \t]*\t[ \t]*)(?=\\S)", re.MULTILINE)


def tidied(words: str) -> str:
    """The same words with lists, line breaks and spaces as people type them. What is typed by hand stays what it is."""
    words = _BREAKS.sub("\n", _UNSEEN.sub("", words)).replace("\u00a0", " ")
    return _BULLET.sub(_bullet, words)


def _bullet(found: re.Match[str]) -> str:
    """A bullet at the depth at which it stands: a tab, or the sign of the second level, is one step."""
    depth = found[1].count("\t") or int(found[0].lstrip()[:1] in "o◦○")
    return f"{'  ' * depth}- "
