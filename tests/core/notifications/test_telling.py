"""Who is told at all: by what they follow and silence, by what they chose, and once."""

from __future__ import annotations

from datetime import time
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext

from intranet.core.kinds import State
from intranet.core.notifications.actions import broadcast, follow, notify, notify_followers
from intranet.core.notifications.models import Choice, Follow, Mail, Notice, Preference
from intranet.core.notifications.tasks import fan_out
from intranet.core.notifications.tasks.telling import mail_broadcast, tell_followers
from tests.budgets import statements
from tests.factories.people import make_person
from tests.factories.things import audience_of, make_published
from tests.things.models import Thing
from tests.things.notices import ThingAnswered, ThingDecided, ThingMailed, ThingNamesMe, ThingWritten

pytestmark = pytest.mark.django_db


@pytest.fixture
def author(housing: Any) -> Any:
    return make_person("author", name="Sam Okafor", service=housing)


@pytest.fixture
def place(author: Any) -> Thing:
    return make_published("Lifts", author=author)


@pytest.fixture
def thing(author: Any, place: Thing, housing: Any) -> Thing:
    return make_published("CANARY", author=author, place=place, service=housing)


def told() -> list[str]:
    return sorted(Notice.objects.filter(recipient__isnull=False).values_list("recipient__username", flat=True))


@pytest.mark.parametrize(("kind", "hears"), [(ThingAnswered, []), (ThingNamesMe, ["mentions"]), (ThingDecided, ["mentions", "nothing"])])
def test_a_follow_says_how_much_of_a_place_a_person_hears(kind: Any, hears: list[str], thing: Thing, place: Thing, author: Any) -> None:
    people = [make_person("mentions"), make_person("nothing"), make_person("nobody-asked")]
    follow(people[0], place, level=Follow.Level.MENTIONS)
    follow(people[1], place, level=Follow.Level.NOTHING)
    notify(kind, thing=thing, recipients=people, actor=author)
    assert told() == sorted([*hears, "nobody-asked"])


def test_the_nearest_follow_counts(thing: Thing, place: Thing, author: Any, staff: Any) -> None:
    follow(staff, place, level=Follow.Level.NOTHING)
    follow(staff, thing)
    notify(ThingAnswered, thing=thing, recipients=[staff], actor=author)
    assert told() == ["staff"]


def test_it_folds_under_its_place_and_reaches_each_as_they_chose(thing: Thing, place: Thing, housing: Any, author: Any, staff: Any) -> None:
    Thing.objects.update(service=housing)
    off = make_person("off")
    Choice.objects.create(person=staff, kind=ThingAnswered.name, delivery="digest")
    Choice.objects.create(person=off, kind=ThingAnswered.name, delivery="off")
    notify(ThingAnswered, thing=thing, recipients=[staff, off], actor=author)
    key = ContentType.objects.get_for_model(place).pk
    assert list(Notice.objects.values_list("recipient", "delivery", "group")) == [(staff.pk, "digest", f"things.answered:{key}:{place.pk}")]


def test_a_mail_is_made_for_those_who_want_it_and_waits_for_their_morning(thing: Thing, author: Any, staff: Any) -> None:
    silent, owl = make_person("silent"), make_person("owl")
    Preference.objects.create(person=silent, wants_mail=False)
    Preference.objects.create(person=owl, quiet_from=time(0, 1), quiet_until=time(0))
    notify(ThingMailed, thing=thing, recipients=[staff, silent, owl], actor=author)
    notify(ThingMailed, thing=thing, recipients=[staff, silent, owl], actor=author)
    mails = {mail.person_id: mail for mail in Mail.objects.select_related("notice")}
    assert set(mails) == {staff.pk, owl.pk}
    assert all(mail.notice.recipient_id == person for person, mail in mails.items())
    assert mails[owl.pk].due > mails[staff.pk].due


def test_of_two_reasons_the_first_is_told_and_mailed(thing: Thing, author: Any, staff: Any) -> None:
    notify(ThingWritten, thing=thing, recipients=[staff], actor=author, event="once")
    notify(ThingMailed, thing=thing, recipients=[staff], actor=author, event="once")
    assert list(Notice.objects.values_list("kind", flat=True)) == ["things.written"]
    assert not Mail.objects.exists()


class TestFollowers:
    def test_everybody_who_follows_any_of_it_hears_once(
        self, thing: Thing, place: Thing, author: Any, staff: Any, django_capture_on_commit_callbacks: Any
    ) -> None:
        less, outsider, gone = make_person("less"), make_person("outsider"), make_person("gone", is_active=False)
        for person in (staff, less, outsider, gone, author):
            follow(person, place)
        follow(staff, thing)
        follow(less, thing, level=Follow.Level.MENTIONS)
        Thing.objects.filter(pk=thing.pk).update(audience=audience_of(author, staff, less))
        with django_capture_on_commit_callbacks(execute=True):
            notify_followers(ThingWritten, thing=thing, of=[thing, place], actor=author)
        assert told() == ["staff"]
        assert Notice.objects.get().actor_name == "Sam Okafor"

    def test_what_is_not_on_show_any_more_is_told_to_nobody(self, thing: Thing, place: Thing, author: Any, staff: Any) -> None:
        follow(staff, place)
        kind = ContentType.objects.get_for_model(Thing).pk
        Thing.objects.filter(pk=thing.pk).update(state=State.HIDDEN)
        tell_followers.func(ThingWritten.name, [kind, thing.pk], [[kind, place.pk]], author.pk, "", "")
        Thing.objects.filter(pk=thing.pk).delete()
        tell_followers.func(ThingWritten.name, [kind, thing.pk], [[kind, place.pk]], author.pk, "", "")
        tell_followers.func("no.such.kind", [kind, place.pk], [[kind, place.pk]], author.pk, "", "")
        assert told() == []


class TestBulk:
    @pytest.fixture
    def crowd(self, monkeypatch: Any) -> Any:
        """People told twenty at a time."""
        monkeypatch.setattr(fan_out, "BATCH", 20)
        users = get_user_model().objects
        users.bulk_create([get_user_model()(username=f"p{number}", email=f"p{number}@northmoor.example") for number in range(45)])
        return users.filter(username__startswith="p")

    def test_statements_grow_by_the_batch(self, thing: Thing, author: Any, crowd: Any) -> None:
        asked = []
        for people in (crowd.filter(username__in=["p1", "p2"]), crowd):
            with CaptureQueriesContext(connection) as context:
                notify(ThingMailed, thing=thing, recipients=people, actor=author)
            asked.append(len(statements(context)))
            assert Mail.objects.count() == Notice.objects.count()
        assert Notice.objects.count() == 45
        assert asked == [FIXED + PER_BATCH, FIXED + 3 * PER_BATCH]

    def test_who_was_left_out_by_a_killed_run_is_told_by_the_next(self, thing: Thing, author: Any, crowd: Any, monkeypatch: Any) -> None:
        runs = []

        def killed(*args: Any) -> int:
            runs.append(args)
            if len(runs) == 2:
                raise KeyboardInterrupt
            return made(*args)

        made = fan_out.make_mails
        monkeypatch.setattr(fan_out, "make_mails", killed)
        with pytest.raises(KeyboardInterrupt):
            notify(ThingMailed, thing=thing, recipients=crowd, actor=author)
        assert Notice.objects.count() == Mail.objects.count() == 20
        notify(ThingMailed, thing=thing, recipients=crowd, actor=author)
        assert Notice.objects.count() == Mail.objects.count() == 45


#: Whether all have been told, who the audience is, the recipients' keys, who has silenced it, and the queue's entry.
FIXED = 4
#: Who may see it, what they chose, the notices, those without mail, when each may be mailed, and the mails.
PER_BATCH = 6


class TestToAll:
    def test_one_row_however_often(self, thing: Thing, author: Any, staff: Any) -> None:
        notice = broadcast(ThingDecided, thing=thing, actor=author)
        assert broadcast(ThingDecided, thing=thing, actor=author) == notice
        assert Notice.objects.get().audience == thing.audience

    def test_a_kind_that_can_be_turned_off_is_refused_and_what_nobody_sees(self, thing: Thing, author: Any) -> None:
        with pytest.raises(TypeError):
            broadcast(ThingWritten, thing=thing, actor=author)
        Thing.objects.update(state=State.HIDDEN)
        thing.refresh_from_db()
        with pytest.raises(ValueError, match="Nobody"):
            broadcast(ThingDecided, thing=thing, actor=author)

    def test_mail_goes_to_who_chose_it(self, thing: Thing, author: Any, staff: Any) -> None:
        make_person("other")
        told = make_person("told")
        notify(ThingWritten, thing=thing, recipients=[told], actor=author, event="once")
        for person in (staff, author, told):
            Choice.objects.create(person=person, kind=ThingDecided.name, delivery="mail")
        notice = broadcast(ThingDecided, thing=thing, actor=author, event="once")
        mail_broadcast.func(notice.pk)
        mail_broadcast.func(notice.pk)
        assert list(Mail.objects.values_list("person", "notice")) == [(staff.pk, notice.pk)]

    def test_who_was_told_with_all_is_not_told_again(self, thing: Thing, author: Any, staff: Any) -> None:
        broadcast(ThingDecided, thing=thing, actor=author, event="once")
        assert notify(ThingWritten, thing=thing, recipients=[staff], actor=author, event="once") == 0
        assert told() == []
