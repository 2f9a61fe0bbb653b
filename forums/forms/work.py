"""Who looks after a topic, and what it is about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from forums.models import Assignment, Topic
from forums.queries import thing_at
from intranet.core.background import now
from intranet.core.organisation.models import Service

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import Model

    from intranet.core.kinds import Person


class AssignForm(forms.Form):
    """A person or a service, and until when."""

    person = forms.CharField(label=_("Person"), required=False, max_length=150, help_text=_("A user name, as after an @."))
    service = forms.ModelChoiceField(Service.objects.all(), label=_("Or a service"), required=False, empty_label=_("No service"))
    due_at = forms.DateTimeField(
        label=_("Due"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        error_messages={"invalid": _("Give a day and a time")},
    )

    def __init__(self, *args: Any, topic: Topic, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.topic = topic

    def clean_person(self) -> Person | None:
        name = self.cleaned_data["person"].strip().lstrip("@")
        if not name:
            return None
        person = get_user_model()._default_manager.filter(username=name, is_active=True).first()
        if person is None:
            raise ValidationError(_("There is nobody called %(name)s"), params={"name": name})
        if not Topic.objects.visible_to(person).filter(pk=self.topic.pk).exists():
            raise ValidationError(_("%(name)s cannot read this topic"), params={"name": name})
        return person

    def clean_due_at(self) -> datetime | None:
        due: datetime | None = self.cleaned_data["due_at"]
        if due is not None and due <= now() and "due_at" in self.changed_data:
            raise ValidationError(_("Choose a moment that is still to come"))
        return due

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if "person" in cleaned and "service" in cleaned and (cleaned["person"] is None) == (cleaned["service"] is None):
            self.add_error("person", ValidationError(_("Give a person or a service, one of them")))
        return cleaned


class ProgressForm(forms.Form):
    """How far they are."""

    state = forms.ChoiceField(choices=Assignment.AssignmentState.choices)


class AttachForm(forms.Form):
    """The address of the thing that a topic is about."""

    address = forms.CharField(
        label=_("Address of the page, module, poll or post"),
        max_length=500,
        help_text=_("Open it and copy its address from the browser."),
        error_messages={"required": _("Give an address")},
    )

    def __init__(self, *args: Any, user: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_address(self) -> Model:
        thing = thing_at(self.cleaned_data["address"], self.user)
        if thing is None:
            raise ValidationError(_("There is nothing at this address that can be attached"))
        return thing
