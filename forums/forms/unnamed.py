"""Writing without one's name, where an area allows it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class UnnamedField(forms.Form):
    """Offers to write under an alias, and says beforehand what that promises."""

    unnamed = forms.BooleanField(
        label=_("Write without my name"),
        required=False,
        help_text=_(
            "Colleagues and leaders see an alias. A moderator reads it first, without knowing who you are. Your name is kept encrypted; two senior "
            "moderators together can open it when somebody is at risk or an offence is alleged, and you would be told."
        ),
    )

    def offer_alias(self, allowed: bool) -> None:
        """Without the field where it is not allowed."""
        if not allowed:
            del self.fields["unnamed"]

    def clean(self) -> dict[str, Any]:
        """Nobody calls everybody without a name: it is a word then."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("unnamed") and "everyone" in self.errors:
            del self.errors["everyone"]
        return cleaned
