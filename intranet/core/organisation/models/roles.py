"""What a person may do, and where."""

from __future__ import annotations

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from intranet.core.background import now
from intranet.core.organisation.models.services import Service


class Role(models.TextChoices):
    """What a person may do, within a scope."""

    READER = "reader", _("reader")
    CONTRIBUTOR = "contributor", _("contributor")
    MODERATOR = "moderator", _("moderator")
    SENIOR_MODERATOR = "senior_moderator", _("senior moderator")
    TRAINER = "trainer", _("trainer")
    EDITOR = "editor", _("editor")
    SERVICE_OWNER = "service_owner", _("service owner")
    CENTRAL_COORDINATOR = "central_coordinator", _("central co-ordinator")
    SEARCH_MANAGER = "search_manager", _("search manager")
    CHAMPION = "champion", _("champion")
    DELEGATE = "delegate", _("delegate")
    AUDITOR = "auditor", _("auditor")
    DATA_PROTECTION_OFFICER = "data_protection_officer", _("data protection officer")
    MONITORING_OFFICER = "monitoring_officer", _("monitoring officer")


def _once(name: str, *fields: str) -> list[models.BaseConstraint]:
    """One row for these fields and a scope, whichever of the three the scope is: nulls are distinct on SQLite."""
    whole = Q(service__isnull=True, area_id__isnull=True)
    return [
        models.UniqueConstraint(fields=[*fields, "service"], condition=Q(service__isnull=False), name=f"{name}_once_in_service"),
        models.UniqueConstraint(fields=[*fields, "area_type", "area_id"], condition=Q(area_id__isnull=False), name=f"{name}_once_in_area"),
        models.UniqueConstraint(fields=list(fields), condition=whole, name=f"{name}_once_in_all"),
    ]


class RoleScope(models.Model):
    """Where a role holds: a service with its sub-services, an area (any object), or the whole when both are empty."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("service"))
    area_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    area_id = models.BigIntegerField(null=True, blank=True)
    area = GenericForeignKey("area_type", "area_id")

    class Meta:
        abstract = True


class RoleAssignment(RoleScope):
    """A person holds a role in a scope."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="roost_roles", verbose_name=_("person"))
    role = models.CharField(_("role"), max_length=32, choices=Role.choices)
    since = models.DateTimeField(_("since"), default=now)

    class Meta:
        verbose_name = _("role")
        verbose_name_plural = _("roles")
        constraints = [
            *_once("role", "person", "role"),
            models.CheckConstraint(condition=Q(service__isnull=True) | Q(area_id__isnull=True), name="role_one_scope"),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_role_display()}"


class RoleGroup(RoleScope):
    """The Django group of a role in a scope, made and kept by the suite, so that Wagtail's permissions follow."""

    role = models.CharField(max_length=32, choices=Role.choices)
    group = models.OneToOneField("auth.Group", on_delete=models.CASCADE, related_name="roost_role")

    class Meta:
        constraints = _once("role_group", "role")

    def __str__(self) -> str:
        return self.group.name
