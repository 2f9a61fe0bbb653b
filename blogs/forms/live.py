"""When a leader answers live, what is asked then, and the answer."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from blogs.forms.deciding import person_called
from intranet.core.background import now

if TYPE_CHECKING:
    from blogs.models import LiveHour
    from intranet.core.kinds import Person

LONGEST_HOUR = timedelta(days=1)


def _moment(label: Any) -> forms.DateTimeField:
    return forms.DateTimeField(label=label, widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"))


class LiveHourForm(forms.Form):
    """What an hour is about, and when."""

    title = forms.CharField(label=_("Title"), max_length=200)
    introduction = forms.CharField(label=_("What it is about"), max_length=400, required=False, widget=forms.Textarea(attrs={"rows": 3}))
    starts = _moment(_("Begins"))
    ends = _moment(_("Ends"))
    host = forms.CharField(
        label=_("Host"),
        max_length=200,
        required=False,
        help_text=_("Who chooses questions beside the leader and the office: the full name, or the user name."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, person: Person, hour: LiveHour | None = None, **kwargs: Any) -> None:
        if hour is not None:
            kwargs["initial"] = {name: getattr(hour, name) for name in ("title", "introduction", "starts", "ends")}
            kwargs["initial"]["host"] = hour.host.get_username() if hour.host else ""
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_host(self) -> Person | None:
        said = self.cleaned_data["host"]
        return person_called(said, reader=self.person) if said.strip() else None

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        starts, ends = said.get("starts"), said.get("ends")
        if starts and starts <= now():
            self.add_error("starts", now_("Choose a time that is still to come."))
        if starts and ends and not starts < ends <= starts + LONGEST_HOUR:
            self.add_error("ends", now_("It ends after it begins, and within a day."))
        return said

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("title", "introduction", "starts", "ends", "host")}


class LiveQuestionForm(forms.Form):
    body = forms.CharField(label=_("Your question"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))


class LiveAnswerForm(forms.Form):
    words = forms.CharField(label=_("The answer"), max_length=5000, widget=forms.Textarea(attrs={"rows": 6}))


class LiveCallOffForm(forms.Form):
    why = forms.CharField(
        label=_("Why"), max_length=400, widget=forms.Textarea(attrs={"rows": 3}), help_text=_("Everybody who may see the hour reads it on its page.")
    )
