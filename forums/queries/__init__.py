"""What the pages of the forums show, in few queries."""

from forums.queries.areas import AreaLine, area_groups, area_lines, with_privacy, with_unread
from forums.queries.events import EventLine, event_lines, first_merged, place_lines
from forums.queries.exports import exports_of, is_outdated
from forums.queries.files import bytes_of, files_of
from forums.queries.limits import why_wait
from forums.queries.lists import (
    TopicLine,
    accepted_in,
    answered_for,
    first_after,
    latest_topics,
    listeners_of,
    mentioned_in,
    posts_on,
    seen_at_least,
    seen_number,
    topic_for,
    topic_lines,
    unanswered_topics,
    watched_topics,
    with_byline_and_marks,
)
from forums.queries.places import places_key, places_of
from forums.queries.posts import PostLine, PostPiece, post_lines
from forums.queries.quotes import Quote, offered_quote, quote_of, stands_in
from forums.queries.reading import LISTS, area_for, bookmarks_of, listed_topics, topics_in
from forums.queries.similar import same_topics, similar_topics, was_sent
from forums.queries.waiting import lookers_after, waiting_for
from forums.queries.work import About, assigned_to, assignment_of, thing_at, things_of, topics_about

__all__ = [
    "LISTS",
    "About",
    "AreaLine",
    "EventLine",
    "PostLine",
    "PostPiece",
    "Quote",
    "TopicLine",
    "accepted_in",
    "answered_for",
    "area_for",
    "area_groups",
    "area_lines",
    "assigned_to",
    "assignment_of",
    "bookmarks_of",
    "bytes_of",
    "event_lines",
    "exports_of",
    "files_of",
    "first_after",
    "first_merged",
    "is_outdated",
    "latest_topics",
    "listed_topics",
    "listeners_of",
    "lookers_after",
    "mentioned_in",
    "offered_quote",
    "place_lines",
    "places_key",
    "places_of",
    "post_lines",
    "posts_on",
    "quote_of",
    "same_topics",
    "seen_at_least",
    "seen_number",
    "similar_topics",
    "stands_in",
    "thing_at",
    "things_of",
    "topic_for",
    "topic_lines",
    "topics_about",
    "topics_in",
    "unanswered_topics",
    "waiting_for",
    "was_sent",
    "watched_topics",
    "why_wait",
    "with_byline_and_marks",
    "with_privacy",
    "with_unread",
]
