"""The whole of an ordinary day in the forums: by keyboard alone, and with scripts switched off."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.contrib.contenttypes.models import ContentType

from forums.models import AreaMark, Bookmark, Post, Topic
from intranet.core.discussion.models import Reaction
from intranet.core.notifications.models import Follow
from intranet.core.ui.queries import desk_of
from tests.a11y.hands import Clicks, Keyboard
from tests.factories.forums import make_area, make_reply, make_topic

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.a11y.hands import Hands
    from tests.a11y.town import Town

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db]


class Day:
    """Somebody's day, one thing after the other; after each, what the page shows and what is kept are looked at."""

    def __init__(self, town: Town, hands: Hands, name: str) -> None:
        self.hands, self.page, self.name = hands, hands.page, name
        self.me, self.colleague = town.person(name.lower(), name=f"{name} Day"), town.person("carl", name="Carl Lent")
        area = make_area(f"Things to borrow, {name}", tags=["tablets"], description="Who has what.")
        other = make_area(f"Things to give away, {name}")
        self.area, self.charger = area, make_topic(area, author=self.colleague, title=f"A charger to lend, {name}", body="I have two.")
        make_topic(other, author=self.colleague, title=f"A kettle to give away, {name}")
        self.page.goto(f"{town.address}/")

    def heading(self) -> str:
        return self.page.inner_text("h1")

    def starts_a_topic(self) -> Topic:
        self.hands.follow("Forums")
        assert self.heading() == "Forums"
        self.hands.follow(self.area.name)
        assert self.heading() == self.area.name
        self.hands.follow("Start a topic")
        self.hands.choose("Question", of="Discussion")
        self.hands.write("Title", f"Who lends a tablet, {self.name}?")
        self.hands.write("Your post", "For one day.")
        self.hands.tick("#tablets")
        self.hands.write("Other tags", "lending")
        self.hands.follow("Start the topic")
        self.hands.told("Your topic is there for all to read.")
        topic = Topic.objects.select_related("area").get(author=self.me)
        assert (topic.area, topic.type, topic.title) == (self.area, "question", f"Who lends a tablet, {self.name}?")
        assert (topic.tags, topic.state, topic.posts.get().body) == (["lending", "tablets"], "published", "For one day.")
        assert self.heading() == topic.title
        assert self.page.locator(".chips .tag").all_inner_texts() == ["lending", "tablets"]
        return topic

    def watches_another(self) -> None:
        self.hands.follow(self.area.name)
        self.hands.follow(self.charger.title)
        assert self.heading() == self.charger.title
        self.hands.press(f"Follow {self.charger.title}")
        self.hands.press("Everything")
        kind = ContentType.objects.get_for_model(Topic)
        self.hands.told(f"You are told of everything in “{self.charger.title}”.", focus=f"#follow-{kind.pk}-{self.charger.pk}")
        assert Follow.objects.of(self.me).get(content_type=kind, object_id=self.charger.pk).level == "everything"

    def writes_half_a_reply_and_finds_it_again(self) -> None:
        self.hands.follow("Quote post 1")
        self.hands.write("Your post", "I would take")
        self.hands.keep()
        desk = desk_of(self.me, f"forums-reply-{self.charger.pk}")
        assert desk.kept["body"] == "I would take"
        self.hands.follow("Forums")
        self.hands.follow("You watch")
        self.hands.follow(self.charger.title)
        assert self.page.get_by_role("textbox", name="Your post").input_value() == "I would take"
        assert self.page.get_by_role("textbox", name="You quote post 1 by Carl Lent").input_value() == "I have two."

    def posts_it(self) -> Post:
        self.hands.write("Your post", " one.")
        self.hands.follow("Post reply")
        self.hands.told("Your reply is there for all to read.", focus="#p-2")
        post: Post = Post.objects.get(topic=self.charger, author=self.me)
        assert (post.number, post.body, post.quoted, post.quotes.number) == (2, "I would take one.", "I have two.", 1)
        assert not desk_of(self.me, f"forums-reply-{self.charger.pk}").kept
        assert "I have two." in self.page.inner_text("#p-2 blockquote")
        assert "I would take one." in self.page.inner_text("#p-2 .comment__body:not(.comment__quoted)")
        return post

    def thanks_and_bookmarks(self) -> None:
        self.hands.press("Thanks for post 1")
        if isinstance(self.hands, Keyboard):
            self.hands.told("Thanks: given", focus="#p-1-thanks")
        assert self.page.get_by_role("button", name="Thanks 1 for post 1").get_attribute("aria-pressed") == "true"
        first = self.charger.posts.get(number=1)
        assert [(mark.object_id, mark.kind) for mark in Reaction.objects.filter(person=self.me)] == [(first.pk, "thanks")]
        self.hands.press("Bookmark post 1")
        if isinstance(self.hands, Keyboard):
            self.hands.told("Bookmarked. Only you can see that.", focus="#p-1-bookmark")
        assert self.page.get_by_role("button", name="Bookmark post 1").get_attribute("aria-pressed") == "true"
        assert Bookmark.objects.get(person=self.me).post == first

    def edits(self, post: Post) -> None:
        self.hands.follow("Edit post 2")
        assert self.heading() == "Edit your post"
        self.hands.write("Your post", " Or both.")
        self.hands.follow("Save the change")
        self.hands.told("Your change is there for all to read.", focus="#p-2")
        post.refresh_from_db()
        assert (post.body, post.revisions.get().body) == ("I would take one. Or both.", "I would take one.")
        assert "edited" in self.page.inner_text("#p-2 header")
        assert "Or both." in self.page.inner_text("#p-2")

    def accepts_an_answer(self, topic: Topic) -> None:
        answer = make_reply(topic, author=self.colleague, body="I do, on Fridays.")
        self.hands.follow("Forums")
        self.hands.follow("You took part")
        self.hands.follow(topic.title)
        self.hands.follow("Accept this answer post 2")
        self.hands.told("This answer stands at the top now.", focus="#p-2")
        topic.refresh_from_db()
        assert (topic.accepted, topic.solved) == (answer, True)
        assert "I do, on Fridays." in self.page.inner_text(".accepted")
        assert self.page.get_by_role("button", name="Not the answer after all post 2").count() == 1

    def ends(self) -> None:
        """Everything counts as read, and what was marked is there tomorrow."""
        self.hands.follow("Forums")
        self.hands.follow("Mark all as read")
        self.hands.told("Everything counts as read.")
        assert self.page.locator("text=unread").count() == 0
        assert self.page.get_by_role("button", name="Mark all as read").count() == 0
        assert AreaMark.objects.filter(person=self.me, area=self.area).count() == 1
        self.hands.follow("Bookmarks")
        assert self.page.locator("main h2").all_inner_texts() == [self.charger.title]
        self.hands.follow(self.charger.title)
        assert self.heading() == self.charger.title

    def passes(self) -> None:
        topic = self.starts_a_topic()
        self.watches_another()
        self.writes_half_a_reply_and_finds_it_again()
        post = self.posts_it()
        self.thanks_and_bookmarks()
        self.edits(post)
        self.accepts_an_answer(topic)
        self.ends()


def test_an_ordinary_day_by_keyboard(town: Town, as_persona: Callable[..., Page]) -> None:
    town.person("dora", name="Dora Day")
    Day(town, Keyboard(as_persona("dora")), "Dora").passes()


def test_an_ordinary_day_without_javascript(town: Town, as_persona: Callable[..., Page]) -> None:
    town.person("nora", name="Nora Day")
    Day(town, Clicks(as_persona("nora", java_script_enabled=False)), "Nora").passes()
