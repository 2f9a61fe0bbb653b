"""Before something is sent, its writer sees how many it will reach, and who of those named it will not."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse

from forums.models import Area
from forums.notices import NewReply, NewTopic
from intranet.core.background import now
from intranet.core.discussion.actions import post_comment
from intranet.core.notifications.actions import follow, follow_tag, notify
from intranet.core.notifications.models import Choice
from intranet.core.notifications.notices import Typed
from intranet.core.notifications.queries.reach import reach_at, reach_of
from polls.models import Poll
from tests.budgets import query_budget
from tests.factories.blogs import make_blog, make_draft, make_leader, make_post
from tests.factories.forums import make_area, make_reply, make_topic, only
from tests.factories.guidance import make_guidance
from tests.factories.pages import restrict
from tests.factories.people import make_person, make_service
from tests.factories.polls import make_poll
from tests.factories.training import make_module
from tests.things.notices import ThingWritten

if TYPE_CHECKING:
    from django.test import Client

    from forums.models import Topic
    from intranet.core.kinds import Followable

pytestmark = pytest.mark.django_db

#: One for the topic's own audience, then four: its readers, the followers among them, their choices, and what they heard today.
REACH_QUERIES = 5


@pytest.fixture
def author(housing: Any) -> Any:
    return make_person("author", name="Sam Okafor", service=housing)


@pytest.fixture
def member(housing: Any) -> Any:
    return make_person("member", service=housing)


@pytest.fixture
def topic(author: Any) -> Topic:
    return make_topic(make_area("Repairs"), author=author, title="Damp")


def address(thing: Followable) -> str:
    return reverse("notifications:reach", args=[ContentType.objects.get_for_model(thing).pk, thing.pk])


class TestNumbers:
    def test_followers_are_counted_by_how_it_reaches_them(self, topic: Topic, author: Any, staff: Any, member: Any) -> None:
        for person in (staff, member):
            follow(person, topic)
        Choice.objects.create(person=member, kind=NewReply.name, delivery="digest")
        reach = reach_at(topic, actor=author)
        assert (reach.people, reach.at_once, reach.in_digests) == (2, 1, 1)

    def test_the_writer_the_silent_and_who_may_not_see_it_are_left_out(self, author: Any, staff: Any, member: Any) -> None:
        topic = make_topic(make_area("Closed", audience=only(author, staff, member)), author=author)
        outsider = make_person("outsider")
        for person in (staff, outsider):
            follow(person, topic)
        follow(member, topic.area)
        follow(member, topic, level="nothing")
        assert reach_at(topic, actor=author).people == 1

    def test_a_new_topic_counts_who_follows_area_author_or_service_once(self, housing: Any, author: Any, staff: Any, member: Any) -> None:
        area = make_area("Repairs", service=housing)
        for thing in (area, housing, author.roost_profile):
            follow(staff, thing)
        follow(member, housing)
        assert reach_at(area, actor=author).people == 2

    def test_the_service_that_heard_most_today(self, topic: Topic, author: Any, staff: Any) -> None:
        quiet = make_person("quiet", service=make_service("Finance"))
        for person in (staff, quiet):
            follow(person, topic)
        for event in "ab":
            notify(ThingWritten, thing=topic, recipients=[staff], actor=author, event=event)
        reach = reach_at(topic, actor=author)
        assert (reach.services, reach.busiest, reach.today) == (2, "Housing", 2)

    def test_everybody_who_may_see_it(self, author: Any, staff: Any, member: Any) -> None:
        area = make_area("Closed", audience=only(author, staff))
        assert reach_of(NewTopic, area, actor=author).people == 1

    @pytest.mark.parametrize("number", [1, 50])
    def test_budget(self, topic: Topic, author: Any, housing: Any, number: int) -> None:
        for each in range(number):
            follow(make_person(f"p{each}", service=housing), topic)
        reach_at(topic, actor=author)
        with query_budget(REACH_QUERIES):
            assert reach_at(topic, actor=author).people == number


class TestTyped:
    """Who hears because of the words, beside who follows."""

    def test_who_is_named_is_counted_once_by_the_usual_way_and_no_choice_of_theirs_is_read_off(self, topic: Topic, author: Any, staff: Any, member: Any) -> None:  # fmt: skip
        follow(staff, topic)
        follow(member, topic, level="nothing")
        make_person("leaver", is_active=False)
        typed = Typed(names=frozenset({"staff", "member", "leaver", "author"}))
        reach = reach_at(topic, actor=author, typed=typed)
        assert (reach.people, reach.in_person, reach.at_once) == (2, 2, 2)

    def test_who_may_not_see_it_is_not_counted(self, author: Any, staff: Any) -> None:
        make_person("outsider")
        topic = make_topic(make_area("Closed", audience=only(author, staff)), author=author)
        assert reach_at(topic, actor=author, typed=Typed(names=frozenset({"outsider", "staff"}))).people == 1

    def test_who_follows_a_tag_hears_of_a_new_topic_and_not_of_a_reply(self, topic: Topic, author: Any, staff: Any) -> None:
        follow_tag(staff, "damp")
        typed = Typed(tags=frozenset({"damp"}))
        assert (reach_at(topic.area, actor=author, typed=typed).people, reach_at(topic, actor=author, typed=typed).people) == (1, 0)

    def test_of_a_comment_who_is_answered_and_whose_post_it_is(self, client: Client, staff: Any, member: Any, author: Any) -> None:
        post = make_post()
        asked = post_comment(post, author=staff, body="When?")
        reach = reach_at(post, actor=author, typed=Typed(answers=asked.pk))
        assert (reach.people, reach.in_person, reach.at_once) == (2, 1, 1)
        elsewhere = make_post(make_blog(make_leader("other", post_held="Other")))
        assert reach_at(elsewhere, actor=author, typed=Typed(answers=asked.pk)).in_person == 0
        client.force_login(author)
        assert f"?answers={asked.pk}" in client.get(reverse("discussion:reply", args=[asked.pk])).content.decode()
        words = client.post(f"{address(post)}?answers={asked.pk}", {"body": "Soon, @member"}).content.decode()
        assert "3 people will be told" in words
        assert "2 of them because you name or answer them" in words

    @pytest.mark.parametrize("answers", ["x", "9" * 30, "-1", ""])
    def test_odd_keys_are_nobody(self, client: Client, topic: Topic, author: Any, answers: str) -> None:
        client.force_login(author)
        assert client.post(f"{address(topic)}?answers={answers}", {"body": "#damp"}).status_code == 200


class TestAdministration:
    """Editors see it among the panels, of the draft as it was saved."""

    @pytest.fixture
    def editor(self, client: Client, admin_user: Any) -> Client:
        client.force_login(admin_user)
        return client

    def text(self, editor: Client, page: Any) -> str:
        return " ".join(editor.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode().split())

    def test_a_post(self, editor: Client, staff: Any, member: Any, housing: Any) -> None:
        blog = make_blog(make_leader(service=housing))
        follow(staff, blog)
        follow_tag(member, "damp")
        draft = make_draft(blog, tags=["damp"])
        notify(ThingWritten, thing=make_topic(make_area("Repairs"), author=member), recipients=[staff], actor=member)
        words = self.text(editor, draft)
        assert "2 people will be told: 0 by mail at once, 2 in their digest. Housing has had 1 notice today." in words
        draft.get_latest_revision().publish()
        assert "It is published already: a change tells nobody." in self.text(editor, draft)

    def test_a_page_of_guidance_and_a_module(self, editor: Client, staff: Any, member: Any, housing: Any) -> None:
        for person in (staff, member):
            follow(person, housing)
        closed = make_guidance("Closed", service=housing, live=False)
        group = Group.objects.create(name="Chosen")
        group.user_set.add(staff)
        restrict(closed, groups=[group])
        module = make_module("Fire", live=False, service=housing)
        assert "1 person will be told" in self.text(editor, closed)
        assert "2 people will be told" in self.text(editor, module)

    def test_a_poll_that_opens_later_and_one_that_is_not_saved(self, editor: Client, staff: Any, member: Any, housing: Any) -> None:
        follow(staff, housing)
        poll = make_poll(service=housing, opens=now() + timedelta(hours=1))
        Poll.objects.update(live=False, first_published_at=None)
        edit = editor.get(reverse("wagtailsnippets_intranet_polls_poll:edit", args=[poll.pk])).content.decode()
        assert "1 person will be told" in " ".join(edit.split())
        assert "Save it as a draft first" in editor.get(reverse("wagtailsnippets_intranet_polls_poll:add")).content.decode()


class TestPage:
    @pytest.fixture
    def writer(self, client: Client, author: Any) -> Client:
        client.force_login(author)
        return client

    def test_it_says_so_as_a_page_and_as_a_part(self, writer: Client, topic: Topic, staff: Any) -> None:
        follow(staff, topic)
        assert "1 person will be told" in writer.get(address(topic)).content.decode()
        part = writer.post(address(topic), {"body": "Hello"}, headers={"HX-Request": "true"}).content.decode()
        assert "1 person will be told" in part
        assert "<html" not in part

    def test_the_chosen_area_is_read_from_the_form(self, writer: Client, topic: Topic, staff: Any) -> None:
        follow(staff, topic.area)
        url = reverse("notifications:reach-chosen", args=[ContentType.objects.get_for_model(Area).pk]) + "?chosen=area"
        assert "1 person will be told" in writer.post(url, {"area": topic.area_id}).content.decode()
        assert "Choose where it goes first" in writer.post(url, {"area": ""}).content.decode()

    def test_who_cannot_open_it_is_named_and_who_can_is_not(self, writer: Client, author: Any, staff: Any) -> None:
        topic = make_topic(make_area("Closed", audience=only(author, staff)), author=author)
        make_person("outsider")
        make_person("leaver", is_active=False)
        follow(staff, topic, level="nothing")
        words = writer.post(address(topic), {"body": "What say you, @outsider, @staff, @leaver and @nobody?"}).content.decode()
        assert "@outsider cannot open this" in words
        assert words.count("cannot open this") == 1

    def test_a_place_that_one_may_not_see_does_not_exist(self, writer: Client, staff: Any) -> None:
        closed = make_topic(make_area("Closed", audience=only(staff)), author=staff)
        missing = address(closed).replace(f"/{closed.pk}/", "/999999/")
        assert writer.get(address(closed)).status_code == writer.get(missing).status_code == 404
        assert writer.post(address(closed), {"body": "@staff"}).status_code == 404

    def test_nothing_is_written(self, writer: Client, topic: Topic) -> None:
        moment = now()
        writer.post(address(topic), {"body": "Hello"})
        assert not topic.posts.filter(created__gt=moment).exists()

    @pytest.mark.parametrize("page", ["topic", "start"])
    def test_the_forms_offer_it(self, writer: Client, topic: Topic, page: str) -> None:
        url = topic.get_absolute_url() if page == "topic" else reverse("forums:start-topic")
        assert 'formaction="/notices/reach/' in writer.get(url).content.decode()


def test_a_reply_reaches_as_many_as_were_announced(
    topic: Topic, author: Any, staff: Any, member: Any, django_capture_on_commit_callbacks: Any
) -> None:
    for person in (staff, member):
        follow(person, topic)
    announced = reach_at(topic, actor=author).people
    with django_capture_on_commit_callbacks(execute=True):
        make_reply(topic, author=author)
    assert staff.roost_notices.count() + member.roost_notices.count() == announced
