"""What is said of outcomes, and what a reader of them wants to see."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from intranet.core.background import now
from intranet.core.responses.forms.questions import person_named
from intranet.core.responses.models import Outcome
from intranet.core.responses.queries import OutcomeFilter, why_not_public

if TYPE_CHECKING:
    from collections.abc import Iterable

    from intranet.core.kinds import Heard, Person
    from intranet.core.organisation.models import Service

STATUSES = [
    (Outcome.Status.CONSIDERING, _("We are considering it")),
    (Outcome.Status.DOING, _("We are doing it")),
    (Outcome.Status.DONE, _("It is done")),
    (Outcome.Status.NOT_DOING, _("We will not do it")),
]


def _words(label: Any, *, rows: int = 3, most: int = 2000, **options: Any) -> forms.CharField:
    messages = {"max_length": _("Use %(limit_value)d characters or fewer: you have %(show_value)d"), "required": options.pop("missing", "")}
    return forms.CharField(label=label, max_length=most, widget=forms.Textarea(attrs={"rows": rows}), error_messages=messages, **options)


class LaterDay(forms.DateField):
    """A day after today."""

    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})

    def __init__(self, **options: Any) -> None:
        super().__init__(error_messages={"invalid": _("Give a day, as 2027-03-31"), "required": _("Give a day")}, **options)

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value is not None and value <= localdate(now()):
            raise forms.ValidationError(gettext("Give a day that is still to come"))


class OutcomeForm(forms.Form):
    """A new outcome of ``source``."""

    said = _words(_("You said"), missing=_("Say what people said"), most=1000, help_text=_("In your words, without the name of anybody."))
    status = forms.ChoiceField(
        label=_("What is done about it"), choices=STATUSES, widget=forms.RadioSelect, error_messages={"required": _("Say how it stands")}
    )
    done = _words(_("We did, or will do"), required=False, help_text=_("Needed when it is being done or is done."))
    reason = _words(_("Why not"), required=False, help_text=_("Needed when you will not do it."))
    evidence = _words(_("How one can tell"), required=False, rows=2, most=1000, help_text=_("Figures, or what people will notice."))
    evidence_url = forms.URLField(
        label=_("Where it can be read"),
        required=False,
        max_length=500,
        assume_scheme="https",
        help_text=_("The whole address, with https."),
        error_messages={"invalid": _("Give the whole address, with https")},
    )
    owner = forms.CharField(
        label=_("Who looks after it"),
        required=False,
        max_length=200,
        help_text=_("The full name, or the user name. Empty: you."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    review_on = LaterDay(label=_("To be looked at again on"), required=False, help_text=_("Who looks after it is reminded on that day."))
    for_all_staff = forms.BooleanField(
        label=_("All staff can read it"), required=False, help_text=_("Otherwise those who can read where it was said.")
    )
    public = forms.BooleanField(
        label=_("Publish it outside"), required=False, help_text=_("Anybody can read it without signing in. No name of a colleague is shown there.")
    )

    def __init__(self, *args: Any, source: Heard | None, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.source, self.person = source, person

    def clean_owner(self) -> Person | None:
        return person_named(self.cleaned_data["owner"], reader=self.person)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        status = said.get("status")
        if status in (Outcome.Status.DOING, Outcome.Status.DONE) and "done" in said and not said["done"].strip():
            self.add_error("done", gettext("Say what is done about it"))
        if status == Outcome.Status.NOT_DOING and "reason" in said and not said["reason"].strip():
            self.add_error("reason", gettext("Say why you will not do it"))
        if said.get("public") and (why := why_not_public(self.source, for_all_staff=said.get("for_all_staff", False))):
            self.add_error("public", why)
        return said


class ChangeForm(OutcomeForm):
    """How it goes on."""

    note = _words(
        _("What is new"),
        required=False,
        rows=2,
        most=1000,
        help_text=_("Everyone who had a say is told of it. They are also told when it stands otherwise; of other changes they are not."),
    )
    field_order = ["status", "note", "said", "done", "reason", "evidence", "evidence_url", "owner", "review_on", "for_all_staff", "public"]

    def __init__(self, *args: Any, outcome: Outcome, **kwargs: Any) -> None:
        names = ("said", "status", "done", "reason", "evidence", "evidence_url", "review_on", "public")
        initial = {name: getattr(outcome, name) for name in names}
        owner = outcome.owner.get_username() if outcome.owner is not None else ""
        super().__init__(*args, initial=initial | {"for_all_staff": outcome.audience_id is not None, "owner": owner}, **kwargs)
        self.fields["owner"].help_text = _("The full name, or the user name.")


class ReviewForm(forms.Form):
    """It stands; when it is to be looked at again."""

    review_on = LaterDay(label=_("To be looked at again on"), required=False, help_text=_("Empty: it is settled, and need not be looked at again."))
    note = _words(_("What you found"), required=False, rows=2, most=1000, help_text=_("Everyone who can read the outcome can read it."))


class FilterForm(forms.Form):
    """By service, year and status, as they stand in the address; nonsense narrows nothing."""

    service = forms.ChoiceField(label=_("Service"), required=False)
    year = forms.TypedChoiceField(label=_("Year"), required=False, coerce=int, empty_value=None)
    status = forms.ChoiceField(label=_("How it stands"), required=False, choices=[("", _("Any")), *STATUSES])

    def __init__(self, *args: Any, years: Iterable[int], services: Iterable[Service], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by_slug = {service.slug: service for service in services}
        names = [(slug, service.name) for slug, service in self.by_slug.items()]
        self.fields["service"].choices = [("", _("All services")), *names]  # type: ignore[attr-defined]
        self.fields["year"].choices = [("", _("All years")), *((year, str(year)) for year in years)]  # type: ignore[attr-defined]

    def wanted(self) -> OutcomeFilter:
        self.is_valid()
        said = self.cleaned_data
        return OutcomeFilter(service=self.by_slug.get(said.get("service", "")), year=said.get("year"), status=said.get("status", ""))
