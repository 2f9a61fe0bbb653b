"""Leaders, their blogs, the posts in them with series and hashtags, and who approves these."""

from blogs.models.handing_over import PlannedHandOver
from blogs.models.leaders import Leader, LeaderApproval
from blogs.models.live import LiveHour, LiveQuestion, LiveVote
from blogs.models.moving import MovedIn
from blogs.models.pages import BlogIndexPage, LeaderBlogPage, PostPage
from blogs.models.series import Series
from blogs.models.tags import Hashtag, PostTag

__all__ = [
    "BlogIndexPage",
    "Hashtag",
    "Leader",
    "LeaderApproval",
    "LeaderBlogPage",
    "LiveHour",
    "LiveQuestion",
    "LiveVote",
    "MovedIn",
    "PlannedHandOver",
    "PostPage",
    "PostTag",
    "Series",
]
