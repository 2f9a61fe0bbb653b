"""What an approver may say, and who takes over a post."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import Q
from django.utils.timezone import localdate
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput

from intranet.core.background import now
from intranet.core.organisation.models import Profile

if TYPE_CHECKING:
    from datetime import date

    from blogs.models import Leader
    from intranet.core.kinds import Person


class DecisionForm(forms.Form):
    """Approve, or ask for changes and say which."""

    APPROVE, CHANGE = "approve", "change"

    decision = forms.ChoiceField(choices=[(APPROVE, _("Approve")), (CHANGE, _("Ask for changes"))], widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("What should change"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Say what should change, so that it can be put right.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = self.data.get("decision") != self.APPROVE


def person_called(said: str, *, reader: Person) -> Person:
    """Whom ``reader`` means by a full name or a user name."""
    profiles = Profile.objects.visible_to(reader).present().select_related("user__roost_profile")
    named = Q(user__username__iexact=said.strip().removeprefix("@")) | Q(name__iexact=said.strip())
    found = list(profiles.filter(named, user__is_active=True)[:3])
    if not found:
        raise forms.ValidationError(now_("Nobody here is called that."))
    if len(found) > 1:
        names = ", ".join(profile.user.get_username() for profile in found)
        raise forms.ValidationError(now_("More than one person is called that: give the user name (%(names)s).") % {"names": names})
    person: Person = found[0].user
    return person


class HandOverForm(forms.Form):
    """Who takes over a leader's post, and from when."""

    name = forms.CharField(
        label=_("Who takes over"),
        max_length=200,
        help_text=_("The full name, or the user name."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    since = forms.DateField(
        label=_("First day in the post"),
        widget=AdminDateInput,
        help_text=_("Today or a day that has passed: it is done at once. A later day: on that day."),
    )
    title = forms.CharField(label=_("Title of the new blog"), max_length=200, required=False, help_text=_("Left empty, it is the name."))
    tagline = forms.CharField(label=_("Line below the title"), max_length=300, required=False)
    keep_office = forms.BooleanField(
        label=_("The office stays"),
        required=False,
        initial=True,
        help_text=_("Whoever wrote and answered on behalf of the leader before does so for the new one."),
    )

    def __init__(self, *args: Any, leader: Leader, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.leader, self.person = leader, person
        self.fields["since"].initial = localdate(now())

    def clean_name(self) -> Person:
        person = person_called(self.cleaned_data["name"], reader=self.person)
        if person.pk == self.leader.person_id:
            raise forms.ValidationError(now_("They hold the post already."))
        return person

    def clean_since(self) -> date:
        since: date = self.cleaned_data["since"]
        if since <= self.leader.since:
            raise forms.ValidationError(now_("%(name)s has held the post since then.") % {"name": self.leader.name})
        return since

    @property
    def is_later(self) -> bool:
        """Whether it is only planned: what is right is done on its day."""
        return bool(self.cleaned_data["since"] > localdate(now()))
