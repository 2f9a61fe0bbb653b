"""Looking for people, and one's own profile."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.images.fields import WagtailImageField

from intranet.core.organisation.models import Profile, Service

if TYPE_CHECKING:
    from intranet.core.kinds import Person


class PeopleFilter(forms.Form):
    """Words and a service; what is not understood narrows nothing."""

    q = forms.CharField(label=_("Name, post or skill"), required=False, max_length=200, widget=forms.TextInput(attrs={"type": "search"}))
    service = forms.ModelChoiceField(
        label=_("Service"), queryset=Service.objects.none(), to_field_name="slug", required=False, empty_label=_("All services")
    )

    def __init__(self, *args: Any, user: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["service"].queryset = Service.objects.visible_to(user).valid().order_by("name")  # type: ignore[attr-defined]


class ProfileForm(forms.ModelForm):  # type: ignore[type-arg]
    """What people say of themselves; name, post, service and manager come from the organisation."""

    new_photo = WagtailImageField(label=_("New photo"), required=False)
    drop_photo = forms.BooleanField(label=_("Take my photo away"), required=False)

    GROUPS = (
        (_("About you"), ("pronouns", "nickname", "about", "skills")),
        (_("How to reach you"), ("telephone", "hours_note")),
        (_("Your photo"), ("new_photo", "drop_photo")),
        (_("What colleagues see"), ("show_telephone", "show_email", "show_hours", "show_skills", "show_photo", "searchable")),
    )

    class Meta:
        model = Profile
        fields = [
            "pronouns",
            "nickname",
            "about",
            "skills",
            "telephone",
            "hours_note",
            "show_telephone",
            "show_email",
            "show_hours",
            "show_skills",
            "show_photo",
            "searchable",
        ]
        widgets = {"about": forms.Textarea(attrs={"rows": 5})}
        labels = {"nickname": _("Known as"), "searchable": _("Search may find me")}
        help_texts = {
            "skills": _("What people can ask you about, with commas between."),
            "hours_note": _("As you would say it: Monday to Thursday, 8:00 to 16:00."),
            "about": _("A few sentences. Everybody who works here can read them."),
        }

    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The fields under the headings of the page."""
        return [(str(heading), [self[name] for name in names]) for heading, names in self.GROUPS]

    def clean_skills(self) -> str:
        words = dict.fromkeys(word.strip() for word in self.cleaned_data["skills"].split(","))
        return ", ".join(filter(None, words))

    def clean_telephone(self) -> str:
        number = self.cleaned_data["telephone"].strip()
        if number and not (set(number) <= set("0123456789 +()-/.x") and any(letter.isdigit() for letter in number)):
            raise forms.ValidationError(_("Write the number with figures and spaces, as 01632 960300."))
        return number  # type: ignore[no-any-return]
