"""The doors of the blogs."""

from blogs.views.drafts import approve, tell_everybody
from blogs.views.lists import archive, tag
from blogs.views.live import announce_live, ask_live, call_off_live, change_live, live, live_question, stage_live, want_live
from blogs.views.morning import morning
from blogs.views.pages import blog_at, captions, index, index_at, post_at, show_blog, show_post
from blogs.views.series import change_series, series, start_series

__all__ = [
    "announce_live",
    "approve",
    "archive",
    "ask_live",
    "blog_at",
    "call_off_live",
    "captions",
    "change_live",
    "change_series",
    "index",
    "index_at",
    "live",
    "live_question",
    "morning",
    "post_at",
    "series",
    "show_blog",
    "show_post",
    "stage_live",
    "start_series",
    "tag",
    "tell_everybody",
    "want_live",
]
