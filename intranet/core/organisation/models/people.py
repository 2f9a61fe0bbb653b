"""What the suite knows of a person beyond the account."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from intranet.core.kinds import DocumentFields, Findable, Followable
from intranet.core.organisation.models.audiences import Audience
from intranet.core.organisation.models.services import Service
from intranet.core.organisation.querysets import ProfileQuerySet
from intranet.core.ui.addresses import address_in_room


class Profile(Findable, Followable):
    """What the suite knows of a person beyond the account."""

    class Who(models.TextChoices):
        ALL = "all", _("all staff")
        SERVICE = "service", _("my service")
        NONE = "none", _("nobody")

    class Kind(models.TextChoices):
        OFFICER = "officer", _("officer")
        COUNCILLOR = "councillor", _("councillor")

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="roost_profile")
    name = models.CharField(_("name"), max_length=200)
    title = models.CharField(_("title"), max_length=40, blank=True)
    nickname = models.CharField(_("nickname"), max_length=80, blank=True)
    pronouns = models.CharField(_("pronouns"), max_length=40, blank=True)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices, default=Kind.OFFICER)
    post = models.CharField(_("post held"), max_length=200, blank=True)
    service = models.ForeignKey(Service, on_delete=models.SET_NULL, null=True, blank=True, related_name="people", verbose_name=_("service"))
    manager = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="reports", verbose_name=_("line manager")
    )
    photo = models.ForeignKey("wagtailimages.Image", on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("photo"))
    about = models.TextField(_("about"), blank=True)
    skills = models.CharField(_("skills"), max_length=500, blank=True)
    telephone = models.CharField(_("telephone"), max_length=40, blank=True)
    hours_note = models.CharField(_("working hours"), max_length=200, blank=True)
    joined = models.DateField(_("joined"), null=True, blank=True)
    left = models.DateField(_("left"), null=True, blank=True)
    trial_since = models.DateField(
        _("read first since"),
        null=True,
        editable=False,
        help_text=_("From this day a moderator reads first what the person writes, as a newcomer's."),
    )
    show_telephone = models.CharField(_("telephone is shown to"), max_length=8, choices=Who.choices, default=Who.ALL)
    show_email = models.CharField(_("email is shown to"), max_length=8, choices=Who.choices, default=Who.ALL)
    show_hours = models.CharField(_("working hours are shown to"), max_length=8, choices=Who.choices, default=Who.ALL)
    show_skills = models.CharField(_("skills are shown to"), max_length=8, choices=Who.choices, default=Who.ALL)
    show_photo = models.CharField(_("photo is shown to"), max_length=8, choices=Who.choices, default=Who.ALL)
    searchable = models.BooleanField(_("found by search"), default=True)
    theme = models.CharField(
        _("light or dark"), max_length=5, blank=True, choices=[("", _("as the system")), ("light", _("light")), ("dark", _("dark"))]
    )

    objects = ProfileQuerySet.as_manager()

    search_kind = "person"
    search_label = _("People")

    class Meta:
        verbose_name = _("profile")
        verbose_name_plural = _("profiles")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return address_in_room("people:person", self.user.get_username())

    def place_words(self) -> str:
        return self.service.name if self.service else ""

    @property
    def skill_list(self) -> list[str]:
        return [word.strip() for word in self.skills.split(",") if word.strip()]

    def to_document(self) -> DocumentFields | None:
        """What everybody may see of a person who works here and wants to be found."""
        if not (self.searchable and self.user.is_active):
            return None
        everybody = [
            text
            for text, who in (
                (self.skills, self.show_skills),
                (self.telephone, self.show_telephone),
                (self.user.email, self.show_email),
                (self.hours_note, self.show_hours),
            )
            if text and who == self.Who.ALL
        ]
        return DocumentFields(
            title=self.name,
            url=self.get_absolute_url(),
            audience_id=Audience.objects.all_staff_id(),
            body="\n".join(filter(None, [self.post, self.service.name if self.service else "", self.nickname, self.about, *everybody])),
            tags=tuple(self.skill_list) if self.show_skills == self.Who.ALL else (),
            service_id=self.service_id,
            author_id=self.user_id,
            author_name=self.name,
        )


class Membership(models.Model):
    """A person belongs to a further service, for a time."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="roost_memberships")
    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="memberships")
    since = models.DateField(_("since"), null=True, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.UniqueConstraint(fields=["person", "service"], name="membership_once"),
            models.CheckConstraint(
                condition=Q(since__isnull=True) | Q(until__isnull=True) | Q(until__gte=F("since")), name="membership_valid_period"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} in {self.service}"
