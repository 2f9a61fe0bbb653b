"""Words that may call people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from intranet.core.notifications.queries.mentions import called_by

if TYPE_CHECKING:
    from django.db.models import Model

    from intranet.core.kinds import Person


class MentioningForm(forms.Form):
    """Words in ``body`` that may say ``@everyone``: whoever may say so is told first how many people that is, and confirms the number.

    ``cleaned_data["everyone"]`` is that number, 0 when nobody is called. Of anybody else it stays a word, which ``queries.mentions.not_reached`` tells them.
    """

    def __init__(self, *args: Any, place: Model | None = None, writer: Person | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.place, self.writer = place, writer

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        cleaned["everyone"] = self._called(cleaned.get("body", ""), self.place_of(cleaned))
        return cleaned

    def place_of(self, cleaned: dict[str, Any]) -> Model | None:
        """Where the words will stand."""
        return self.place

    def _called(self, words: str, place: Model | None) -> int:
        number = called_by(words, place, actor=self.writer) if place is not None and self.writer is not None else 0
        if not number:
            return 0
        label = ngettext("Tell %(number)d person now.", "Tell %(number)d people now.", number) % {"number": number}
        hint = _("You wrote @everyone: it reaches all who can read this, and cannot be taken back.")
        self.fields["everyone"] = forms.BooleanField(label=label, help_text=hint, required=False, widget=forms.CheckboxInput(attrs={"value": number}))
        if self.data.get(self.add_prefix("everyone")) == str(number):
            return number
        self.add_error("everyone", _("Confirm how many people are told, or take @everyone out of your words"))
        return 0
