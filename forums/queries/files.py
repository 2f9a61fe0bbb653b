"""Files of posts, and whose they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Sum

from forums.models import Attachment, Post

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from intranet.core.kinds import Person


def bytes_of(person: Person) -> int:
    """How much a person's files take up."""
    return Attachment.objects.filter(owner=person).aggregate(all=Sum("size"))["all"] or 0


def files_of(posts: Iterable[Post], *, until: datetime | None = None) -> dict[int, list[Attachment]]:
    """The files of posts by the key of their post, if need be only those of a moment: one query, and none where no post has any (``has_files``)."""
    keys = [post.pk for post in posts if getattr(post, "has_files", True)]
    found: dict[int, list[Attachment]] = {}
    files = Attachment.objects.filter(post__in=keys)
    files = files.filter(created__lte=until) if until else files
    for file in files if keys else ():
        found.setdefault(file.post_id, []).append(file)
    return found
