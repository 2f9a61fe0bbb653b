"""The register: a page joins by a line, a form by another.

``make`` gets the town (``tests/a11y/town.py``), makes what the page shows, and gives its address. All pages share one
database, so give things names of their own. Personas are ``staff``, ``moderator``, ``chief``, any user name, or ``anonymous``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.a11y import blogs, digests, feeds, follows, forums, house, mails, moderation, outcomes, polls, reading, talk, training

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.a11y.town import Town


@dataclass(frozen=True)
class Sample:
    """A state of a page that everything in ``checks.py`` is asked of."""

    name: str
    persona: str
    make: Callable[[Town], str]
    status: int = 200


@dataclass(frozen=True)
class SampleForm:
    """A form on such a page: sent as ``wrong`` it is refused with status 422, sent as ``right`` it is taken, with and without script."""

    name: str
    persona: str
    make: Callable[[Town], str]
    button: str
    wrong: dict[str, str] = field(default_factory=dict)
    right: dict[str, str] = field(default_factory=dict)


def at(address: str) -> Callable[[Town], str]:
    """A page for which nothing has to be made."""
    return lambda town: address


PAGES = [
    Sample("sign-in", "anonymous", at("/accounts/login/")),
    Sample("nothing here", "staff", at("/nothing-here/"), status=404),
    Sample("components", "staff", at("/-/components/")),
    Sample("form", "staff", at("/-/form/")),
    Sample("home", "staff", at("/")),
    Sample("moderation queue", "moderator", moderation.queue),
    Sample("moderation case", "moderator", moderation.case),
    Sample("moderation case, decided", "moderator", moderation.decided_case),
    Sample("moderation case, one's own", "chief", moderation.own_case),
    Sample("moderation, nothing to do", "moderator", moderation.nothing_to_do),
    Sample("report", "staff", moderation.report_form),
    Sample("my report", "staff", moderation.my_report),
    Sample("notices", "staff", moderation.notices),
    Sample("notices, several in a line", "gathering", moderation.folded_notices),
    Sample("notices, none", "nobody", moderation.no_notices),
    Sample("notice settings", "choosy", digests.settings),
    Sample("unsubscribe", "anonymous", mails.unsubscribe),
    Sample("next digest", "reader.of.digests", digests.digest),
    Sample("follows", "staff", follows.several),
    Sample("follows, none", "nobody", at("/notices/follows/?level=mentions")),
    Sample("follows, silenced", "staff", follows.silenced),
    Sample("who will be told", "staff", follows.reach),
    Sample("to be read", "staff", reading.listed),
    Sample("guidance that must be read", "staff", reading.waiting),
    Sample("who has read it", "chief", reading.report),
    Sample("search for a tag", "staff", at("/search/?q=tag:damp")),
    Sample("feeds and calendars", "staff", feeds.keys),
    Sample("feeds and calendars, no keys", "nobody", at("/notices/feeds/")),
    Sample("addresses of a key", "staff", feeds.key),
    Sample("revoke a key", "staff", feeds.revoke),
    Sample("thread", "staff", talk.thread),
    Sample("thread, its second page", "staff", talk.long_thread),
    Sample("thread, empty", "staff", talk.empty_thread),
    Sample("thread, closed", "staff", talk.closed_thread),
    Sample("reply", "staff", talk.reply),
    Sample("reply that answers", "chief", talk.answer),
    Sample("edit a comment", "staff", talk.edit),
    Sample("delete a comment", "staff", talk.delete),
    Sample("what a comment said before", "moderator", talk.history),
    Sample("who reacted", "staff", talk.reactions),
    Sample("who reacted to a page", "staff", talk.reactions_to_thing),
    Sample("export a thread", "archivist", talk.export),
    Sample("questions waiting", "chief", talk.waiting),
    Sample("no questions waiting", "nobody", at("/responses/")),
    Sample("decline to answer", "chief", talk.decline),
    Sample("put an answer off", "chief", talk.put_off),
    Sample("put an answer off again", "chief", talk.put_off_again),
    Sample("pass a question on", "chief", talk.pass_on_form),
    Sample("withdraw a question", "staff", talk.withdraw_form),
    Sample("not answered", "staff", talk.reopen_form),
    Sample("what became of a question", "staff", talk.life),
    Sample("thread, a question that was moved", "anwen", talk.moved_thread),
    Sample("questions late elsewhere", "deputy", talk.late),
    Sample("outcomes", "staff", outcomes.listed),
    Sample("outcomes, none like that", "staff", outcomes.none_like_that),
    Sample("outcome", "chief", outcomes.outcome),
    Sample("topic with an outcome", "chief", outcomes.at_its_topic),
    Sample("record an outcome", "chief", outcomes.form),
    Sample("change an outcome", "chief", outcomes.change_form),
    Sample("confirm an outcome", "chief", outcomes.review_form),
    Sample("outcomes outside", "anonymous", outcomes.outside),
    Sample("outcome outside", "anonymous", outcomes.outside_outcome),
    Sample("forums", "staff", forums.index),
    Sample("area", "staff", forums.area),
    Sample("area, empty", "staff", forums.empty_area),
    Sample("area, read only", "staff", forums.read_only_area),
    Sample("topic", "staff", forums.topic),
    Sample("topic, closed", "staff", forums.closed_topic),
    Sample("topic, solved and moved", "moderator", forums.solved_topic),
    Sample("move a topic", "moderator", forums.move),
    Sample("topic, looked after", "moderator", forums.given_topic),
    Sample("who looks after a topic", "moderator", forums.assign),
    Sample("topics to look after", "chief", forums.assigned),
    Sample("topics to look after, none", "nobody", at("/forums/-/assigned/")),
    Sample("split a topic", "moderator", forums.split),
    Sample("start a topic", "staff", forums.start),
    Sample("start a topic with its form", "staff", forums.start_with_form),
    Sample("questions that wait", "moderator", forums.waiting),
    Sample("questions that wait, none", "nobody", at("/forums/-/waiting/")),
    Sample("topic that waits for an answer", "staff", forums.asked_topic),
    Sample("topic with an official answer", "chief", forums.answered_topic),
    Sample("ask somebody", "staff", forums.ask),
    Sample("answer a post", "staff", forums.answer),
    Sample("edit a post", "staff", forums.edit),
    Sample("delete a post", "staff", forums.delete),
    Sample("topic with all that posts hold", "staff", forums.rich_topic),
    Sample("topics of all areas", "staff", forums.topics),
    Sample("topics, none", "nobody", at("/forums/-/topics/?show=watched")),
    Sample("export of an area", "keeper", forums.exports),
    Sample("export of an area, none", "keeper", forums.no_exports),
    Sample("bookmarks", "staff", forums.bookmarks),
    Sample("who reacted to a post", "staff", forums.reactions),
    Sample("reply with a quotation", "staff", forums.quoting),
    Sample("edit a post with a file", "staff", forums.edit_with_files),
    Sample("training", "staff", training.index),
    Sample("module", "staff", training.module),
    Sample("module, done", "staff", training.done_module),
    Sample("lesson", "staff", training.lesson),
    Sample("quiz", "staff", training.quiz),
    Sample("quiz, marked", "staff", training.result),
    Sample("module completed", "staff", training.completion),
    Sample("my training", "staff", at("/training/mine/")),
    Sample("blogs", "staff", blogs.index),
    Sample("a leader's blog", "staff", blogs.blog),
    Sample("blog post", "staff", blogs.post),
    Sample("posts under a hashtag", "staff", blogs.tag),
    Sample("blogs, nothing fits", "staff", blogs.nothing_fits),
    Sample("archive of blogs", "staff", blogs.archive),
    Sample("archive of blogs, a month", "staff", blogs.month),
    Sample("series of posts", "staff", blogs.series),
    Sample("blog post in a series, with odd words", "staff", blogs.in_series),
    Sample("start a series", "chief", blogs.start_a_series),
    Sample("approve a post", "chief", blogs.approve),
    Sample("a leader's morning", "chief", blogs.morning),
    Sample("a blog that is closed", "staff", blogs.closed_blog),
    Sample("a live hour", "staff", blogs.live_hour),
    Sample("blogs, while a leader answers live", "staff", blogs.index_while_live),
    Sample("home, while a leader answers live", "staff", blogs.home_while_live),
    Sample("a live hour, for who answers", "chief", blogs.live_hour_run),
    Sample("a question of a live hour", "chief", blogs.live_question),
    Sample("announce a live hour", "chief", blogs.announcing),
    Sample("call a live hour off", "chief", blogs.calling_off),
    Sample("a live hour that was called off", "staff", blogs.called_off),
    Sample("tell everybody of a post", "chief", blogs.tell_everybody),
    Sample("everybody was told of a post", "chief", blogs.told_everybody),
    Sample("polls, open", "staff", polls.open_polls),
    Sample("polls, closed", "staff", polls.closed_polls),
    Sample("poll before the vote", "staff", polls.before_vote),
    Sample("approve a poll before an election", "monitoring", polls.to_approve),
    Sample("poll, voted", "staff", polls.voted),
    Sample("poll, a vote that can be changed", "staff", polls.named_and_changing),
    Sample("poll, closed", "staff", polls.closed),
    Sample("poll, a tie", "staff", polls.tied),
    Sample("poll, too few votes", "staff", polls.withheld),
    Sample("poll, put to others", "staff", polls.not_asked),
    Sample("your account", "staff", at("/me/")),
    Sample("people", "staff", house.people),
    Sample("person", "staff", house.person),
    Sample("one's own profile", "staff", house.own),
    Sample("former colleague", "staff", house.leaver),
    Sample("edit one's profile", "staff", at("/people/-/edit/")),
    Sample("services", "staff", house.services),
    Sample("service", "staff", house.service),
    Sample("guidance", "staff", house.guidance),
    Sample("guidance page", "staff", house.guidance_page),
    Sample("official accounts", "staff", house.accounts),
    Sample("official account", "staff", house.account),
    Sample("outside", "anonymous", house.outside),
    Sample("outside page", "anonymous", house.outside_page),
    Sample("search, not asked yet", "staff", at("/search/")),
    Sample("search, results", "staff", house.results),
    Sample("search, nothing found", "staff", at("/search/?q=qqxxyyzz")),
]

FORMS = [
    SampleForm(
        "report",
        "staff",
        lambda town: moderation.report_form(town, "Report with the form"),
        "Send to the moderators",
        wrong={"words": "Half a thought"},
    ),
    SampleForm("decision", "moderator", moderation.case, "Decide and go to the next", wrong={"reason": "Half a thought"}),
    SampleForm("sign-in", "anonymous", at("/accounts/login/"), "Sign in", wrong={"username": "", "password": ""}),
    SampleForm("form", "staff", at("/-/form/"), "Post topic", wrong={"title": ""}, right={"title": "The scanner sends everything twice"}),
    SampleForm("key for feeds", "staff", feeds.keys, "Make the key", wrong={"name": ""}, right={"name": "My phone"}),
    SampleForm(
        "notice settings",
        "staff",
        at("/notices/settings/"),
        "Save",
        wrong={"quiet_from": "20:00", "quiet_until": ""},
        right={"quiet_from": "20:00", "quiet_until": "07:00"},
    ),
    SampleForm("comment", "staff", talk.empty_thread, "Post comment", wrong={"body": " "}, right={"body": "Is the drying room open?"}),
    SampleForm("reply", "staff", talk.reply, "Post reply", wrong={"body": " "}, right={"body": "It is."}),
    SampleForm("follow a tag", "staff", follows.several, "Follow this tag", wrong={"name": "two words"}, right={"name": "repairs"}),
    SampleForm("export a thread", "archivist", talk.export, "Export", wrong={"reason": " "}),
    SampleForm("edit a comment", "staff", talk.edit, "Keep the change", wrong={"body": " "}, right={"body": "Half of us."}),
    SampleForm("put an answer off", "chief", talk.put_off, "Put off, and tell everyone who asked", wrong={"words": " "}),
    SampleForm("put an answer off again", "chief", talk.put_off_again, "Put off, and tell everyone who asked", wrong={"words": "Kept", "reason": ""}),
    SampleForm(
        "pass a question on", "chief", talk.pass_on_form, "Pass on, and tell everyone who asked", wrong={"name": "Nobody at all", "words": "Kept"}
    ),
    SampleForm("not answered", "staff", talk.reopen_form, "Ask for an answer again", wrong={"words": " "}),
    SampleForm("decline to answer", "chief", talk.decline, "Decline, and tell everyone who asked", wrong={"reason": " "}),
    SampleForm("record an outcome", "chief", outcomes.form, "Publish, and tell everyone who had a say", wrong={"said": "Kept", "done": ""}),
    SampleForm("ask somebody", "staff", forums.ask, "Ask for an answer", wrong={"name": "Nobody at all"}),
    SampleForm("answer a post", "staff", forums.answer, "Post the answer", wrong={"body": ""}),
    SampleForm("reply in a topic", "staff", forums.to_reply, "Post reply", wrong={"body": ""}, right={"body": "Same here, two of six."}),
    SampleForm(
        "start a topic",
        "staff",
        forums.start,
        "Start the topic",
        wrong={"title": "", "body": "Kept"},
        right={"title": "Who holds the key?", "body": "For Calder Street."},
    ),
    SampleForm("quiz", "staff", training.quiz, "Hand in my answers", wrong={}),
    SampleForm("approve a poll before an election", "monitoring", polls.to_decline, "Do not approve", wrong={"reason": ""}),
    SampleForm("vote", "staff", polls.to_vote, "Vote in the poll: Where should the drying room be?", wrong={}),
    SampleForm("start a series", "chief", blogs.start_a_series, "Start the series", wrong={"title": "", "introduction": "Kept"}),
    SampleForm("ask in a live hour", "staff", blogs.live_hour, "Ask", right={"body": "And the lifts?"}),
    SampleForm("approve a post", "chief", blogs.approve, "Ask for changes", wrong={"reason": ""}),
]
