"""Places for topics."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from forums.querysets import AreaQuerySet
from intranet.core.background import now
from intranet.core.kinds import Followable
from intranet.core.ui.addresses import address_of


class TopicType(models.TextChoices):
    """The kinds of topics: an area says which of them it takes."""

    DISCUSSION = "discussion", _("discussion")
    QUESTION = "question", _("question")
    ANNOUNCEMENT = "announcement", _("announcement")
    IDEA = "idea", _("idea")


class AreaGroup(models.Model):
    """A heading under which areas stand in the list. It is shown to who sees an area below it."""

    name = models.CharField(_("heading"), max_length=100, unique=True)
    position = models.PositiveSmallIntegerField(_("position in the list"), default=100)

    class Meta:
        verbose_name = _("group of areas")
        verbose_name_plural = _("groups of areas")
        ordering = ["position", "name"]

    def __str__(self) -> str:
        return self.name


class Area(Followable):
    """A place for topics, with its readers, its writers and its rules. Its moderators are role rows on it."""

    class Kind(models.TextChoices):
        BUSINESS = "business", _("work")
        SOCIAL = "social", _("social")

    class AreaState(models.TextChoices):
        OPEN = "open", _("open")
        READ_ONLY = "read_only", _("read only")
        ARCHIVED = "archived", _("archived")

    name = models.CharField(_("name"), max_length=100)
    slug = models.SlugField(_("address"), max_length=100, unique=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.BUSINESS)
    service = models.ForeignKey(
        "intranet_organisation.Service", on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("service")
    )
    description = models.TextField(_("what it is for"), blank=True)
    rules = models.TextField(_("rules"), blank=True)
    audience = models.ForeignKey("intranet_organisation.Audience", on_delete=models.PROTECT, related_name="+", verbose_name=_("who may read"))
    post_audience = models.ForeignKey("intranet_organisation.Audience", on_delete=models.PROTECT, related_name="+", verbose_name=_("who may write"))
    state = models.CharField(_("state"), max_length=10, choices=AreaState.choices, default=AreaState.OPEN)
    pre_moderated = models.BooleanField(_("a moderator reads every post first"), default=False)
    allows_unnamed = models.BooleanField(
        _("people may write without their name"),
        default=False,
        db_default=False,
        help_text=_(
            "Colleagues see an alias, and a moderator reads first. Two senior moderators together can open a name, for reasons of a short list."
        ),
    )
    topic_types = models.JSONField(_("kinds of topics"), default=list, blank=True, help_text=_("Empty: all kinds."))
    group = models.ForeignKey(AreaGroup, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("heading in the list"))
    tags = models.JSONField(_("tags that are offered"), default=list, blank=True)
    templates = models.JSONField(_("how first posts begin"), default=dict, blank=True, help_text="Words by kind of topic.")
    unanswered_after_hours = models.PositiveSmallIntegerField(
        _("working hours until a question without an answer is brought to the team"), null=True, blank=True, help_text=_("Empty: never.")
    )
    position = models.PositiveSmallIntegerField(_("position in the list"), default=100)
    created = models.DateTimeField(default=now, editable=False)

    #: Given by ``queries.with_unread``.
    unread: int
    #: Given by ``queries.with_privacy``.
    is_private: bool
    #: Given by ``queries.area_for``.
    follow_level: str

    objects = AreaQuerySet.as_manager()

    class Meta:
        verbose_name = _("area")
        verbose_name_plural = _("areas")
        ordering = ["kind", "position", "name"]
        constraints = [models.CheckConstraint(condition=~Q(slug="-"), name="forum_area_slug")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return address_of("forums:area", self.slug)

    @property
    def is_social(self) -> bool:
        return self.kind == self.Kind.SOCIAL

    def place_words(self) -> str:
        return self.service.name if self.service else ""

    def template_for(self, type: str) -> str:
        """The words with which a first post of this kind begins here."""
        return str(self.templates.get(type, ""))

    def allowed_types(self) -> list[tuple[str, Any]]:
        """The kinds of topics that may be started here, as choices."""
        return [(value, label) for value, label in TopicType.choices if not self.topic_types or value in self.topic_types]
