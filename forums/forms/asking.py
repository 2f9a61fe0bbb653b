"""Answering a post that asks for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from forums.forms.posts import ReplyForm

if TYPE_CHECKING:
    from forums.models import Area
    from intranet.core.kinds import Person


class AnswerForm(ReplyForm):
    """An official answer: it is signed, in every area."""

    def __init__(self, *args: Any, area: Area, writer: Person, **kwargs: Any) -> None:
        super().__init__(*args, area=area, quoting=None, writer=writer, **kwargs)
        self.fields.pop("unnamed", None)
        self.fields["body"].label = _("Your answer")
        self.fields["body"].help_text = _("It closes the question, and everybody who asked is told. Markdown works.")
