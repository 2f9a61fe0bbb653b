"""Pictures and documents that were given beside an export. Nothing is fetched from anywhere."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.files import File
from PIL import Image, UnidentifiedImageError
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from blogs.models import MovedIn

if TYPE_CHECKING:
    from pathlib import Path

    from blogs.actions.moving.report import Report

PICTURES = {".jpg", ".jpeg", ".png", ".gif", ".webp"}
DOCUMENTS = {".pdf", ".doc", ".docx", ".xls", ".xlsx", ".ppt", ".pptx", ".odt", ".ods", ".odp", ".csv", ".txt"}
MOST_BYTES = 50 * 1024 * 1024
_SIZED = re.compile(r"-\d{1,5}x\d{1,5}(?=\.[A-Za-z]+\Z)|-scaled(?=\.[A-Za-z]+\Z)")
_UPLOADS = "/wp-content/uploads/"


@dataclass(frozen=True, slots=True)
class Attachment:
    key: str
    address: str
    title: str
    alt: str


class Files:
    """Finds the file of an address below the folder, and makes a picture or a document of it, once."""

    def __init__(self, folder: Path | None, *, source: str, report: Report, write: bool) -> None:
        self._folder = folder.resolve() if folder is not None else None
        self._source, self._report, self._write = source, report, write
        self._attachments: dict[str, Attachment] = {}
        self._by_path: dict[str, Attachment] = {}
        self._counted: set[Path] = set()

    def add(self, attachment: Attachment) -> None:
        self._attachments[attachment.key] = attachment
        self._by_path[_path_of(attachment.address)] = attachment

    def picture(self, address: str, alt: str) -> dict[str, Any] | None:
        """The value of a picture block. A picture has to say what it shows: what is known of it serves."""
        attachment = self._attachment(address)
        path = _path_of(attachment.address if attachment is not None else address)
        found = self._found(path)
        if found is None or found.suffix.lower() not in PICTURES:
            self._report.left("picture", "its file was not given" if found is None else "not a kind of picture that is shown", address)
            return None
        if not _is_picture(found):
            self._report.left("picture", "the file is no picture, or too large", path)
            return None
        words = alt or (attachment.alt or attachment.title if attachment is not None else "")
        if not alt and not (attachment is not None and attachment.alt):
            self._report.left("alternative text", "missing, so the title of the picture stands for it", path)
        self._count(found, "pictures")
        image = self._made(found, get_image_model(), words) if self._write else None
        return {"image": image, "alt": (words or found.stem)[:300], "decorates": False, "caption": ""}

    def document(self, address: str) -> int | None:
        """The key of a document that a link leads to, 0 when nothing is written; None when it is none, or was not given."""
        if _UPLOADS not in address and _path_of(address) not in self._by_path:
            return None
        path = _path_of(address)
        if any(path.lower().endswith(suffix) for suffix in PICTURES):
            return None  # the picture itself is shown
        found = self._found(path)
        if found is None or found.suffix.lower() not in DOCUMENTS or found.stat().st_size > MOST_BYTES:
            self._report.left("file that is linked", "not given, too large, or of a kind that is not taken over: the link stays", address)
            return None
        self._count(found, "documents")
        return self._made(found, get_document_model(), found.stem).pk if self._write else 0

    def _attachment(self, address: str) -> Attachment | None:
        if address.startswith("#attachment-"):
            return self._attachments.get(address.removeprefix("#attachment-"))
        return self._by_path.get(_path_of(address)) or self._by_path.get(_SIZED.sub("", _path_of(address)))

    def _found(self, path: str) -> Path | None:
        """A file below the folder and nowhere else: at the place it had, or flat."""
        if self._folder is None or not path:
            return None
        whole = _SIZED.sub("", path)
        for name in (whole, path, whole.rsplit("/", 1)[-1], path.rsplit("/", 1)[-1]):
            file = (self._folder / name.lstrip("/")).resolve()
            if file.is_relative_to(self._folder) and file.is_file():
                return file
        return None

    def _count(self, file: Path, what: str) -> None:
        if file not in self._counted:
            self._counted.add(file)
            self._report.took(what)

    def _made(self, file: Path, model: Any, title: str) -> Any:
        """The picture or document of that file, made at the first asking."""
        path = str(file.relative_to(self._folder)) if self._folder is not None else file.name
        kept = MovedIn.objects.filter(source=self._source, kind=MovedIn.Kind.FILE, key=path[:255]).first()
        made = model.objects.filter(pk=kept.object_id).first() if kept is not None else None
        if made is None:
            with file.open("rb") as opened:
                made = model(title=(title or file.stem)[:255], file=File(opened, name=file.name))
                made.save()
            MovedIn.objects.update_or_create(
                source=self._source, kind=MovedIn.Kind.FILE, key=path[:255], defaults={"object_id": made.pk, "digest": ""}
            )
        return made


def _path_of(address: str) -> str:
    """Of the address of an upload the part that names the file, without the site."""
    path = unquote(urlsplit(address).path)
    return path.partition(_UPLOADS)[2] or path.lstrip("/")


def _is_picture(file: Path) -> bool:
    if file.stat().st_size > int(getattr(settings, "WAGTAILIMAGES_MAX_UPLOAD_SIZE", 10 * 1024 * 1024)):
        return False
    try:
        with Image.open(file) as picture:
            picture.verify()
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError):
        return False
    return True
