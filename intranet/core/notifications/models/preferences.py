"""How what people are told reaches them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from intranet.core.organisation.models.hours import validate_hours


class Delivery(models.TextChoices):
    """How a notice reaches its reader. It stands in the list of notices in every case but the last."""

    MAIL = "mail", _("a mail at once")
    PUSH = "push", _("a message on my devices at once")  # only where a push service is installed (``notices.PushService``)
    DIGEST = "digest", _("in my digest")
    APP = "app", _("only here")
    OFF = "off", _("not at all")


class Preference(models.Model):
    """A person's choices about mail; without a row, the site's defaults hold (``conf``)."""

    class Digest(models.TextChoices):
        NONE = "none", _("no digest")
        DAILY = "daily", _("every working day")
        WEEKLY = "weekly", _("every week, on Monday")

    class Social(models.TextChoices):
        ALWAYS = "", _("like the rest")
        FREE_TIME = "free_time", _("not in my working hours")
        NEVER = "never", _("not at all")

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="roost_preference")
    wants_mail = models.BooleanField(_("send me mail"), default=True)
    digest = models.CharField(_("digest"), max_length=6, choices=Digest.choices, blank=True, help_text="Empty: as the site has it.")
    quiet_from = models.TimeField(_("no mail from"), null=True, blank=True)
    quiet_until = models.TimeField(_("until"), null=True, blank=True)
    only_in_working_hours = models.BooleanField(_("only in my working hours"), default=False)
    hours = models.JSONField(
        _("working hours"), default=dict, blank=True, validators=[validate_hours], help_text="As those of a service. Empty: the service's."
    )
    social = models.CharField(
        _("what happens in social areas"),
        max_length=10,
        choices=Social.choices,
        blank=True,
        default="",
        db_default="",
        help_text="What is addressed to them in person is always told.",
    )
    bounces = models.PositiveSmallIntegerField(_("mails that came back"), default=0, help_text="In a row; a mail that is taken sets it to none.")
    bounced_address = models.EmailField(blank=True, help_text="The address that they came back from.")

    class Meta:
        verbose_name = _("mail preference")
        verbose_name_plural = _("mail preferences")
        constraints = [
            models.CheckConstraint(
                condition=Q(quiet_from__isnull=True, quiet_until__isnull=True) | Q(quiet_from__isnull=False, quiet_until__isnull=False),
                name="preference_quiet_from_and_until",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.wants_mail}"


class Choice(models.Model):
    """A person's choice for one kind of notice, for one service, or for one kind of one service."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="roost_choices")
    kind = models.CharField(max_length=60, blank=True, help_text="Empty: every kind.")
    service = models.ForeignKey("intranet_organisation.Service", on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    delivery = models.CharField(max_length=6, choices=Delivery.choices)

    class Meta:
        verbose_name = _("choice of delivery")
        verbose_name_plural = _("choices of delivery")
        constraints = [
            models.UniqueConstraint(fields=["person", "kind", "service"], name="choice_once"),
            models.UniqueConstraint(fields=["person", "kind"], condition=Q(service__isnull=True), name="choice_of_kind_once"),
            models.CheckConstraint(condition=~Q(kind="") | Q(service__isnull=False), name="choice_of_something"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.kind or self.service_id} {self.delivery}"
