"""Posts that a person wants to find again."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from forums.models.posts import Post
from intranet.core.background import now


class Bookmark(models.Model):
    """Nobody but the person sees it, and nobody is told."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="bookmarks")
    created = models.DateTimeField(default=now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "post"], name="forum_bookmark_once")]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.post_id}"
