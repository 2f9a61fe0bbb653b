"""What was brought over from another forum, so that it is brought once."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from forums.models.posts import Post
from forums.models.topics import Topic


class Imported(models.Model):
    """A topic or a post of another forum, and which one it is here."""

    source = models.CharField(max_length=100, help_text="The other forum, by the name that the command was given.")
    ident = models.CharField(max_length=100, help_text="What it is called there: topic:12, post:345.")
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, null=True, related_name="+")
    post = models.ForeignKey(Post, on_delete=models.CASCADE, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "ident"], name="forum_imported_once"),
            models.CheckConstraint(
                condition=Q(topic__isnull=False, post__isnull=True) | Q(topic__isnull=True, post__isnull=False), name="forum_imported_as_one"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.ident}"
