"""What must be read, in which version, by whom, and who has said that they have."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from intranet.core.background import now
from intranet.core.kinds import Findable
from intranet.core.notifications.querysets import MustReadQuerySet

if TYPE_CHECKING:
    from wagtail.models import Page

    from intranet.core.kinds import Person


class Acknowledgeable(Findable):
    """A page that some of its readers may have to confirm that they have read. What its draft says of that holds from its publication."""

    must_read = models.ForeignKey(
        "intranet_organisation.Audience",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("must be read by"),
        editable=False,
    )
    must_read_by = models.DateField(
        _("to be read by"), null=True, blank=True, help_text=_("Who has not read it is reminded before, on and after the day.")
    )
    must_read_version = models.PositiveIntegerField(default=1, editable=False)
    must_read_change = models.CharField(
        _("what has changed"), max_length=300, blank=True, help_text=_("In a sentence, for those who have read it before.")
    )

    exclude_fields_in_copy: ClassVar[list[str]] = ["must_read", "must_read_by", "must_read_version", "must_read_change"]

    class Meta:
        abstract = True

    def may_be_required_by(self, user: Person, parent: Page | None = None) -> bool:
        """Whether this person, beside those who may publish it, decides that it must be read. ``parent`` is where a new page will stand."""
        return False


class MustRead(models.Model):
    """One version of a thing that an audience was asked to read."""

    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_id = models.BigIntegerField()
    thing = GenericForeignKey("content_type", "object_id")
    version = models.PositiveIntegerField()
    is_current = models.BooleanField(default=True)
    audience = models.ForeignKey("intranet_organisation.Audience", on_delete=models.PROTECT, related_name="+")
    change = models.CharField(max_length=300, blank=True)
    due = models.DateField(null=True, blank=True)
    asked_at = models.DateTimeField(default=now)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    revision_id = models.BigIntegerField(null=True, blank=True, help_text="The revision with whose publication it was asked.")
    reminders = models.PositiveSmallIntegerField(default=0, help_text="How many of the steps were gone.")

    objects = MustReadQuerySet.as_manager()

    class Meta:
        verbose_name = _("version that must be read")
        verbose_name_plural = _("versions that must be read")
        constraints = [
            models.UniqueConstraint(fields=["content_type", "object_id", "version"], name="must_read_once"),
            models.UniqueConstraint(fields=["content_type", "object_id"], condition=Q(is_current=True), name="must_read_current_once"),
        ]
        indexes = [models.Index(fields=["audience"], condition=Q(is_current=True), name="must_read_audience")]

    def __str__(self) -> str:
        return f"{self.content_type_id}:{self.object_id}, {self.version}"

    def is_overdue(self) -> bool:
        return self.due is not None and self.due < now().date()


class Acknowledgement(models.Model):
    """A person has read a version. A record: it is never changed, and stays, with the name, when the account goes."""

    must_read = models.ForeignKey(MustRead, on_delete=models.PROTECT, related_name="acknowledgements")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    person_name = models.CharField(max_length=200)
    moment = models.DateTimeField(default=now)

    class Meta:
        verbose_name = _("confirmation of reading")
        verbose_name_plural = _("confirmations of reading")
        constraints = [models.UniqueConstraint(fields=["person", "must_read"], name="acknowledged_once")]

    def __str__(self) -> str:
        return f"{self.person_name}: {self.must_read_id}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("A confirmation of reading is not changed.")
        super().save(*args, **kwargs)
