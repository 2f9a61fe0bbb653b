"""What people fill in."""

from forums.forms.areas import AreaForm
from forums.forms.asking import AnswerForm
from forums.forms.moving import AgreedForm, MergeForm, MoveForm, SplitForm, TypeForm
from forums.forms.posts import EditForm, ReplyForm, TopicForm, WordsForm
from forums.forms.work import AssignForm, AttachForm, ProgressForm

__all__ = [
    "AgreedForm",
    "AnswerForm",
    "AreaForm",
    "AssignForm",
    "AttachForm",
    "EditForm",
    "MergeForm",
    "MoveForm",
    "ProgressForm",
    "ReplyForm",
    "SplitForm",
    "TopicForm",
    "TypeForm",
    "WordsForm",
]
