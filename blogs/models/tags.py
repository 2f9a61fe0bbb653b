"""The hashtags that posts carry."""

from __future__ import annotations

from django.db import models
from django.urls import reverse
from modelcluster.fields import ParentalKey
from taggit.models import Tag, TaggedItemBase

from blogs.querysets import HashtagQuerySet
from intranet.core.kinds import Visible


class PostTag(TaggedItemBase):
    content_object = ParentalKey("intranet_blogs.PostPage", on_delete=models.CASCADE, related_name="tagged_items")


class Hashtag(Visible, Tag):
    """A tag as readers meet it: there for whoever may see a post that carries it."""

    objects = HashtagQuerySet.as_manager()  # type: ignore[assignment,misc]

    class Meta:
        proxy = True

    def __str__(self) -> str:
        return f"#{self.slug}"

    def get_absolute_url(self) -> str:
        return reverse("blogs:tag", args=[self.slug])
