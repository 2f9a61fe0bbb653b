"""Topics in feed readers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from forums.actions import change_audience, edit_post
from intranet.core.kinds import State
from intranet.core.moderation.actions import withdraw
from tests.budgets import query_budget
from tests.factories.forums import make_area, make_reply, make_topic, only
from tests.factories.people import make_person
from tests.feeds import address, entries, key_for, read, titles

if TYPE_CHECKING:
    from intranet.core.notifications.models import FeedKey

pytestmark = pytest.mark.django_db


@pytest.fixture
def author(db: None) -> Any:
    return make_person("author", name="Sam Okafor")


@pytest.fixture
def key(staff: Any) -> FeedKey:
    return key_for(staff)


def test_the_newest_topics_come_first_and_replies_do_not(key: FeedKey, author: Any) -> None:
    area = make_area()
    first = make_topic(area, author=author, title="First", body="Three *visits* lost.")
    make_topic(area, author=author, title="Second")
    make_reply(first, author=author)

    found = entries(read(key, "topics.atom"))

    assert [entry["title"] for entry in found] == ["Second", "First"]
    assert (found[1]["summary"], found[1]["author"]) == ("Three visits lost.", "Sam Okafor")


def test_the_feed_of_a_closed_area_is_not_there(key: FeedKey, author: Any) -> None:
    area = make_area("Practice", audience=only(author))
    make_topic(area, author=author, title="CANARY")

    assert titles(read(key, "topics.atom")) == []
    assert read(key, "area.atom", area).status_code == 404
    assert titles(read(key_for(author), "area.atom", area)) == ["CANARY"]


def test_of_a_closed_area_its_members_get_titles_alone(author: Any) -> None:
    area = make_area("Practice", audience=only(author))
    make_topic(area, author=author, title="Between us", body="CANARY")

    for response in (read(key_for(author), "area.atom", area), read(key_for(author), "topics.atom")):
        assert titles(response) == ["Between us"]
        assert b"CANARY" not in response.content


def test_a_topic_that_is_hidden_or_closed_later_is_silent(key: FeedKey, author: Any, staff: Any) -> None:
    area, later = make_area(), make_area("Later closed")
    hidden = make_topic(area, author=author, title="CANARY hidden")
    make_topic(later, author=author, title="CANARY closed")
    assert len(titles(read(key, "topics.atom"))) == 2

    withdraw(hidden.posts.get(is_first=True), actor=staff, state=State.HIDDEN)
    change_audience(later, audience=only(author), actor=None)

    response = read(key, "topics.atom")
    assert titles(response) == []
    assert b"CANARY" not in response.content


def test_who_wrote_a_held_topic_does_not_read_it_in_feeds(author: Any) -> None:
    area = make_area(pre_moderated=True)
    make_topic(area, author=author, title="Held")

    assert titles(read(key_for(author), "topics.atom")) == []


def test_what_was_edited_is_newer(key: FeedKey, author: Any) -> None:
    topic = make_topic(author=author)
    before = entries(read(key, "topics.atom"))[0]

    edit_post(topic.posts.get(is_first=True), editor=author, body="Four visits lost.")
    after = entries(read(key, "topics.atom"))[0]

    assert (after["id"], after["summary"]) == (before["id"], "Four visits lost.")
    assert after["updated"] >= before["updated"]


def test_a_services_feed_holds_the_topics_of_its_areas(key: FeedKey, author: Any, housing: Any) -> None:
    make_topic(make_area("Repairs", service=housing), author=author, title="Of housing")
    make_topic(author=author, title="Of nobody")

    assert titles(read(key, "service.atom", housing)) == ["Of housing"]


@pytest.mark.parametrize("number", (1, 50))
def test_fifty_topics_cost_as_much_as_one(key: FeedKey, author: Any, number: int) -> None:
    area = make_area()
    for place in range(number):
        make_topic(area, author=author, title=f"Topic {place}")
    read(key, "topics.atom")

    with query_budget(5):
        assert len(titles(read(key, "topics.atom"))) == number
    with query_budget(6):
        assert len(titles(read(key, "area.atom", area))) == number


def test_the_page_of_an_area_leads_to_its_feed(client: Any, staff: Any, key: FeedKey) -> None:
    area = make_area()
    client.force_login(staff)
    way = f"/notices/feeds/?for=area.atom/{area.pk}"

    assert way in client.get(area.get_absolute_url()).content.decode()
    page = client.get(way).content.decode()
    assert f"/notices/feeds/{key.pk}/?for=area.atom/{area.pk}" in page
    assert address(key, "area.atom", area) in client.get(f"/notices/feeds/{key.pk}/?for=area.atom/{area.pk}").content.decode()
