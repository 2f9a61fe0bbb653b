"""Our templates as they are sent: without what indents them for who writes them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.template.loaders import filesystem

if TYPE_CHECKING:
    from django.template import Origin

_INDENTING = re.compile(r"[ \t]*\n[ \t]*")


class Loader(filesystem.Loader):
    """Reads pages without their indentation, an eighth of a long one. Lines stay lines, so that an error names the right one; plain texts stay as they are."""

    def get_contents(self, origin: Origin) -> str:
        contents: str = super().get_contents(origin)
        return _INDENTING.sub("\n", contents) if str(origin.name).endswith(".html") else contents
