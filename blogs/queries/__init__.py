"""What the pages of the blogs show beside rows of one model."""

from blogs.queries.archive import calendar_of, posts_in
from blogs.queries.drafts import drafts_waiting_for, people_to_tell, telling_of
from blogs.queries.holders import (
    HandOver,
    Holders,
    hand_over_of,
    holders_of_post,
    leader_with_blog,
    leaders_to_hand_over,
    questions_to,
    unpublished_posts,
)
from blogs.queries.leaders import Answers, BlogLine, Standing, WaitingQuestion, answers_of, blog_lines, blogs_and_questions, live_blogs
from blogs.queries.live import LiveLine, LivePage, coming_live, live_page, request_of_live, transcript_of
from blogs.queries.morning import Theme, Waiting, answers_for, not_replied_to, themes_of_the_week, waiting_in
from blogs.queries.posts import PostLine, page_of_posts, post_lines, posts_at, posts_by, posts_tagged, talked_about, with_pictures
from blogs.queries.series import Beside, beside, series_of

__all__ = [
    "Answers",
    "Beside",
    "BlogLine",
    "HandOver",
    "Holders",
    "LiveLine",
    "LivePage",
    "PostLine",
    "Standing",
    "Theme",
    "Waiting",
    "WaitingQuestion",
    "answers_for",
    "answers_of",
    "beside",
    "blog_lines",
    "blogs_and_questions",
    "calendar_of",
    "coming_live",
    "drafts_waiting_for",
    "hand_over_of",
    "holders_of_post",
    "leader_with_blog",
    "leaders_to_hand_over",
    "live_blogs",
    "live_page",
    "not_replied_to",
    "page_of_posts",
    "people_to_tell",
    "post_lines",
    "posts_at",
    "posts_by",
    "posts_in",
    "posts_tagged",
    "questions_to",
    "request_of_live",
    "series_of",
    "talked_about",
    "telling_of",
    "themes_of_the_week",
    "transcript_of",
    "unpublished_posts",
    "waiting_in",
    "with_pictures",
]
