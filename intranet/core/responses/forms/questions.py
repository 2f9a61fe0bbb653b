"""What is said instead of an answer, and of one that is none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from intranet.core.organisation.models import Profile, Service
from intranet.core.responses.queries import addressee_of, cannot_take

if TYPE_CHECKING:
    from intranet.core.kinds import Person
    from intranet.core.responses.models import ResponseRequest


def _words(label: Any, missing: Any = "", **options: Any) -> forms.CharField:
    messages = {"required": missing}
    return forms.CharField(label=label, max_length=1000, widget=forms.Textarea(attrs={"rows": 3}), error_messages=messages, **options)


def person_named(said: str, *, reader: Person) -> Person | None:
    """Who is called so, by full name, user name or post held, among those whom ``reader`` may see; None when nothing is said."""
    wanted = said.strip()
    if not wanted:
        return None
    profiles = Profile.objects.visible_to(reader).present().select_related("user", "service")
    called = Q(user__username__iexact=wanted.removeprefix("@")) | Q(name__iexact=wanted)
    found = list(profiles.filter(called)[:3]) or list(profiles.filter(post__iexact=wanted)[:3])
    if not found:
        raise forms.ValidationError(now_("Nobody here is called that."))
    if len(found) > 1:
        names = ", ".join(profile.user.get_username() for profile in found)
        raise forms.ValidationError(now_("More than one person is called that: give the user name (%(names)s).") % {"names": names})
    person: Person = found[0].user
    return person


class ActForm(forms.Form):
    """What all of them get: whose question, and who acts."""

    def __init__(self, *args: Any, asked: ResponseRequest, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked, self.person = asked, person


class DeclineForm(ActForm):
    reason = _words(
        _("Why there will be no answer"),
        _("Say why there will be no answer"),
        help_text=_("Everyone who reads the question reads this, and it counts in your record."),
    )


class HoldForm(ActForm):
    """A sentence; a second time also a reason."""

    words = _words(_("What you can say already"), _("Say what you can already"), help_text=_("Everyone who reads the question reads this."))
    reason = _words(
        _("Why it takes longer again"),
        _("Say why it takes longer again"),
        help_text=_("The lead of the service and the central co-ordinators are told that it was put off twice."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.asked.holds:
            del self.fields["reason"]


class PassOnForm(ActForm):
    """A person or a service, who can see the question."""

    name = forms.CharField(
        label=_("To a person"),
        required=False,
        max_length=200,
        help_text=_("The full name, or the user name."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    service = forms.ModelChoiceField(label=_("Or to a service"), queryset=Service.objects.none(), required=False, empty_label=_("No service"))
    words = _words(_("Why"), required=False, help_text=_("Everyone who reads the question reads this. The time by which it is due stays as it is."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["service"].queryset = Service.objects.visible_to(self.person).valid()  # type: ignore[attr-defined]

    def clean_name(self) -> Person | None:
        return person_named(self.cleaned_data["name"], reader=self.person)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        person, service = said.get("name"), said.get("service")
        if self.errors:
            return said
        target = person or service
        if target is None or (person and service):
            self.add_error("name", now_("Name a person, or choose a service: one of the two."))
            return said
        said["to"] = addressee_of(target)
        if why := cannot_take(self.asked, said["to"]):
            self.add_error("name" if person else "service", why)
        return said


class AskForm(PassOnForm):
    """Whose answer a thing asks for, once it stands there: ``asked`` is a request of it that is not kept yet."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["words"]
        self.fields["name"].help_text = _("A leader or an officer: the full name, the user name, or the post held.")
        self.fields["service"].help_text = _("Left as it is when you name a person.")

    def clean_service(self) -> Any:
        """A person who is named is asked, and not the service that was chosen for them to begin with."""
        service = self.cleaned_data["service"]
        is_as_offered = service is not None and service.pk == self.initial.get("service")
        return None if is_as_offered and self.data.get("name", "").strip() else service


class ReopenForm(ActForm):
    words = _words(
        _("What is missing"),
        _("Say what is missing"),
        help_text=_("Everyone who reads the question reads this. You can say it once."),
    )


class WithdrawForm(ActForm):
    """Nothing has to be said."""
