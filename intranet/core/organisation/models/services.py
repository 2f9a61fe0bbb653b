"""The service tree and the days on which nobody works."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from treebeard.mp_tree import MP_Node, MP_NodeManager

from intranet.core.background import now
from intranet.core.kinds import DocumentFields, Findable, Followable
from intranet.core.organisation.models.audiences import Audience
from intranet.core.organisation.models.hours import validate_hours
from intranet.core.organisation.querysets import ServiceQuerySet
from intranet.core.ui.addresses import address_in_room


class ServiceManager(MP_NodeManager.from_queryset(ServiceQuerySet)):  # type: ignore[misc]
    """Services in the order of the tree."""

    def get_queryset(self) -> ServiceQuerySet:
        return ServiceQuerySet(self.model, using=self._db).order_by("path")


class Service(MP_Node, Findable, Followable):
    """A department of the organisation; services form a tree."""

    class Kind(models.TextChoices):
        SERVICE = "service", _("service")
        DIRECTORATE = "directorate", _("directorate")

    name = models.CharField(_("name"), max_length=200)
    slug = models.SlugField(_("address"), max_length=100, unique=True)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices, default=Kind.SERVICE)
    purpose = models.TextField(_("purpose"), blank=True)
    acronyms = models.CharField(_("acronyms"), max_length=200, blank=True, help_text=_("Separated by commas; search knows them."))
    email = models.EmailField(_("email"), blank=True)
    telephone = models.CharField(_("telephone"), max_length=40, blank=True)
    location = models.CharField(_("location"), max_length=200, blank=True)
    lead = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("lead"))
    deputy = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("deputy"))
    duty_officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("duty officer")
    )
    hours = models.JSONField(
        _("working hours"),
        default=dict,
        blank=True,
        validators=[validate_hours],
        help_text=_("By weekday, mon to sun: 09:00-17:00. Empty: the organisation's hours."),
    )
    hours_note = models.CharField(_("note on hours"), max_length=300, blank=True)
    works_bank_holidays = models.BooleanField(_("works on bank holidays"), default=False)
    promise_minutes = models.PositiveIntegerField(
        _("promise in working minutes"), null=True, blank=True, help_text=_("Empty: the organisation's promise.")
    )
    champion_note = models.CharField(_("note when there is no champion"), max_length=300, blank=True)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(_("valid to"), null=True, blank=True)

    objects = ServiceManager()  # type: ignore[misc]

    search_kind = "service"
    search_label = _("Services")

    class Meta:
        verbose_name = _("service")
        verbose_name_plural = _("services")
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_from__isnull=True) | Q(valid_to__gte=F("valid_from")), name="service_valid_period"
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return address_in_room("people:service", self.slug)

    def clean(self) -> None:
        super().clean()
        if self.valid_from and self.valid_to and self.valid_to < self.valid_from:
            raise ValidationError({"valid_to": _("The last day comes after the first.")})

    @property
    def is_valid_now(self) -> bool:
        today = now().date()
        return (self.valid_from is None or self.valid_from <= today) and (self.valid_to is None or self.valid_to >= today)

    def to_document(self) -> DocumentFields | None:
        """A service that no longer exists is not found; its page stays."""
        if not self.is_valid_now:
            return None
        acronyms = tuple(word.strip() for word in self.acronyms.split(",") if word.strip())
        return DocumentFields(
            title=self.name,
            url=self.get_absolute_url(),
            audience_id=Audience.objects.all_staff_id(),
            body="\n".join(filter(None, [self.purpose, self.acronyms, self.location, self.telephone, self.email])),
            tags=acronyms,
            service_id=self.pk,
            boost=1.5,
        )


class Closure(models.Model):
    """A day on which the organisation, or one service, does not work."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, null=True, blank=True, related_name="closures", verbose_name=_("service"))
    date = models.DateField(_("date"))
    name = models.CharField(_("name"), max_length=200)

    class Meta:
        verbose_name = _("closure")
        verbose_name_plural = _("closures")
        ordering = ["date", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["service", "date"], name="closure_once"),
            models.UniqueConstraint(fields=["date"], condition=Q(service__isnull=True), name="closure_of_all_once"),
        ]

    def __str__(self) -> str:
        return f"{self.date:%d %B %Y}: {self.name}"
