"""Forms of the administration: services in their tree, hours by weekday, roles with a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from intranet.core.organisation import actions
from intranet.core.organisation.models import Profile, Role, RoleAssignment, Service
from intranet.core.organisation.models.hours import WEEKDAY_NAMES, WEEKDAYS, parse_day

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.db.models import Model


def _day_field(day: str) -> forms.CharField:
    return forms.CharField(label=WEEKDAY_NAMES[day], required=False, max_length=60, widget=forms.TextInput(attrs={"placeholder": "09:00-17:00"}))


class WeekForm(forms.Form):
    """Hours as seven fields, and as ``cleaned_data["hours"]``; what cannot be read is said at its day."""

    hours_mon = _day_field("mon")
    hours_tue = _day_field("tue")
    hours_wed = _day_field("wed")
    hours_thu = _day_field("thu")
    hours_fri = _day_field("fri")
    hours_sat = _day_field("sat")
    hours_sun = _day_field("sun")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        said = {day: cleaned.get(f"hours_{day}", "").strip() for day in WEEKDAYS}
        for day, text in said.items():
            try:
                parse_day(text)
            except ValidationError as error:
                self.add_error(f"hours_{day}", error)
        cleaned["hours"] = {day: text for day, text in said.items() if text}
        return cleaned

    def days(self) -> list[forms.BoundField]:
        """The seven fields, Monday first."""
        return [self[f"hours_{day}"] for day in WEEKDAYS]


def as_days(hours: Mapping[str, str]) -> dict[str, str]:
    """Hours as the fields of a ``WeekForm`` begin."""
    return {f"hours_{day}": hours.get(day, "") for day in WEEKDAYS}


class HoursForm(WeekForm, WagtailAdminModelForm):
    """A row that has hours."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.update(as_days(self.instance.hours))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self.instance.hours = cleaned["hours"]
        return cleaned


class OrganisationForm(HoursForm):
    """The organisation works at some time of the week."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not self.instance.hours and not self.errors:
            self.add_error("hours_mon", _("Give hours for at least one day."))
        return cleaned


class ServiceForm(HoursForm):
    """A service, and where it stands in the tree."""

    parent = forms.ModelChoiceField(
        label=_("part of"), queryset=Service.objects.all(), required=False, empty_label=_("nothing: it stands at the top")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parents = Service.objects.all()
        if self.instance.pk:
            parents = parents.exclude(path__startswith=self.instance.path)
            self.fields["parent"].initial = self.instance.get_parent()
        self.fields["parent"].queryset = parents  # type: ignore[attr-defined]

    def save(self, commit: bool = True) -> Service:
        service: Service = super().save(commit=False)
        if commit:
            actions.place_service(service, parent=self.cleaned_data["parent"])
            self.save_m2m()
        return service


class ProfileAdminForm(WagtailAdminModelForm):
    """A person's place in the organisation; a move goes through its action, and so into the log."""

    def save(self, commit: bool = True) -> Profile:
        if commit and {"service", "post"} & set(self.changed_data):
            changed = self.cleaned_data
            actions.move_person(self.instance.user, service=changed.get("service"), post=changed.get("post", ""), actor=self.for_user)
        profile: Profile = super().save(commit=commit)
        return profile


class RoleForm(WagtailAdminModelForm):
    """Gives somebody a role, with a reason."""

    reason = forms.CharField(label=_("reason"), max_length=300, help_text=_("It stands in the log."))

    class Meta:
        model = RoleAssignment
        fields = ["person", "role", "service"]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        held = RoleAssignment.objects.filter(person=cleaned.get("person"), role=cleaned.get("role", ""), service=cleaned.get("service"), area_id=None)
        if held.exists():
            self.add_error("role", _("They hold this role already."))
        return cleaned

    def save(self, commit: bool = True) -> Model:
        given = self.cleaned_data
        self.instance = actions.grant_role(
            given["person"], role=Role(given["role"]), service=given["service"], actor=self.for_user, reason=given["reason"]
        )
        return self.instance  # type: ignore[no-any-return]
