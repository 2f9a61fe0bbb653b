"""What writers, approvers and readers may say."""

from blogs.forms.deciding import DecisionForm, HandOverForm
from blogs.forms.live import LiveAnswerForm, LiveCallOffForm, LiveHourForm, LiveQuestionForm
from blogs.forms.writing import PostFilter, PostForm, SeriesForm, one_spelling

__all__ = [
    "DecisionForm",
    "HandOverForm",
    "LiveAnswerForm",
    "LiveCallOffForm",
    "LiveHourForm",
    "LiveQuestionForm",
    "PostFilter",
    "PostForm",
    "SeriesForm",
    "one_spelling",
]
