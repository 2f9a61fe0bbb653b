"""The register of official accounts on social networks."""

from __future__ import annotations

from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.models import DraftStateMixin, LockableMixin, RevisionMixin, WorkflowMixin

from intranet.core.background import now
from intranet.core.kinds import DocumentFields, Findable
from intranet.core.organisation.models import Audience, Service
from intranet.guidance.conf import ACCOUNT_REVIEW
from intranet.guidance.querysets import AccountQuerySet


class SocialAccount(Findable, WorkflowMixin, DraftStateMixin, LockableMixin, RevisionMixin, models.Model):
    """An account that speaks for the organisation: whose it is, what for, and how fast it answers."""

    class Status(models.TextChoices):
        ACTIVE = "active", _("active")
        DORMANT = "dormant", _("dormant")
        CLOSED = "closed", _("closed")

    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="+", verbose_name=_("service"))
    network = models.CharField(_("network"), max_length=60)
    handle = models.CharField(_("name there"), max_length=120)
    slug = models.SlugField(_("address here"), max_length=100, unique=True)
    url = models.URLField(_("address there"), max_length=500)
    purpose = models.CharField(_("purpose"), max_length=300)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("owner"))
    deputy = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("deputy"))
    opened = models.DateField(_("opened"), null=True, blank=True)
    closed_on = models.DateField(_("closed"), null=True, blank=True)
    reviewed_on = models.DateField(_("last reviewed"), null=True, blank=True)
    status = models.CharField(_("status"), max_length=8, choices=Status.choices, default=Status.ACTIVE)
    status_note = models.CharField(_("note on the status"), max_length=300, blank=True)
    successor = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("people go on to"))
    promise = models.CharField(_("promise of an answer"), max_length=200, blank=True)
    followers = models.PositiveIntegerField(_("followers"), null=True, blank=True)
    public = models.BooleanField(_("in the public register"), default=True)

    workflow_states = GenericRelation(
        "wagtailcore.WorkflowState",
        content_type_field="base_content_type",
        object_id_field="object_id",
        related_query_name="social_account",
        for_concrete_model=False,
    )
    revisions = GenericRelation(
        "wagtailcore.Revision", content_type_field="base_content_type", object_id_field="object_id", related_query_name="social_account"
    )

    objects = AccountQuerySet.as_manager()

    search_kind = "account"
    search_label = _("Official accounts")

    class Meta:
        verbose_name = _("official account")
        verbose_name_plural = _("official accounts")
        ordering = ["service__name", "network", "handle"]
        constraints = [
            models.UniqueConstraint(fields=["network", "handle"], name="account_once"),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | Q(opened__isnull=True) | Q(closed_on__gte=F("opened")), name="account_valid_period"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.handle} ({self.network})"

    def get_absolute_url(self) -> str:
        return reverse("guidance:account", args=[self.slug])

    @property
    def review_is_due(self) -> bool:
        """Nobody has looked at it for half a year."""
        if self.status == self.Status.CLOSED:
            return False
        return self.reviewed_on is None or self.reviewed_on + ACCOUNT_REVIEW < now().date()

    def to_document(self) -> DocumentFields | None:
        if not self.live:
            return None
        return DocumentFields(
            title=str(self),
            url=self.get_absolute_url(),
            audience_id=Audience.objects.all_staff_id(),
            body=f"{self.purpose}\n{self.promise}\n{self.url}",
            service_id=self.service_id,
            created=None,
        )
