"""Guidance as Wagtail pages: the index, a service's section, a page with its versions."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page, PageManager

from intranet.core.background import now
from intranet.core.kinds import CaseContext, DocumentFields, Followable
from intranet.core.moderation.models import ReportedPage
from intranet.core.notifications.forms.reading import ReadingForm
from intranet.core.notifications.models import Acknowledgeable
from intranet.core.notifications.panels.admin import ReachPanel, reading_panel
from intranet.core.organisation.models import Service, ViewedPage
from intranet.core.organisation.queries import name_of
from intranet.guidance.blocks import GuidanceBlock
from intranet.guidance.querysets import GuidanceQuerySet


class GuidanceIndexPage(ViewedPage, Page):
    """Where all guidance stands: ``/guidance/``."""

    max_count = 1  # type: ignore[assignment]
    subpage_types: list[Any] = ["intranet_guidance.GuidanceSectionPage", "intranet_guidance.GuidancePage"]

    class Meta:
        verbose_name = _("index of guidance")


class GuidanceSectionPage(ViewedPage, Page):
    """A service's own part of the guidance, in the hands of its editors."""

    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="+", verbose_name=_("service"))

    parent_page_types: ClassVar = ["intranet_guidance.GuidanceIndexPage"]
    subpage_types: list[Any] = ["intranet_guidance.GuidancePage"]
    content_panels: list[Any] = [*Page.content_panels, FieldPanel("service")]

    class Meta:
        verbose_name = _("section of guidance")


class GuidancePage(Acknowledgeable, ViewedPage, ReportedPage, Followable, Page):
    """A policy, a toolkit, a statement: owned by somebody, and reviewed by a day."""

    class Kind(models.TextChoices):
        POLICY = "policy", _("policy")
        TOOLKIT = "toolkit", _("toolkit")
        STRATEGY = "strategy", _("strategy")
        RULES = "rules", _("rules")
        STATEMENT = "statement", _("statement")
        PRIVACY = "privacy", _("privacy notice")
        HOW_TO = "how_to", _("how to")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.HOW_TO)
    summary = models.CharField(_("summary"), max_length=300, blank=True)
    body = StreamField(GuidanceBlock(), verbose_name=_("body"), blank=True)
    guardian = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("who answers for it")
    )
    service = models.ForeignKey(Service, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("service"))
    review_on = models.DateField(_("review by"), null=True, blank=True)
    public = models.BooleanField(
        _("public"),
        default=False,
        help_text=_("Anybody can read it outside, without signing in. A page that is closed to some staff is never public."),
    )
    objects = PageManager.from_queryset(GuidanceQuerySet)()  # type: ignore[misc]
    base_form_class = ReadingForm

    search_kind = "guidance"
    search_label = _("Guidance")
    parent_page_types: ClassVar = ["intranet_guidance.GuidanceIndexPage", "intranet_guidance.GuidanceSectionPage"]
    subpage_types: list[Any] = []
    content_panels: list[Any] = [
        *Page.content_panels,
        FieldRowPanel([FieldPanel("kind"), FieldPanel("service")]),
        FieldPanel("summary"),
        FieldPanel("body"),
        MultiFieldPanel([FieldPanel("guardian"), FieldPanel("review_on"), FieldPanel("public")], heading=_("Care")),
        InlinePanel("versions", heading=_("Versions"), label=_("version")),
        reading_panel(),
        ReachPanel(),
    ]

    class Meta:
        verbose_name = _("guidance page")
        indexes = [models.Index(fields=["service", "kind"], name="guidance_service_kind")]

    def get_absolute_url(self) -> str:
        return str(self.get_url() or "")

    def place_words(self) -> str:
        return self.service.name if self.service else ""

    def get_outside_url(self) -> str:
        return reverse("guidance:outside-page", args=[self.pk, self.slug])

    @property
    def review_is_overdue(self) -> bool:
        return self.review_on is not None and self.review_on < now().date()

    @property
    def author_id(self) -> int | None:
        return self.guardian_id

    @property
    def author_name(self) -> str:
        return name_of(self.guardian) if self.guardian else ""

    def case_context(self) -> CaseContext:
        """Its service's moderators judge it."""
        return CaseContext(title=self.title, text=self.case_words(), url=self.get_absolute_url(), service_id=self.service_id)

    def case_words(self) -> str:
        return "\n".join([self.summary, *self._meta.get_field("body").get_searchable_content(self.body)])  # type: ignore[union-attr]

    def to_document(self) -> DocumentFields | None:
        if not self.live:
            return None
        return DocumentFields(
            title=self.title,
            url=self.get_absolute_url(),
            audience_id=self.audience_id_now(),
            body=self.case_words(),
            service_id=self.service_id,
            author_id=self.author_id,
            author_name=self.author_name,
            created=self.first_published_at,
            boost=1.2,
        )


class GuidanceVersion(models.Model):
    """What changed in a page, in a sentence that a reader understands."""

    page = ParentalKey(GuidancePage, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField(_("version"))
    date = models.DateField(_("date"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("by"))
    change = models.CharField(_("what changed"), max_length=500)

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["page", "number"], name="guidance_version_once")]

    def __str__(self) -> str:
        return f"{self.number}: {self.change}"
