"""Files and pictures of posts: kept, scanned again, and taken away with what they belong to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.files.base import ContentFile
from django.db import transaction
from wagtail.log_actions import log

from forums.models import Attachment
from intranet.core.ui.uploads import Verdict, scan

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any

    from django.db.models.fields.files import FieldFile

    from forums.models import Post
    from intranet.core.kinds import Person
    from intranet.core.ui.uploads import Inspected


@dataclass(frozen=True, slots=True)
class NewFile:
    """A file that may be kept, what its picture shows, and what the scanner said."""

    found: Inspected
    alt: str
    verdict: Verdict


_SCAN_OF = {Verdict.CLEAN: Attachment.Scan.CLEAN, Verdict.UNKNOWN: Attachment.Scan.WAITING}


def attach(post: Post, *, files: Iterable[NewFile], owner: Person | None) -> None:
    """Keep files with a post. What the scanner found something in never comes here; what it could not judge waits."""
    for file in files:
        found = file.found
        kept = Attachment(post=post, owner=owner, name=found.name, type=found.type, size=found.size, width=found.width, height=found.height)
        kept.alt, kept.scan = file.alt if found.width else "", _SCAN_OF[file.verdict]
        kept.file.save("", ContentFile(found.content), save=False)
        if found.small:
            kept.small.save("", ContentFile(found.small), save=False)
        kept.save(force_insert=True)


@transaction.atomic
def detach(post: Post, *, files: Iterable[Attachment], actor: Person | None) -> None:
    """Take files away from a post, for good."""
    for file in files:
        log(post, "forums.take_file", user=actor, data={"name": file.name})
        file.delete()


def scan_waiting() -> int:
    """Ask the scanner again about files that it could not judge; says how many still wait."""
    waiting = 0
    for file in Attachment.objects.filter(scan=Attachment.Scan.WAITING):
        with file.file.open("rb") as content:
            verdict = scan(content.read())
        if verdict == Verdict.INFECTED:
            drop_bytes(file.file, file.small)
            Attachment.objects.filter(pk=file.pk).update(scan=Attachment.Scan.REFUSED, file="", small="", size=0)
        elif verdict == Verdict.CLEAN:
            Attachment.objects.filter(pk=file.pk).update(scan=Attachment.Scan.CLEAN)
        else:
            waiting += 1
    return waiting


def drop_bytes(*fields: FieldFile) -> None:
    """Delete from the storage what a row that went had there, once that is committed."""
    for field in fields:
        if field.name:
            transaction.on_commit(_deletion(field.storage, field.name))


def _deletion(storage: Any, name: str) -> Callable[[], None]:
    return lambda: storage.delete(name)
