"""Posts to be found again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from forums.models import Bookmark

if TYPE_CHECKING:
    from forums.models import Post
    from intranet.core.kinds import Person


def bookmark(post: Post, *, person: Person, wanted: bool = True) -> None:
    """Keep the post among the person's bookmarks, or no longer. Doing it twice changes nothing."""
    if wanted:
        Bookmark.objects.bulk_create([Bookmark(person=person, post=post)], ignore_conflicts=True)
    else:
        Bookmark.objects.filter(person=person, post=post).delete()
