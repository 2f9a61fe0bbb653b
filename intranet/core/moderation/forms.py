"""Reporting, deciding, and narrowing the queue."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from intranet.core.moderation.actions import can_put_on_trial, decisions_of
from intranet.core.moderation.models import Case, Opening, Report
from intranet.core.organisation.models import Service

if TYPE_CHECKING:
    from django.db.models import QuerySet


class ReportForm(forms.Form):
    reason = forms.ChoiceField(
        label=_("What is wrong with it?"),
        choices=Report.Reason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what is wrong with it")},
    )
    words = forms.CharField(
        label=_("In your words"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 4}), help_text=_("Only moderators read this.")
    )


class DecisionForm(forms.Form):
    """What the case takes as a decision; hiding needs words for the author."""

    WORDS = {
        Case.Decision.APPROVED: _("Approve: it appears at once, and followers are told"),
        Case.Decision.DISMISSED: _("No action: it stays as it is"),
        Case.Decision.DECLINED: _("Decline the change: what stands now stays"),
        Case.Decision.HIDDEN: _("Hide: nobody sees it any more; the words are kept for moderators"),
    }
    WORDS_OF_A_CHANGE = {**WORDS, Case.Decision.APPROVED: _("Approve: the new words take the place of the old ones at once")}

    decision = forms.ChoiceField(
        label=_("What happens to it?"), widget=forms.RadioSelect, error_messages={"required": _("Choose what happens to it")}
    )
    reason = forms.CharField(
        label=_("Why, in words for the author and for those who reported it"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    rule = forms.ChoiceField(
        label=_("If you hide it: which rule it goes against"),
        required=False,
        choices=[("", _("The rules of its place")), *Report.Reason.choices],
        help_text=_("Readers see this where the words stood."),
    )
    trial = forms.BooleanField(
        label=_("If you hide it: read first what its author writes from now on"),
        required=False,
        help_text=_("As with a newcomer, until enough of it was approved. They are told, and for how long at most."),
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not can_put_on_trial(case):
            del self.fields["trial"]
        field = self.fields["decision"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 -- for the type checker
        words = self.WORDS_OF_A_CHANGE if case.words else self.WORDS
        field.choices = [(decision.value, words[decision]) for decision in decisions_of(case)]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("decision") == Case.Decision.HIDDEN and not cleaned.get("reason", "").strip():
            self.add_error("reason", _("Say why you hide it: the author and those who reported it are told."))
        if cleaned.get("decision") == Case.Decision.DECLINED and not cleaned.get("reason", "").strip():
            self.add_error("reason", _("Say why you decline the change: the author is told."))
        return cleaned


class QueueForm(forms.Form):
    """Narrows the queue; a value that is not offered narrows nothing."""

    DRAFT = "draft"

    service = forms.ModelChoiceField(
        label=_("Service"), queryset=Service.objects.none(), required=False, to_field_name="slug", empty_label=_("All mine")
    )
    kind = forms.ChoiceField(
        label=_("Kind"),
        required=False,
        choices=[("", _("All kinds")), ("report", _("Reports")), ("held", _("Held")), (DRAFT, _("Drafts to approve"))],
    )
    show = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, services: QuerySet[Service], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["service"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 -- for the type checker
        field.queryset = services


class NameForm(forms.Form):
    """Why a name should be opened."""

    reason = forms.ChoiceField(
        label=_("Why should the name be opened?"),
        choices=Opening.Reason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a reason")},
    )
    words = forms.CharField(
        label=_("In your words"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The other senior moderators read this, and it is kept."),
        error_messages={"required": _("Say what makes you ask")},
    )


class NameAnswerForm(forms.Form):
    """Whether it is. For a reason that is not on the list it cannot be."""

    decision = forms.ChoiceField(label=_("Your decision"), widget=forms.RadioSelect, error_messages={"required": _("Choose one")})
    answer = forms.CharField(
        label=_("Why"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Who asked and who wrote it are told."),
        error_messages={"required": _("Say why")},
    )

    def __init__(self, *args: Any, opening: Opening, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["decision"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 -- for the type checker
        opened = [(Opening.Decision.OPENED.value, _("Open the name to the two of us"))] if opening.reason != Opening.Reason.OTHER else []
        field.choices = [*opened, (Opening.Decision.REFUSED.value, _("Refuse: the name stays sealed"))]
