"""What a file is: by its content, and only if its name says the same."""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from intranet.core.ui.uploads.pictures import make_anew

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

PICTURES = {"png", "jpg", "jpeg", "gif", "webp"}
_OFFICE = "application/vnd.openxmlformats-officedocument."
_OPEN = "application/vnd.oasis.opendocument."
TYPES = {
    "pdf": "application/pdf",
    "docx": f"{_OFFICE}wordprocessingml.document",
    "xlsx": f"{_OFFICE}spreadsheetml.sheet",
    "pptx": f"{_OFFICE}presentationml.presentation",
    "odt": f"{_OPEN}text",
    "ods": f"{_OPEN}spreadsheet",
    "odp": f"{_OPEN}presentation",
    "txt": "text/plain",
    "csv": "text/csv",
    "md": "text/markdown",
}
#: For the ``accept`` of file fields and for words.
ENDINGS = (*sorted(PICTURES), *TYPES)

LONGEST_NAME = 120
MOST_PARTS = 5_000
_PART_OF = {"docx": "word/", "xlsx": "xl/", "pptx": "ppt/"}
_MARKUP = re.compile(rb"<\s*(?:!doctype|html|head|body|script|svg|iframe|\?xml|math|xhtml)", re.IGNORECASE)


class NotTaken(Exception):
    """The file is refused; the message says why, to the person who chose it."""


@dataclass(frozen=True, slots=True)
class Inspected:
    """A file that may be kept. Of a picture ``small`` is what pages show, of ``width`` and ``height``."""

    name: str
    type: str
    content: bytes
    small: bytes = b""
    width: int = 0
    height: int = 0

    @property
    def size(self) -> int:
        return len(self.content) + len(self.small)


def inspect(upload: UploadedFile[bytes], *, most_bytes: int) -> Inspected:
    """What was uploaded, ready to be kept. Raises ``NotTaken``."""
    name = clean_name(upload.name or "")
    if upload.size is None or upload.size > most_bytes:
        raise NotTaken(_("“%(name)s” is larger than %(most)s") % {"name": name, "most": filesizeformat(most_bytes)})
    content = upload.read()
    stem, _dot, ending = name.rpartition(".")
    ending = ending.lower()
    if not content:
        raise NotTaken(_("“%(name)s” is empty") % {"name": name})
    if ending in PICTURES:
        picture = make_anew(content)
        if picture is None:
            raise NotTaken(_("“%(name)s” is not a still picture that can be shown, or it is too large in pixels") % {"name": name})
        return Inspected(f"{stem or 'picture'}.{picture.ending}", picture.type, picture.content, picture.small, picture.width, picture.height)
    if ending not in TYPES:
        raise NotTaken(_("“%(name)s” is of a kind that is not taken. Choose one of: %(kinds)s") % {"name": name, "kinds": ", ".join(ENDINGS)})
    if not _is(ending, content):
        raise NotTaken(_("“%(name)s” is not what its name says, or holds something that could run") % {"name": name})
    return Inspected(name, TYPES[ending], content)


def clean_name(name: str) -> str:
    """The last part of a name, without what nobody sees: it is shown as words and never becomes a path."""
    last = re.split(r"[/\\]", name)[-1]
    seen = "".join(letter for letter in last if unicodedata.category(letter)[0] != "C")
    words = " ".join(seen.split()).lstrip(".")
    stem, dot, ending = words.rpartition(".")
    return f"{stem[:LONGEST_NAME]}{dot}{ending[:10]}" if stem else words[:LONGEST_NAME]


def _is(ending: str, content: bytes) -> bool:
    if ending == "pdf":
        return b"%PDF-" in content[:1024]
    if ending in ("txt", "csv", "md"):
        return _is_text(content)
    return _is_office(ending, content)


def _is_text(content: bytes) -> bool:
    """Words, in the letters of today or of old Windows, that no browser would take for a page."""
    if b"\0" in content or _MARKUP.search(content[:4096]):
        return False
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return True
    return False


def _is_office(ending: str, content: bytes) -> bool:
    """A document of that kind without macros. Only the list of its parts is read, and the few bytes that name an open document."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            entries = parts.infolist()
            names = [entry.filename for entry in entries]
            if len(names) > MOST_PARTS or any("vbaproject" in name.lower() or name.lower().startswith("basic/") for name in names):
                return False
            if ending in _PART_OF:
                return "[Content_Types].xml" in names and any(name.startswith(_PART_OF[ending]) for name in names)
            first = entries[0] if entries else None
            if first is None or first.filename != "mimetype" or first.file_size > 200 or first.compress_type != zipfile.ZIP_STORED:
                return False
            return parts.read(first).decode("ascii", "replace").strip() == TYPES[ending]
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, RuntimeError):
        return False
