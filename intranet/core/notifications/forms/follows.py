"""What people follow, and the keys of what they read elsewhere."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from intranet.core.background import now
from intranet.core.notifications.queries import kind_label
from intranet.core.text import render

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from intranet.core.notifications.models import Follow


class FollowFilter(forms.Form):
    """Which of what one follows are listed: all kinds, or one."""

    level = forms.CharField(required=False, widget=forms.HiddenInput)
    kind = forms.TypedChoiceField(label=_("Kind"), required=False, coerce=int, empty_value=None)

    def __init__(self, data: Mapping[str, Any], *, kinds: Iterable[int]) -> None:
        super().__init__(data, auto_id="follows-%s")
        choices = sorted((kind_label(kind), kind) for kind in set(kinds))
        self.fields["kind"].choices = [("", _("All kinds")), *((kind, label) for label, kind in choices)]  # type: ignore[attr-defined]

    def lets_through(self, follow: Follow) -> bool:
        kind = self.cleaned_data.get("kind") if self.is_valid() else None
        return kind is None or follow.content_type_id == kind


class QuietFollowsForm(forms.Form):
    """Since when it was followed what one does not want to follow any more."""

    months = forms.TypedChoiceField(
        label=_("Stop following all that you have followed for more than"),
        coerce=int,
        choices=[(3, _("three months")), (6, _("six months")), (12, _("a year"))],
        initial=12,
    )

    def before(self) -> datetime:
        return now() - timedelta(days=self.cleaned_data["months"] * 365 // 12)


class TagForm(forms.Form):
    """A hashtag by its name, with its mark or without."""

    name = forms.CharField(label=_("Tag"), max_length=51, help_text=_("A word that people put after #, for instance damp."))

    def clean_name(self) -> str:
        found = render(f"#{self.cleaned_data['name'].strip().removeprefix('#')}").hashtags
        if len(found) != 1 or found[0] != self.cleaned_data["name"].strip().removeprefix("#").lower():
            raise forms.ValidationError(_("A tag is one word that begins with a letter: damp, repairs-2026"))
        return found[0]


class FeedKeyForm(forms.Form):
    name = forms.CharField(
        label=_("What it is for"),
        max_length=100,
        help_text=_("The program or the device, so that you know later which key to revoke: Outlook, my phone."),
        error_messages={"required": _("Say what the key is for")},
    )
