"""The vote, and the editor's form of a poll."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db.models import BigIntegerField
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from intranet.core.organisation.actions import all_staff, intern_audience
from intranet.core.organisation.models import AudienceToken, Service
from polls.models import FIXED_ONCE_VOTED, Poll


class VoteForm(forms.Form):
    """One answer. That it belongs to the poll is said by the database."""

    choice = forms.IntegerField(
        min_value=1,
        max_value=BigIntegerField.MAX_BIGINT,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), _("Choose one of the answers.")),
    )


class DeclineForm(forms.Form):
    """Why a monitoring officer does not approve."""

    reason = forms.CharField(
        label=_("Why not"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Say why, so that it can be put right.")},
    )


class PollForm(WagtailAdminModelForm):
    """The editor's form: asks in words whom the poll is put to, and keeps what votes have fixed."""

    services = forms.ModelMultipleChoiceField(Service.objects.all(), required=False, label=_("Services"), help_text=_("With their sub-services."))
    groups = forms.ModelMultipleChoiceField(
        Group.objects.all(), required=False, label=_("Groups"), help_text=_("With no service and no group: all staff.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.audience_id is not None:
            tokens = list(AudienceToken.objects.filter(audience=self.instance.audience_id).values_list("token", flat=True))
            self.initial["services"] = _ids(tokens, "service")
            self.initial["groups"] = _ids(tokens, "group")
        if self.instance.pk is None and self.for_user is not None:
            self.initial.setdefault("owner", self.for_user.pk)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        tokens = [f"service:{service.pk}" for service in cleaned.get("services") or []]
        tokens += [f"group:{group.pk}" for group in cleaned.get("groups") or []]
        self.instance.audience = intern_audience([tokens]) if tokens else all_staff()
        if self.instance.has_votes():
            self._keep_what_votes_fixed()
        return cleaned

    def _keep_what_votes_fixed(self) -> None:
        before = Poll.objects.get(pk=self.instance.pk)
        after = {**self.cleaned_data, "audience_id": self.instance.audience_id}
        if any(after.get(name, getattr(before, name)) != getattr(before, name) for name in FIXED_ONCE_VOTED):
            raise ValidationError(_("People have voted: the promise, the results rule and whom the poll is put to stay as they are."))
        if self._choices() != list(before.choices.values_list("text", flat=True)):
            raise ValidationError(_("People have voted: the answers stay as they are, in their order."))
        if before.is_closed and self.cleaned_data.get("closes") != before.closes:
            raise ValidationError(_("This poll is closed and its result is known: it does not open again."))

    def _choices(self) -> list[str]:
        forms_kept = [form for form in self.formsets["choices"].ordered_forms if form.has_changed() or form.instance.pk]
        return [form.instance.text if not hasattr(form, "cleaned_data") else form.cleaned_data.get("text", "") for form in forms_kept]


def _ids(tokens: list[str], kind: str) -> list[int]:
    return [int(token.partition(":")[2]) for token in tokens if token.startswith(f"{kind}:")]
