"""Topics moved, merged and split: what goes along, what is told, and that it can be taken back."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse
from wagtail.models import ModelLogEntry

from forums import actions, queries
from forums.models import Area, Post, Topic, TopicEvent
from intranet.core.background import at_moment, now
from intranet.core.kinds import State
from intranet.core.moderation.actions import report, withdraw
from intranet.core.moderation.models import Case
from intranet.core.notifications.actions import follow
from intranet.core.notifications.models import Follow, Notice
from intranet.core.notifications.queries import follows_of
from intranet.core.organisation.actions import grant_role
from intranet.core.organisation.models import Role
from intranet.core.search.models import Document
from tests.denials import denials
from tests.factories.forums import make_area, make_reply, make_topic, only
from tests.factories.people import make_person, make_service

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db


def fresh(topic: Topic) -> Topic:
    return Topic.objects.select_related("area").get(pk=topic.pk)


def numbers_in(topic: Topic) -> list[int]:
    return list(topic.posts.filter(number__isnull=False).order_by("number").values_list("number", flat=True))


def seen_by(topic: Topic, person: Any) -> int:
    return queries.seen_number(Topic.objects.with_marks(person).get(pk=topic.pk))


def is_unread(topic: Topic, person: Any) -> bool:
    return Topic.objects.unread_by(person).filter(pk=topic.pk).exists()


def long_topic(area: Area, author: Any, title: str, replies: int) -> Topic:
    topic = make_topic(area, author=author, title=title)
    for number in range(replies):
        make_reply(topic, author=author, body=f"{title} {number + 2}")
    return fresh(topic)


@pytest.fixture
def other() -> Area:
    return make_area("Housing matters")


@pytest.fixture
def act(client: Client, moderator: Any) -> Any:
    """What a moderator sends to a page of a topic."""
    client.force_login(moderator)

    def send(name: str, topic: Topic, **words: Any) -> Any:
        return client.post(reverse(f"forums:{name}", args=[topic.area.slug, topic.pk, topic.slug]), words)

    return send


def test_a_moved_topic_is_there_with_its_posts_and_its_old_address_leads_on(
    act: Any, client: Client, topic: Topic, other: Area, staff: Any, django_capture_on_commit_callbacks: Any
) -> None:
    make_reply(topic, author=staff)
    old = topic.get_absolute_url()

    with django_capture_on_commit_callbacks(execute=True):
        answer = act("move-topic", topic, area=other.pk)

    moved = fresh(topic)
    assert (answer["Location"], moved.area) == (moved.get_absolute_url(), other)
    answer = client.get(f"{old}?page=1")
    assert (answer.status_code, answer["Location"]) == (302, f"{moved.get_absolute_url()}?page=1")
    assert "moved this topic here from" in client.get(moved.get_absolute_url()).text
    assert set(Document.objects.filter(kind="topic").values_list("url", flat=True)) == {moved.get_absolute_url()}
    assert [notice.kind for notice in Notice.objects.filter(recipient=staff)] == ["forums.moved"]
    assert ModelLogEntry.objects.filter(action="forums.move").get().data == {"from": "Ask Digital", "to": "Housing matters"}


def test_moved_into_a_closed_area_it_is_closed_at_once_everywhere(
    act: Any, client: Client, topic: Topic, staff: Any, member: Any, moderator: Any
) -> None:
    reply = make_reply(topic, author=staff, body="Canary words")
    closed = make_area("Canary place", audience=only(member, moderator))
    old = topic.get_absolute_url()

    assert act("move-topic", topic, area=closed.pk).status_code == 422
    assert fresh(topic).area != closed
    assert act("move-topic", topic, area=closed.pk, agreed="on").status_code == 302

    assert set(Document.objects.filter(kind__in=["topic", "reply"]).values_list("audience", flat=True)) == {closed.audience_id}
    client.force_login(staff)
    nowhere = client.get(reverse("forums:topic", args=["nowhere", 999_999, "nothing"]))
    for address in (old, fresh(topic).get_absolute_url(), reply.get_absolute_url()):
        answer = client.get(address)
        assert (answer.status_code, answer.content) == (404, nowhere.content)
    client.force_login(member)
    assert client.get(old)["Location"] == fresh(topic).get_absolute_url()


def test_moved_out_of_a_closed_area_it_does_not_name_that(
    act: Any, client: Client, closed: Topic, other: Area, moderator: Any, staff: Any, member: Any
) -> None:
    actions.change_audience(closed.area, audience=only(member, moderator), actor=None)

    act("move-topic", closed, area=other.pk, agreed="on")

    assert "Canary practice" in client.get(fresh(closed).get_absolute_url()).text
    client.force_login(staff)
    page = client.get(fresh(closed).get_absolute_url()).text
    assert "Canary words" in page
    assert "moved this topic here" in page
    assert "anary practice" not in page


def test_both_ends_are_asked_for(client: Client, closed: Topic, topic: Topic, staff: Any, other: Area) -> None:
    """D-14, D-15: what the moderator may not see is not there, at either end; where they do not moderate they act not."""
    keeper = make_person("keeper")
    grant_role(keeper, role=Role.MODERATOR, area=topic.area, actor=None)
    make_reply(topic, author=staff)
    theirs = make_topic(other, author=staff, title="Theirs")
    client.force_login(keeper)

    def send(name: str, what: Topic, **words: Any) -> int:
        return client.post(reverse(f"forums:{name}", args=[what.area.slug, what.pk, what.slug]), words).status_code

    hidden = closed.posts.get().pk
    assert send("move-topic", topic, area=closed.area.pk, agreed="on") == 404
    assert send("merge-topic", topic, into=closed.get_absolute_url(), agreed="on") == 404
    assert send("split-topic", topic, posts=[hidden], title="Mine", area=topic.area.pk) == 404
    assert send("split-topic", topic, posts=[topic.posts.get(number=2).pk], title="Mine", area=closed.area.pk, agreed="on") == 404
    assert send("split-topic", topic, posts=[theirs.posts.get().pk], title="Mine", area=topic.area.pk) == 404
    assert [send(name, closed, area=other.pk, into=str(topic.pk)) for name in ("move-topic", "merge-topic", "split-topic", "archive-topic")] == [
        404
    ] * 4
    assert send("merge-topic", topic, into=theirs.get_absolute_url()) == 403
    assert [send(name, theirs, area=topic.area.pk) for name in ("move-topic", "archive-topic", "change-type")] == [403] * 3
    assert (Topic.objects.count(), TopicEvent.objects.count(), Post.objects.filter(topic=closed).count()) == (3, 0, 1)
    assert len(denials()) == 4


def test_what_people_have_read_survives_a_move(topic: Topic, other: Area, staff: Any, member: Any, moderator: Any) -> None:
    reader, elsewhere, late = (make_person(name) for name in ("reader", "elsewhere", "late"))
    make_reply(topic, author=staff)
    actions.mark_read(topic, person=member, number=1)
    actions.mark_areas_read([topic.area], person=reader)
    actions.mark_areas_read([other], person=elsewhere)

    actions.move_topic(topic, area=other, actor=moderator)

    assert [seen_by(topic, person) for person in (member, reader, elsewhere)] == [1, 2, 0]
    assert [is_unread(topic, person) for person in (member, reader, elsewhere, late)] == [True, False, True, True]
    actions.mark_areas_read([other], person=elsewhere)
    assert not is_unread(topic, elsewhere)


def test_a_merger_puts_posts_below_and_keeps_their_addresses(
    act: Any, client: Client, area: Area, other: Area, staff: Any, member: Any, moderator: Any
) -> None:
    into, source = long_topic(area, staff, "Into", 2), long_topic(other, member, "Source", 1)
    follow(member, source)
    posts = {post.number: post.pk for post in source.posts.all()}

    assert act("merge-topic", source, into=f"http://testserver{into.get_absolute_url()}").status_code == 302

    into, source = fresh(into), fresh(source)
    assert (numbers_in(into), into.post_count, into.last_number, into.posts.get(is_first=True).number) == ([1, 2, 3, 4, 5], 5, 5, 1)
    assert Post.objects.get(pk=posts[1]).number == 4
    assert client.get(reverse("forums:post", args=[posts[2]]))["Location"] == f"{into.get_absolute_url()}#p-5"
    assert client.get(source.get_absolute_url())["Location"] == f"{into.get_absolute_url()}#p-4"
    assert "put the topic “Source” here" in client.get(into.get_absolute_url()).text
    assert source not in Topic.objects.visible_to(staff)
    assert Document.objects.filter(kind="topic").count() == 1
    assert set(Document.objects.filter(kind="reply").values_list("title", flat=True)) == {"Into"}
    assert follows_of(member, [into]).get(into.pk, "") == Follow.Level.EVERYTHING
    assert actions.recount(Topic.objects.all()) == 0
    assert act("merge-topic", source, into=str(into.pk)).status_code == 422
    assert TopicEvent.objects.count() == 1


def test_topics_of_a_similar_title_are_offered_where_the_moderator_looks_after_them(client: Client, staff: Any, member: Any, housing: Any) -> None:
    """One of another service, and one in a closed area of their own service, are not."""
    local = make_person("local")
    grant_role(local, role=Role.MODERATOR, service=housing, actor=None)
    areas = [make_area("Lifts", service=housing), make_area("Repairs", service=housing)]
    areas += [make_area("Parks", service=make_service("Parks")), make_area("Closed", service=housing, audience=only(member))]
    source, into, theirs, hidden = (make_topic(area, author=member, title=f"Lift in the east wing of {area.name}") for area in areas)
    source.title = "Lift east wing"
    source.save()
    client.force_login(local)
    address = reverse("forums:merge-topic", args=[source.area.slug, source.pk, source.slug])
    shown = client.get(address).text
    assert [f'name="near" value="{topic.pk}"' in shown for topic in (source, into, theirs, hidden)] == [False, True, False, False]
    assert [client.post(address, {"near": near}).status_code for near in (hidden.pk, theirs.pk, "")] == [422, 422, 422]
    assert client.post(address, {"near": into.pk}).status_code == 302
    assert fresh(source).merged_into_id == into.pk


def test_what_people_have_read_survives_a_merger(area: Area, other: Area, staff: Any, moderator: Any) -> None:
    both, upper, lower, marked = (make_person(name) for name in ("both", "upper", "lower", "marked"))
    with at_moment(now() - timedelta(hours=2)):
        source = long_topic(other, staff, "Source", 2)
    into = long_topic(area, staff, "Into", 1)
    for person, read_into, read_source in ((both, 2, 2), (upper, 1, 3), (lower, 2, 0)):
        actions.mark_read(into, person=person, number=read_into)
        if read_source:
            actions.mark_read(source, person=person, number=read_source)
    actions.mark_areas_read([area], person=marked)

    event = actions.merge_topics(source, into=into, actor=moderator)

    assert [seen_by(into, person) for person in (both, upper, lower, marked)] == [4, 1, 2, 2]
    actions.mark_read(into, person=lower, number=5)
    actions.undo(event, actor=moderator)
    assert [seen_by(source, person) for person in (both, upper, lower)] == [2, 3, 3]
    assert [is_unread(into, person) for person in (both, upper, lower, marked)] == [False, True, False, False]
    assert actions.recount(Topic.objects.all()) == 0


def test_a_merger_is_taken_back_and_what_was_written_since_stays(act: Any, client: Client, area: Area, staff: Any, moderator: Any) -> None:
    into, source = long_topic(area, staff, "Into", 0), long_topic(area, staff, "Source", 1)
    event = actions.merge_topics(source, into=into, actor=moderator)
    make_reply(fresh(into), author=staff)

    answer = client.post(reverse("forums:undo-event", args=[event.pk]))

    assert answer["Location"] == source.get_absolute_url()
    assert (numbers_in(fresh(source)), numbers_in(fresh(into)), fresh(into).last_number) == ([1, 2], [1, 4], 4)
    assert (fresh(source).state, fresh(source).post_count, fresh(source).posts.get(is_first=True).number) == (State.PUBLISHED, 2, 1)
    assert "Source" not in client.get(into.get_absolute_url()).text
    assert Document.objects.filter(kind="topic").count() == 2
    assert make_reply(fresh(into), author=staff).number == 5
    assert client.post(reverse("forums:undo-event", args=[event.pk])).status_code == 404


def test_posts_are_split_off_and_put_back(act: Any, client: Client, area: Area, staff: Any, member: Any, moderator: Any) -> None:
    topic = long_topic(area, staff, "Long", 4)
    posts = {post.number: post for post in topic.posts.all()}
    actions.mark_read(topic, person=member, number=4)

    answer = act("split-topic", topic, posts=[posts[4].pk], rest="on", title="Of its own", area=area.pk)

    new = Topic.objects.get(title="Of its own")
    assert answer["Location"] == new.get_absolute_url()
    assert (numbers_in(new), numbers_in(topic), fresh(topic).last_number, new.author) == ([1, 2], [1, 2, 3], 5, staff)
    assert (seen_by(new, member), is_unread(topic, member), is_unread(new, member)) == (1, False, True)
    assert client.get(posts[5].get_absolute_url())["Location"] == f"{new.get_absolute_url()}#p-2"
    assert "moved 2 posts from here to" in client.get(topic.get_absolute_url()).text
    assert "made this topic of posts from" in client.get(new.get_absolute_url()).text
    assert dict(Document.objects.filter(kind="reply").values_list("object_id", "title")) == {
        posts[2].pk: "Long",
        posts[3].pk: "Long",
        posts[5].pk: "Of its own",
    }
    sixth = make_reply(fresh(topic), author=staff)
    actions.mark_read(topic, person=member, number=6)

    actions.undo(TopicEvent.objects.get(), actor=moderator)

    assert (sixth.number, numbers_in(topic), fresh(topic).post_count) == (6, [1, 2, 3, 4, 5, 6], 6)
    assert seen_by(topic, member) == 4
    assert client.get(new.get_absolute_url())["Location"].startswith(topic.get_absolute_url())
    assert actions.recount(Topic.objects.all()) == 0


def test_what_no_longer_fits_is_not_taken_back(act: Any, client: Client, area: Area, other: Area, staff: Any, moderator: Any) -> None:
    topic = long_topic(area, staff, "Long", 2)
    split = actions.split_topic(topic, posts=[topic.posts.get(number=2).pk], title="New", area=area, actor=moderator)
    make_reply(fresh(split.other), author=staff)
    move = actions.move_topic(topic, area=other, actor=moderator)
    actions.move_topic(fresh(topic), area=make_area("Third"), actor=moderator)

    for event, words in ((split, "Merge the topics instead"), (move, "moved on since")):
        assert words in client.post(reverse("forums:undo-event", args=[event.pk]), follow=True).text
    assert not TopicEvent.objects.filter(undone_at__isnull=False).exists()
    with pytest.raises(actions.Contradiction):
        actions.merge_topics(fresh(topic), into=fresh(topic), actor=moderator)


def test_a_move_is_taken_back(act: Any, client: Client, topic: Topic, other: Area, moderator: Any, staff: Any) -> None:
    event = actions.move_topic(topic, area=other, actor=moderator)
    assert event is not None
    client.force_login(staff)
    assert client.post(reverse("forums:undo-event", args=[event.pk])).status_code == 403

    client.force_login(moderator)
    client.post(reverse("forums:undo-event", args=[event.pk]))

    assert fresh(topic).area.name == "Ask Digital"
    assert "moved this topic" not in client.get(fresh(topic).get_absolute_url()).text
    assert actions.move_topic(fresh(topic), area=fresh(topic).area, actor=moderator) is None


def test_open_cases_go_to_the_moderators_of_the_new_place(topic: Topic, other: Area, staff: Any, member: Any, moderator: Any) -> None:
    teams = {}
    for place in (topic.area, other):
        teams[place.pk] = make_person(f"keeper.{place.pk}")
        grant_role(teams[place.pk], role=Role.MODERATOR, area=place, actor=None)
    report(make_reply(topic, author=staff), reporter=member, reason="private", words="A name")
    assert Case.objects.for_teams_of(teams[topic.area_id]).count() == 1

    first = topic.area_id
    actions.move_topic(topic, area=other, actor=moderator)

    assert Case.objects.for_teams_of(teams[first]).count() == 0
    assert Case.objects.for_teams_of(teams[other.pk]).count() == 1


def test_a_reply_that_met_a_merger_goes_where_the_topic_went(area: Area, staff: Any, moderator: Any) -> None:
    into, source = long_topic(area, staff, "Into", 0), long_topic(area, staff, "Source", 0)
    stale = fresh(source)
    actions.merge_topics(source, into=into, actor=moderator)

    late = make_reply(stale, author=staff, body="Late")

    assert (late.topic, late.number) == (into, 3)
    assert Document.objects.get(kind="reply", body="Late").title == "Into"
    withdraw(late, actor=staff)
    assert (fresh(into).post_count, actions.recount(Topic.objects.all())) == (2, 0)


def test_who_hid_a_post_meanwhile_counts_where_it_stands_now(area: Area, staff: Any, moderator: Any) -> None:
    into, source = long_topic(area, staff, "Into", 0), long_topic(area, staff, "Source", 0)
    stale = Post.objects.select_related("topic__area").get(topic=source)
    actions.merge_topics(source, into=into, actor=moderator)

    withdraw(stale, actor=moderator, state=State.HIDDEN)

    assert (fresh(into).state, fresh(into).post_count) == (State.PUBLISHED, 1)


def test_archive_and_kind_are_set_and_taken_back(act: Any, client: Client, topic: Topic, moderator: Any, staff: Any) -> None:
    act("archive-topic", topic)
    assert topic.title not in client.get(topic.area.get_absolute_url()).text
    assert topic.title in client.get(f"{topic.area.get_absolute_url()}?show=archived").text
    assert client.post(reverse("forums:reply", args=[topic.area.slug, topic.pk, topic.slug]), {"body": "More"}).status_code == 403

    act("archive-topic", topic)
    act("change-type", topic, type="announcement")
    act("change-type", topic, type="nonsense")

    assert (fresh(topic).archived, fresh(topic).type) == (False, "announcement")
    assert make_reply(fresh(topic), author=staff).number == 2
    acts = ModelLogEntry.objects.order_by("pk").values_list("action", flat=True)
    assert [name for name in acts if name.startswith("forums.")][-3:] == ["forums.archive", "forums.unarchive", "forums.change_type"]


def test_who_moved_a_topic_into_an_area_of_others_takes_it_back_for_a_day(client: Client, area: Area, staff: Any, housing: Any) -> None:
    local, colleague = make_person("local"), make_person("colleague")
    ours = make_area("Lifts", service=housing)
    for person in (local, colleague):
        grant_role(person, role=Role.MODERATOR, service=housing, actor=None)
    topic = make_topic(ours, author=staff)
    event = actions.move_topic(topic, area=area, actor=local)
    assert event is not None
    address = reverse("forums:undo-event", args=[event.pk])

    client.force_login(colleague)
    assert client.post(address).status_code == 403, "it was another who moved it"
    client.force_login(local)
    with at_moment(now() + timedelta(days=1, minutes=1)):
        assert client.post(address).status_code == 403
    assert "Take this back" in client.get(fresh(topic).get_absolute_url()).text
    assert client.post(address).status_code == 302
    assert fresh(topic).area == ours


def test_who_does_not_look_after_the_area_of_before_any_more_takes_nothing_back(client: Client, area: Area, staff: Any, housing: Any) -> None:
    local = make_person("local")
    role = grant_role(local, role=Role.MODERATOR, service=housing, actor=None)
    event = actions.move_topic(make_topic(make_area("Lifts", service=housing), author=staff), area=area, actor=local)
    role.delete()
    client.force_login(local)
    assert event is not None
    assert client.post(reverse("forums:undo-event", args=[event.pk])).status_code == 403


@pytest.mark.parametrize("state", ["archived", "read_only"])
def test_nothing_is_taken_back_into_an_area_to_which_nothing_is_added(client: Client, area: Area, staff: Any, housing: Any, state: str) -> None:
    local, ours = make_person("local"), make_area("Lifts", service=housing)
    grant_role(local, role=Role.MODERATOR, service=housing, actor=None)
    event = actions.move_topic(make_topic(ours, author=staff), area=area, actor=local)
    Area.objects.filter(pk=ours.pk).update(state=state)
    client.force_login(local)
    assert event is not None
    assert client.post(reverse("forums:undo-event", args=[event.pk])).status_code == 403


def test_what_was_written_for_few_is_not_taken_back_before_all(client: Client, staff: Any, housing: Any) -> None:
    """The mover does not look after the closed area: what its readers said there stays theirs."""
    local, member = make_person("local"), make_person("member")
    ours, closed = make_area("Lifts", service=housing), make_area("Closed", audience=only(local, member, staff))
    grant_role(local, role=Role.MODERATOR, service=housing, actor=None)
    topic = make_topic(ours, author=staff)
    event = actions.move_topic(topic, area=closed, actor=local)
    assert event is not None
    make_reply(fresh(topic), author=member, body="Between us: she is ill.")
    client.force_login(local)
    assert client.post(reverse("forums:undo-event", args=[event.pk])).status_code == 403
    assert fresh(topic).area == closed
