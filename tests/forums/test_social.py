"""Social areas: people can have them quiet, in their working hours or always, and they are left aside where work is looked for."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse

from forums import actions, queries
from forums.forms import AreaForm
from forums.models import Area
from intranet.core.background import at_moment, now
from intranet.core.notifications.actions import follow
from intranet.core.notifications.actions.preferences import set_deliveries, set_mail
from intranet.core.notifications.models import Delivery, Mail, Notice, Preference
from intranet.core.notifications.notices import kind_named
from intranet.core.notifications.queries.digests import digest_of
from intranet.core.notifications.queries.reach import reach_at
from intranet.core.notifications.tasks.mails import send_mails
from intranet.core.organisation.queries import forget_rights
from intranet.core.search.models import Document
from intranet.core.search.queries import newest, search, suggest
from tests.factories.forums import make_area, make_reply, make_topic, only
from tests.factories.people import make_person

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

pytestmark = pytest.mark.django_db

#: A Wednesday at eleven, and the same day at nine in the evening.
AT_WORK, AT_HOME = datetime(2026, 11, 25, 11, 0, tzinfo=UTC), datetime(2026, 11, 25, 21, 0, tzinfo=UTC)
HOURS = dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), "09:00-17:00")


@pytest.fixture
def choir(member: Any) -> Area:
    return make_area("Choir", kind="social")


def choose(person: Any, social: str) -> None:
    set_mail(person, wanted=True, digest="weekly", quiet=None, only_in_working_hours=False, hours=HOURS, social=social)
    person._roost_left_alone = None


@pytest.fixture
def told(staff: Any, member: Any, django_capture_on_commit_callbacks: Any) -> Callable[..., list[tuple[str, str]]]:
    """What staff is told, who follows the area, when somebody begins a topic there."""

    def tell(area: Area, body: str = "Who sings?", *, at: datetime = AT_WORK) -> list[tuple[str, str]]:
        follow(staff, area)
        with at_moment(at), django_capture_on_commit_callbacks(execute=True):
            make_topic(area, author=member, title="Autumn songs", body=body)
        return list(Notice.objects.filter(recipient=staff).values_list("kind", "delivery"))

    return tell


@pytest.mark.parametrize(
    ("social", "at", "heard"),
    [
        ("", AT_WORK, True),
        ("free_time", AT_WORK, False),
        ("free_time", AT_HOME, True),
        ("never", AT_WORK, False),
        ("never", AT_HOME, False),
    ],
)
def test_followers_are_told_when_they_want_to_hear(told: Any, choir: Area, staff: Any, social: str, at: datetime, heard: bool) -> None:
    choose(staff, social)

    assert told(choir, at=at) == ([("forums.topic", "app")] if heard else [])


def test_areas_of_work_are_told_at_any_time(told: Any, area: Area, staff: Any) -> None:
    choose(staff, "never")

    assert told(area) == [("forums.topic", "digest")]


def test_who_is_named_or_answered_is_told_at_any_time(told: Any, choir: Area, staff: Any, member: Any) -> None:
    choose(staff, "never")
    assert told(choir, "Ask @staff") == [("forums.mention", "mail")]

    with at_moment(AT_WORK):
        question = make_topic(choir, author=member, title="Which key?", type="question")
        actions.accept(make_reply(question, author=staff, body="A flat"), actor=member)
    assert "forums.accepted" in Notice.objects.filter(recipient=staff).values_list("kind", flat=True)


def test_followers_of_a_person_hear_of_it_apart_from_the_digest(told: Any, choir: Area, staff: Any, member: Any) -> None:
    follow(staff, member.roost_profile)
    follow(staff, choir, level="mentions")
    assert told(choir) == [("forums.topic", "app")]

    choose(staff, "never")
    Notice.objects.all().delete()
    assert told(choir) == []


def test_it_is_in_no_digest(told: Any, choir: Area, area: Area, staff: Any) -> None:
    told(choir)
    assert digest_of(staff, AT_WORK - timedelta(days=1), AT_WORK + timedelta(days=1)) is None

    told(area)
    found = digest_of(staff, AT_WORK - timedelta(days=1), AT_WORK + timedelta(days=1))
    assert found is not None
    assert found.count == 1


def test_mail_that_waits_until_work_begins_is_not_sent_then(told: Any, choir: Area, staff: Any, mailoutbox: Any) -> None:
    choose(staff, "free_time")
    set_deliveries(staff, {kind_named("forums.topic"): Delivery.MAIL})  # type: ignore[dict-item]
    Preference.objects.filter(person=staff).update(quiet_from="20:00", quiet_until="08:30")
    told(choir, at=AT_HOME)
    assert Mail.objects.count() == 1

    with at_moment(AT_HOME + timedelta(hours=13)):
        send_mails.call()

    assert mailoutbox == []


def test_choice_of_one_person_is_theirs_alone(told: Any, choir: Area, staff: Any, moderator: Any) -> None:
    choose(moderator, "never")

    assert told(choir) == [("forums.topic", "app")]


def test_who_will_be_told_says_so(choir: Area, staff: Any, member: Any) -> None:
    follow(staff, choir)
    with at_moment(AT_WORK):
        before = reach_at(choir, actor=member)
        choose(staff, "free_time")
        after = reach_at(choir, actor=member)

    assert ((before.people, before.in_digests), (after.people, after.in_digests)) == ((1, 0), (0, 0))


def test_home_and_what_is_new_leave_people_alone(choir: Area, area: Area, staff: Any, member: Any) -> None:
    with at_moment(AT_WORK - timedelta(minutes=5)):
        make_topic(choir, author=member, title="Autumn songs")
    with at_moment(AT_WORK - timedelta(minutes=4)):
        make_topic(area, author=member, title="Tablets")
    follow(staff, choir)

    def seen(social: str, at: datetime) -> tuple[list[str], list[str], list[tuple[str, int]]]:
        choose(staff, social)
        with at_moment(at):
            latest = [topic.title for topic in queries.latest_topics(staff, limit=5)]
            unread = [line.topic.title for line in queries.listed_topics(staff, "unread", page=1)[0]]
            return latest, unread, [(place.name, place.unread) for place in queries.places_of(staff)]

    everything, work = ["Tablets", "Autumn songs"], ["Tablets"]
    assert seen("", AT_WORK) == (everything, everything, [("Choir", 1)])
    assert seen("free_time", AT_WORK) == (work, work, [("Choir", 0)])
    assert seen("free_time", AT_HOME) == (everything, everything, [("Choir", 0)])
    assert seen("never", AT_HOME) == (work, work, [("Choir", 0)])
    with at_moment(AT_WORK):
        assert [line.topic.title for line in queries.listed_topics(staff, "latest", page=1)[0]] == everything


def titles(user: Any, text: str, **narrowed: Any) -> list[str]:
    return [hit.document.title for hit in search(user, text, **narrowed).hits]


def test_search_leaves_them_aside_and_finds_them_when_asked(choir: Area, area: Area, staff: Any, member: Any) -> None:
    song = make_topic(choir, author=member, title="Autumn songs", body="Rehearsal songs", tags=["songs"])
    make_reply(song, author=staff, body="More songs")
    make_topic(area, author=member, title="Songs on hold lines")

    found = search(staff, "songs")
    assert ([hit.document.title for hit in found.hits], found.total, found.aside) == (["Songs on hold lines"], 1, 2)
    assert {value.value: value.count for value in found.facets[0].choices} == {"topic": 1, "social": 2}
    assert sorted(titles(staff, "songs", kinds=["social"])) == ["Autumn songs", "Autumn songs"]
    assert titles(staff, "songs in:social") == titles(staff, "songs", kinds=["social"])
    assert titles(staff, "tag:songs") == []
    assert titles(staff, "tag:songs", kinds=["social"]) == ["Autumn songs"]
    assert [document.title for document in suggest(staff, "son")] == ["Songs on hold lines"]
    new = {hit.document.title for hit in newest(staff)}
    assert ("Songs on hold lines" in new, "Autumn songs" in new) == (True, False)


@pytest.mark.site
def test_page_of_search_says_what_it_left_aside(client: Client, choir: Area, staff: Any, member: Any) -> None:
    make_topic(choir, author=member, title="Autumn songs", tags=["songs"])
    client.force_login(staff)

    page = client.get("/search/?q=tag:songs").content.decode()

    assert "1 more is in social areas." in page
    assert "kind=social" in page


def test_what_one_may_not_read_is_not_counted_aside(choir: Area, staff: Any, member: Any) -> None:
    make_topic(make_area("Band", kind="social", audience=only(member)), author=member, title="Autumn songs")

    found = search(staff, "songs")
    assert (found.total, found.aside, found.facets) == (0, 0, ())


def test_same_title_in_a_social_area_is_shown_before_it_is_written_again(choir: Area, staff: Any, member: Any) -> None:
    song = make_topic(choir, author=member, title="Autumn songs wanted")
    make_reply(song, author=member, body="Autumn songs wanted")

    assert queries.same_topics(staff, "Autumn songs wanted", choir) == [song]


def kinds() -> list[str]:
    return sorted(Document.objects.filter(title="Autumn songs").values_list("kind", flat=True))


def test_search_knows_when_an_area_or_a_topic_changes_sides(
    choir: Area, area: Area, member: Any, moderator: Any, django_capture_on_commit_callbacks: Any
) -> None:
    song = make_topic(choir, author=member, title="Autumn songs")
    make_reply(song, author=member)
    assert kinds() == ["social", "social"]

    with django_capture_on_commit_callbacks(execute=True):
        actions.move_topic(song, area=area, actor=moderator)
    assert kinds() == ["reply", "topic"]

    Area.objects.filter(pk=area.pk).update(kind="social")
    with django_capture_on_commit_callbacks(execute=True):
        actions.rewrite_documents(area)
    assert kinds() == ["social", "social"]


def test_form_of_an_area_has_search_read_it_anew(area: Area, staff: Any, member: Any, django_capture_on_commit_callbacks: Any) -> None:
    make_topic(area, author=member, title="Autumn songs")
    data = {"name": area.name, "slug": area.slug, "kind": "social", "state": "open", "position": 100, "readers": "all", "writers": "all"}
    form = AreaForm(data, instance=area)
    form.for_user = None
    form.fields["service"].required = False
    assert form.is_valid(), form.errors

    with django_capture_on_commit_callbacks(execute=True):
        form.save()

    assert kinds() == ["social"]


@pytest.mark.site
def test_themes_of_leaders_are_about_work(choir: Area, area: Area, staff: Any, member: Any) -> None:
    from blogs.queries.morning import themes_of_the_week  # noqa: PLC0415 -- the forums do without blogs

    make_topic(choir, author=member, title="Autumn songs", tags=["songs"])
    make_topic(area, author=member, title="Tablets", tags=["tablets"])

    assert [theme.name for theme in themes_of_the_week(staff)] == ["tablets"]


def test_choice_is_made_on_the_page_of_settings(client: Client, staff: Any) -> None:
    client.force_login(staff)
    address = reverse("notifications:settings")
    assert "Tell me of what happens in social areas" in client.get(address).content.decode()
    form = client.get(address).context["form"]
    data = {name: form[name].value() for name in form.fields if form[name].value() not in (None, False)}

    assert client.post(address, {**data, "social": "sometimes"}).status_code == 422
    assert client.post(address, {**data, "social": "free_time"}).status_code == 302

    assert Preference.objects.get(person=staff).social == "free_time"
    assert client.get(address).context["form"]["social"].value() == "free_time"


def test_asking_costs_nothing_where_there_is_nothing_social(area: Area, staff: Any, member: Any, django_assert_num_queries: Any) -> None:
    make_topic(area, author=member)
    choose(staff, "free_time")
    forget_rights(staff)

    with django_assert_num_queries(2):
        queries.latest_topics(staff, limit=5)


def test_new_person_hears_like_before(told: Any, choir: Area, staff: Any) -> None:
    assert not Preference.objects.exists()
    assert make_person("another").pk
    assert told(choir, at=now()) == [("forums.topic", "app")]
