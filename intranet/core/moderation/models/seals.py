"""Names that are sealed, and what moderators asked to open. No key, order or moment here leads to a person: only who holds the key can read a name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext_lazy as _

from intranet.core.background import now
from intranet.core.background.sealing import keyed
from intranet.core.kinds import Authored, Visible
from intranet.core.moderation.querysets import OpeningQuerySet

if TYPE_CHECKING:
    from intranet.core.kinds import AnyUser


def mark_of(place: str, user: AnyUser) -> str:
    """What stands for a person in a place: always the same there, another one elsewhere, and of no use without the key."""
    return keyed("author", f"{place}|{user.pk}")


def place_of(thing: models.Model) -> str:
    """The place of an alias: a topic, for instance."""
    return f"{thing._meta.label_lower}:{thing.pk}"


class Seal(models.Model):
    """Somebody's alias within a place. ``box`` holds who it is, encrypted; ``mark`` tells whether it is a given person."""

    place = models.CharField(max_length=100)
    alias = models.CharField(max_length=60)
    mark = models.CharField(max_length=64)
    box = models.BinaryField()
    news = models.BooleanField(default=False, db_default=False, help_text="Something happened that its person has not been told of.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["place", "mark"], name="seal_person_once"),
            models.UniqueConstraint(fields=["place", "alias"], name="seal_alias_once"),
        ]
        indexes = [models.Index(fields=["news"], condition=Q(news=True), name="seal_news")]

    def __str__(self) -> str:
        return self.alias

    def is_of(self, user: AnyUser) -> bool:
        """Whether it is this person's."""
        return user.pk is not None and constant_time_compare(self.mark, mark_of(self.place, user))


class Sealable(Authored):
    """Its author may keep their name from colleagues: there is no ``author`` then, ``author_name`` is an alias, and the name lies in ``seal``."""

    seal = models.ForeignKey(Seal, on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="+")

    class Meta:
        abstract = True

    def is_by(self, user: AnyUser) -> bool:
        """Whether the person wrote it, under their name or under an alias."""
        return self.seal.is_of(user) if self.seal is not None else self.author_id is not None and self.author_id == user.pk


class Opening(Visible):
    """That somebody should know who wrote a thing: asked by one senior moderator, decided by another. One open at a time for a seal."""

    class Reason(models.TextChoices):
        RISK = "risk", _("There is a risk to somebody's life or safety")
        OFFENCE = "offence", _("A criminal offence is alleged")
        OTHER = "other", _("Something else: it is kept, and the name stays sealed")

    class Decision(models.TextChoices):
        OPENED = "opened", _("opened")
        REFUSED = "refused", _("refused")

    seal = models.ForeignKey(Seal, on_delete=models.PROTECT, related_name="openings")
    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_id = models.BigIntegerField()
    thing = GenericForeignKey("content_type", "object_id")
    title = models.CharField(max_length=200)
    service = models.ForeignKey("intranet_organisation.Service", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    area_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    area_id = models.BigIntegerField(null=True, blank=True)
    area = GenericForeignKey("area_type", "area_id")
    reason = models.CharField(_("reason"), max_length=10, choices=Reason.choices)
    words = models.TextField(_("in your words"), max_length=2000)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    asked_by_name = models.CharField(max_length=200)
    asked_at = models.DateTimeField(default=now)
    decision = models.CharField(max_length=10, choices=Decision.choices, blank=True)
    answer = models.TextField(_("why"), blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    decided_by_name = models.CharField(max_length=200, blank=True)
    decided_at = models.DateTimeField(null=True)

    objects = OpeningQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["seal"], condition=Q(decision=""), name="opening_asked_once"),
            models.CheckConstraint(condition=~Q(decided_by=F("asked_by")), name="opening_by_two"),
            models.CheckConstraint(condition=~Q(decision="opened", reason="other"), name="opening_for_a_reason"),
            models.CheckConstraint(
                condition=Q(decision="", decided_at__isnull=True) | Q(~Q(decision=""), decided_at__isnull=False), name="opening_whole"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("moderation:opening", args=[self.pk])

    @property
    def is_open(self) -> bool:
        """Whether it waits for the second moderator."""
        return not self.decision
