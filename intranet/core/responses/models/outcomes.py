"""You said, we did: what came of what people said, and how it went on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from intranet.core.background import now
from intranet.core.kinds import DocumentFields, Findable, Followable
from intranet.core.responses.querysets import OutcomeQuerySet

if TYPE_CHECKING:
    from django.db.models import Model


class Outcome(Findable, Followable):
    """What people said, and what is done about it. Who may see where it was said sees it, unless it has an audience of its own."""

    class Status(models.TextChoices):
        CONSIDERING = "considering", _("considering")
        DOING = "doing", _("doing")
        DONE = "done", _("done")
        NOT_DOING = "not_doing", _("not doing")

    search_kind = "outcome"
    search_label = _("Outcomes")
    holds_others = False

    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_id = models.BigIntegerField()
    source = GenericForeignKey("content_type", "object_id")
    said = models.TextField(_("what people said"), max_length=1000)
    done = models.TextField(_("what is done about it"), max_length=2000, blank=True)
    status = models.CharField(_("status"), max_length=12, choices=Status.choices)
    reason = models.TextField(_("why not"), max_length=2000, blank=True)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("who looks after it"))
    owner_name = models.CharField(max_length=200)
    service = models.ForeignKey("intranet_organisation.Service", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    published_at = models.DateTimeField(default=now)
    changed_at = models.DateTimeField(default=now)
    review_on = models.DateField(_("to be looked at again on"), null=True, blank=True)
    reminded_for = models.DateField(null=True, blank=True, help_text="The day of review that its owner was reminded of.")
    evidence = models.TextField(_("how one can tell"), max_length=1000, blank=True)
    evidence_url = models.URLField(_("where it can be read"), max_length=500, blank=True)
    audience = models.ForeignKey(
        "intranet_organisation.Audience",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Empty: who may see where it was said.",
    )
    public = models.BooleanField(_("public"), default=False)

    objects = OutcomeQuerySet.as_manager()

    class Meta:
        verbose_name = _("outcome")
        verbose_name_plural = _("outcomes")
        constraints = [
            models.CheckConstraint(condition=~Q(status="not_doing") | ~Q(reason=""), name="outcome_why_not"),
            models.CheckConstraint(condition=~Q(status__in=["doing", "done"]) | ~Q(done=""), name="outcome_says_what"),
        ]
        indexes = [
            models.Index(fields=["content_type", "object_id"], name="outcome_source"),
            models.Index(fields=["-published_at", "-id"], name="outcome_latest"),
            models.Index(fields=["review_on"], condition=Q(review_on__isnull=False), name="outcome_review"),
        ]

    def __str__(self) -> str:
        return Truncator(self.said).chars(90)

    def get_absolute_url(self) -> str:
        return reverse("outcomes:outcome", args=[self.pk])

    def get_outside_url(self) -> str:
        return reverse("outside-outcomes:outcome", args=[self.pk])

    def place_words(self) -> str:
        return str(self.service or "")

    @property
    def is_review_overdue(self) -> bool:
        """Its owner had to confirm or amend it by the end of that day."""
        return self.review_on is not None and self.review_on < localdate(now())

    @property
    def outside_evidence_url(self) -> str:
        """The address that is shown outside: none that lies inside."""
        inside = urlsplit(getattr(settings, "WAGTAILADMIN_BASE_URL", "")).netloc
        return "" if urlsplit(self.evidence_url).netloc == inside else self.evidence_url

    @property
    def drawing(self) -> str:
        """How the component ``outcome`` draws it."""
        return {"done": "done", "doing": "doing", "not_doing": "declined"}.get(self.status, "considering")

    def to_document(self) -> DocumentFields | None:
        """For its own audience, or for those who find where it was said now, together with that."""
        source = self.source
        said_there = source.to_document() if source is not None else None
        if self.audience_id is None and said_there is None:
            return None
        return DocumentFields(
            title=str(self),
            url=self.get_absolute_url(),
            audience_id=self.audience_id or said_there.audience_id,  # type: ignore[union-attr]
            body="\n".join(filter(None, [self.said, self.done, self.reason, self.evidence])),
            service_id=self.service_id,
            created=self.published_at,
            state=self.status,
            container=self._lies_in(said_there) if self.audience_id is None and said_there is not None else None,
        )

    def _lies_in(self, said_there: DocumentFields) -> Model | None:
        """With what it goes out of sight: its source, or what that lies in."""
        source: Any = self.source
        found: Model | None = source if source.holds_others else said_there.container
        return found


class OutcomeStep(models.Model):
    """How an outcome stood since a moment, and who said so."""

    outcome = models.ForeignKey(Outcome, on_delete=models.CASCADE, related_name="steps")
    status = models.CharField(max_length=12, choices=Outcome.Status.choices)
    note = models.TextField(blank=True)
    is_review = models.BooleanField(default=False, help_text="It was looked at again and stands.")
    moment = models.DateTimeField(default=now)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    actor_name = models.CharField(max_length=200)

    class Meta:
        verbose_name = _("step of an outcome")
        verbose_name_plural = _("steps of outcomes")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.get_status_display()} {self.moment:%Y-%m-%d}"
