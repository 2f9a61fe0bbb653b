"""The quiz, as a form: without a word of what is right."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from training.queries import Question


class QuizForm(forms.Form):
    """A field a question; values are the places of its answers."""

    def __init__(self, *args: Any, questions: list[Question], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number, question in enumerate(questions, 1):
            kind, widget = (forms.MultipleChoiceField, forms.CheckboxSelectMultiple) if question.several else (forms.ChoiceField, forms.RadioSelect)
            self.fields[f"question-{question.key}"] = kind(
                label=f"{number}. {question.text}",
                choices=[(str(place), answer.text) for place, answer in enumerate(question.answers)],
                widget=widget,
                help_text=_("Choose all that are right.") if question.several else _("Choose one."),
                error_messages={"required": _("Answer question %(number)d") % {"number": number}},
            )

    def chosen(self) -> dict[str, frozenset[int]]:
        """The places that were chosen, by the question's key."""
        return {
            name.removeprefix("question-"): frozenset(int(place) for place in ([value] if isinstance(value, str) else value))
            for name, value in self.cleaned_data.items()
        }
