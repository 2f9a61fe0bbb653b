"""What lessons and quizzes are made of."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from intranet.core.ui.blocks import VideoBlock


class LessonBlock(blocks.StreamBlock):
    """The body of a lesson."""

    heading = blocks.CharBlock(label=_("Heading"), icon="title", template="training/blocks/heading.html")
    paragraph = blocks.RichTextBlock(
        label=_("Text"), features=["bold", "italic", "link", "ol", "ul", "document-link"], template="training/blocks/text.html"
    )
    checklist = blocks.ListBlock(blocks.CharBlock(label=_("Item")), label=_("Checklist"), icon="list-ul", template="training/blocks/checklist.html")
    video = VideoBlock()


class OptionBlock(blocks.StructBlock):
    """One answer to choose."""

    text = blocks.CharBlock(label=_("Answer"), max_length=300)
    correct = blocks.BooleanBlock(label=_("Right"), required=False)
    feedback = blocks.CharBlock(label=_("Said to who chose it"), required=False, max_length=500)


class SingleBlock(blocks.StructBlock):
    """A question with one right answer."""

    text = blocks.CharBlock(label=_("Question"), max_length=500)
    options = blocks.ListBlock(OptionBlock(), label=_("Answers"), min_num=2, max_num=10)
    feedback = blocks.CharBlock(label=_("Said afterwards"), required=False, max_length=500)

    class Meta:
        label = _("One right answer")
        icon = "radio-full"

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        right = sum(1 for option in cleaned["options"] if option["correct"])
        fault = self.fault_with(right)
        if fault and not self.is_deferred_validation:
            raise StructBlockValidationError(block_errors={"options": ValidationError(fault)})
        return cleaned

    def fault_with(self, right: int) -> Any:
        """In words, what is wrong with this number of right answers."""
        return "" if right == 1 else _("Mark exactly one answer as right")


class MultipleBlock(SingleBlock):
    """A question with several right answers: all of them, and no other, are asked for."""

    class Meta:
        label = _("Several right answers")
        icon = "list-ul"

    def fault_with(self, right: int) -> Any:
        return "" if right else _("Mark at least one answer as right")


class TrueFalseBlock(blocks.StructBlock):
    """A sentence that is true or false."""

    text = blocks.CharBlock(label=_("Sentence"), max_length=500)
    answer = blocks.ChoiceBlock(label=_("It is"), choices=[("true", _("True")), ("false", _("False"))])
    feedback = blocks.CharBlock(label=_("Said afterwards"), required=False, max_length=500)

    class Meta:
        label = _("True or false")
        icon = "help"


class QuizBlock(blocks.StreamBlock):
    """The questions of a quiz; the key of each is its block's id."""

    single = SingleBlock()
    multiple = MultipleBlock()
    true_false = TrueFalseBlock()

    class Meta:
        required = False
