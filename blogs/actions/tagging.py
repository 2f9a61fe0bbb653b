"""Hashtags of posts that go by another name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from taggit.models import Tag

from blogs.models import PostTag

if TYPE_CHECKING:
    from collections.abc import Collection


@transaction.atomic
def retag(names: Collection[str], *, to: str) -> None:
    """Have the posts that carry one of ``names`` carry ``to``, each once. What other things hang on the old hashtags stays as it is."""
    former = list(Tag.objects.filter(slug__in=names))
    if not former:
        return
    tag = Tag.objects.filter(slug=to).first() or Tag.objects.create(name=to, slug=to)
    for old in former:
        carrying = PostTag.objects.filter(tag=old)
        carrying.exclude(content_object__in=PostTag.objects.filter(tag=tag).values("content_object")).update(tag=tag)
        PostTag.objects.filter(tag=old).delete()
