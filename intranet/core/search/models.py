"""The truth of search: one document a thing. Engines only index it."""

from __future__ import annotations

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _

from intranet.core.background import now
from intranet.core.search.querysets import DocumentQuerySet

#: The kind of everything in social areas, in place of the kind that it would have: search leaves it aside unless it is asked for.
SOCIAL = "social"


class Document(models.Model):
    """What can be found of one thing. Written only by ``search.actions``.

    ``audience`` empty is nobody: what lies in a container that is hidden waits like that until the container is
    shown again. ``created`` empty is a thing that does not age, such as a person or a service.
    """

    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_id = models.BigIntegerField()
    thing = GenericForeignKey("content_type", "object_id")
    container_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, null=True, related_name="+")
    container_id = models.BigIntegerField(null=True)
    kind = models.CharField(_("kind"), max_length=30)
    url = models.CharField(max_length=500, db_index=True)
    title = models.CharField(_("title"), max_length=500)
    tags = models.CharField(max_length=500, blank=True, help_text="#one #two, lower case")
    service = models.ForeignKey("intranet_organisation.Service", on_delete=models.SET_NULL, null=True, related_name="+")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    author_name = models.CharField(max_length=200, blank=True)
    created = models.DateTimeField(null=True)
    changed = models.DateTimeField(default=now)
    state = models.CharField(max_length=30, blank=True)
    audience = models.ForeignKey("intranet_organisation.Audience", on_delete=models.PROTECT, null=True, related_name="+")
    boost = models.FloatField(default=1.0)
    body = models.TextField(blank=True)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("search document")
        verbose_name_plural = _("search documents")
        constraints = [models.UniqueConstraint(fields=["content_type", "object_id"], name="document_once")]
        indexes = [
            models.Index(fields=["container_type", "container_id", "audience"], name="document_container"),
            models.Index(fields=["audience", "kind"], name="document_audience_kind"),
            models.Index(fields=["-created"], name="document_created"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.title}"


class KeptTag(models.Model):
    """A tag of the list that somebody keeps; or a name that was one, and leads to another. Tags that are in no list are as good to use."""

    name = models.CharField(_("name"), max_length=100, unique=True, help_text=_("One word, or several with hyphens between them."))
    about = models.CharField(_("when to use it"), max_length=200, blank=True)
    leads_to = models.ForeignKey("self", on_delete=models.CASCADE, null=True, editable=False, related_name="+", verbose_name=_("leads to"))

    class Meta:
        verbose_name = _("tag of the list")
        verbose_name_plural = _("tags of the list")
        ordering = ["name"]

    def __str__(self) -> str:
        return f"#{self.name}"


class OutboxEntry(models.Model):
    """A thing, or all that lies in a container, which the outside engine must read again.

    Entries are only added and, once the engine has confirmed, deleted by their key. So no change is lost between
    reading and deleting, and the key is the version under which the engine keeps what it was given.
    """

    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_id = models.BigIntegerField()
    is_container = models.BooleanField(default=False)
    created = models.DateTimeField(default=now)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=500, blank=True)

    class Meta:
        verbose_name = _("search outbox entry")
        verbose_name_plural = _("search outbox entries")
        indexes = [models.Index(fields=["content_type", "object_id"], name="outbox_thing")]

    def __str__(self) -> str:
        return f"{self.content_type_id}:{self.object_id}"


class QueryLog(models.Model):
    """What was asked and how much was found; who asked is not kept."""

    text = models.CharField(_("words"), max_length=200)
    found = models.PositiveIntegerField(_("results"))
    day = models.DateField(_("day"))

    class Meta:
        verbose_name = _("query")
        verbose_name_plural = _("queries")
        indexes = [models.Index(fields=["day", "text"], name="query_day")]

    def __str__(self) -> str:
        return self.text
