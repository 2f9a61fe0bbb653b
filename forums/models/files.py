"""Files and pictures that belong to posts."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from django.conf import settings
from django.core.files.storage import FileSystemStorage, Storage, storages
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from forums.models.posts import Post
from forums.querysets import AttachmentQuerySet
from intranet.core.background import now

if TYPE_CHECKING:
    from typing import Any


def private_storage() -> Storage:
    """Where nothing is served from: the storage ``private`` of the site, else a folder beside its media."""
    if "private" in settings.STORAGES:
        return storages["private"]
    return FileSystemStorage(location=Path(str(settings.MEDIA_ROOT) or "media").absolute().with_name("private"))


def _place(attachment: Any, name: str) -> str:
    """A name that says nothing and that nobody guesses."""
    return f"forums/{uuid4().hex}"


class Attachment(models.Model):
    """A file of a post. Who may see the post may fetch it, once it was scanned; until then only who added it may."""

    class Scan(models.TextChoices):
        CLEAN = "clean", _("may be fetched")
        WAITING = "waiting", _("waits for the scanner")
        REFUSED = "refused", _("refused by the scanner")

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="attachments")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", help_text="Whose quota it counts in.")
    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=150)
    type = models.CharField(max_length=100, help_text="The MIME type that its content has.")
    size = models.PositiveIntegerField(help_text="Bytes, the small picture included.")
    file = models.FileField(storage=private_storage, upload_to=_place, blank=True)
    small = models.FileField(storage=private_storage, upload_to=_place, blank=True, help_text="Of a picture: as posts show it.")
    width = models.PositiveIntegerField(default=0, help_text="Of the small picture.")
    height = models.PositiveIntegerField(default=0)
    alt = models.CharField(_("what the picture shows"), max_length=300, blank=True)
    scan = models.CharField(max_length=10, choices=Scan.choices)
    created = models.DateTimeField(default=now)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("file of a post")
        verbose_name_plural = _("files of posts")
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=Q(width=0) | ~Q(alt=""), name="forum_picture_has_alt")]
        indexes = [models.Index(fields=["scan"], condition=Q(scan="waiting"), name="forum_file_waiting")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("forums:file", args=[self.key])

    @property
    def small_url(self) -> str:
        return reverse("forums:small-file", args=[self.key])

    @property
    def is_picture(self) -> bool:
        return self.width > 0

    @property
    def waits(self) -> bool:
        return self.scan == self.Scan.WAITING
