"""What people write under a thing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from intranet.core.discussion.conf import writing_languages
from intranet.core.discussion.querysets import Sort
from intranet.core.notifications.forms.mentioning import MentioningForm
from intranet.core.responses.queries import due_if_asked_now
from intranet.core.text import MAX_SOURCE
from intranet.core.ui.moments import exact

if TYPE_CHECKING:
    from intranet.core.kinds import Addressee

SORT_WORDS = {
    Sort.OLDEST: _("Oldest first"),
    Sort.NEWEST: _("Newest first"),
    Sort.REACTED: _("Most thanked first"),
    Sort.UNANSWERED: _("Unanswered first"),
}


FILES = [("html", _("A page to read or print")), ("csv", _("A table, for a spreadsheet (CSV)")), ("json", _("Data, for a program (JSON)"))]


class WordsForm(forms.Form):
    """The words of a comment, and their language where people here write in several."""

    body = forms.CharField(
        label=_("Your comment"),
        max_length=MAX_SOURCE,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write something first"), "max_length": _("Use %(limit_value)d characters or fewer: you have %(show_value)d")},
    )
    lang = forms.ChoiceField(label=_("Written in"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        languages = writing_languages()
        if len(languages) == 1:
            ((code, name),) = languages
            words = _("It is written in %(language)s.") % {"language": name}
            self.fields["lang"] = forms.BooleanField(label=words, required=False, widget=forms.CheckboxInput(attrs={"value": code}))
        elif languages:
            self.fields["lang"].choices = [("", _("the language of this site")), *languages]  # type: ignore[attr-defined]
        else:
            del self.fields["lang"]

    def clean_lang(self) -> str:
        said = self.cleaned_data["lang"]
        return writing_languages()[0][0] if said is True else said or ""


class CommentForm(MentioningForm, WordsForm):
    """A new comment or reply. Sent twice, it makes one."""

    token = forms.UUIDField(widget=forms.HiddenInput, required=False)

    field_order = ["body", "question", "answers", "lang", "token"]

    def __init__(self, *args: Any, ask: Addressee | None = None, may_answer: bool = False, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {}).setdefault("token", uuid4())
        super().__init__(*args, **kwargs)
        self.fields["body"].help_text = _("Everyone who can read this page can read it. Markdown works.")
        if ask is not None:
            label = _("This is a question for %(name)s.") % {"name": ask.label or ask.user}
            hint = _("An answer is due by %(moment)s.") % {"moment": exact(due_if_asked_now(ask))}
            self.fields["question"] = forms.BooleanField(label=label, help_text=hint, required=False)
        if may_answer:
            closing = _("It closes the question, and everybody who asked is told.")
            self.fields["answers"] = forms.BooleanField(label=_("This answers the question."), help_text=closing, required=False, initial=True)
        self.order_fields(self.field_order)


class EditForm(WordsForm):
    """Other words for a comment; ``version`` is that of those which the form was opened with."""

    version = forms.CharField(required=False, widget=forms.HiddenInput)


class ExportForm(forms.Form):
    """Why a whole thread is given out, and how."""

    NAMED, PSEUDONYMS = "names", "pseudonyms"

    reason = forms.CharField(
        label=_("What it is for"),
        max_length=1000,
        help_text=_("The number of the request, or who asked and why."),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say what it is for")},
    )
    names = forms.ChoiceField(
        label=_("Names"),
        choices=[(PSEUDONYMS, _("Person 1, Person 2 and so on, in the words too")), (NAMED, _("As they are"))],
        widget=forms.RadioSelect,
        initial=PSEUDONYMS,
        help_text=_("Nicknames, first names alone and descriptions are not found: read it before you give it out."),
    )
    form = forms.ChoiceField(label=_("File"), choices=FILES, widget=forms.RadioSelect, initial="html")


class SortForm(forms.Form):
    """The order of a thread, its page, and the last number that counts, as they stand in the address: nonsense is the first page, oldest first."""

    sort = forms.ChoiceField(choices=SORT_WORDS.items(), required=False)
    comments = forms.IntegerField(min_value=1, required=False)
    upto = forms.IntegerField(min_value=1, max_value=2**31 - 1, required=False)

    def clean(self) -> dict[str, Any]:
        found = self.cleaned_data
        return {"sort": Sort(found.get("sort") or Sort.OLDEST), "comments": found.get("comments") or 1, "upto": found.get("upto")}
