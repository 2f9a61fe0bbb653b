"""Writing without one's name: what colleagues see, what is kept, and who may open it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.core import mail
from django.core.exceptions import FieldDoesNotExist
from django.db import IntegrityError, connection, transaction
from django.test import TestCase
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import ModelLogEntry

from forums import actions
from forums.models import Post, Topic, TopicMark
from forums.queries import why_wait
from intranet.core.background import at_moment, now
from intranet.core.kinds import State
from intranet.core.moderation.actions import SealedAway, ask_to_open, decide, decide_opening, may_read, read_name, report, tell_news
from intranet.core.moderation.models import Case, Opening, Seal
from intranet.core.moderation.rules import can_moderate
from intranet.core.notifications.actions import follow
from intranet.core.notifications.models import Follow, Mail, Notice
from intranet.core.organisation.actions import grant_role
from intranet.core.organisation.models import Role
from intranet.core.organisation.queries import forget_rights
from intranet.core.search.models import Document
from tests.budgets import statements
from tests.factories.forums import make_area, make_reply, make_topic
from tests.factories.people import make_person

if TYPE_CHECKING:
    from django.db.models import Model
    from django.test import Client

    from forums.models import Area

pytestmark = pytest.mark.django_db

SECRET_NAME, SECRET_USER = "Zebedee Quillfeather", "zebedee.quill"


@pytest.fixture
def safe(db: None) -> Area:
    return make_area("Say it safely", allows_unnamed=True)


@pytest.fixture
def asker(db: None) -> Any:
    return make_person(SECRET_USER, name=SECRET_NAME)


@pytest.fixture
def seniors(db: None) -> list[Any]:
    people = [make_person(f"senior{number}") for number in range(3)]
    for person in people:
        grant_role(person, role=Role.SENIOR_MODERATOR, actor=None)
    return people


def approve(moderator: Any) -> None:
    with TestCase.captureOnCommitCallbacks(execute=True):
        for case in Case.objects.open():
            decide(case, moderator=moderator, decision=Case.Decision.APPROVED)


def ask(client: Client, person: Any, area: Area, **fields: Any) -> Any:
    client.force_login(person)
    data = {"area": area.pk, "type": "question", "title": "May I say no?", "body": "I was asked to.", "token": uuid4(), "unnamed": "on", **fields}
    return client.post(reverse("forums:start-topic"), data)


def test_topic_waits_and_only_its_author_finds_it(client: Client, safe: Area, asker: Any, staff: Any) -> None:
    answer = ask(client, asker, safe)

    topic = Topic.objects.get()
    post = topic.posts.get()
    assert (topic.author, post.author, topic.state, post.state) == (None, None, State.HELD, State.HELD)
    assert topic.author_name == post.author_name == post.seal.alias
    assert post.seal.alias.startswith("Anonymous ")
    assert client.get(answer.url).status_code == 200
    for address in (reverse("forums:edit-post", args=[post.pk]), reverse("forums:delete-post", args=[post.pk])):
        assert client.get(address).status_code == 200
    assert "May I say no?" in client.get(reverse("moderation:without-name")).text
    client.force_login(staff)
    assert client.get(answer.url).status_code == 404
    assert client.get(reverse("forums:edit-post", args=[post.pk])).status_code == 404
    assert "May I say no?" not in client.get(reverse("moderation:without-name")).text


def test_one_alias_within_a_topic_and_another_elsewhere(safe: Area, asker: Any, member: Any, moderator: Any) -> None:
    first, second = (make_topic(safe, author=asker, unnamed=True) for _ in range(2))
    approve(moderator)
    again = make_reply(first, author=asker, unnamed=True)
    other = make_reply(first, author=member, unnamed=True)

    assert again.seal == first.posts.get(is_first=True).seal
    assert other.author_name != again.author_name
    assert second.posts.get().seal.mark != again.seal.mark
    assert again.state == other.state == State.HELD
    assert again.seal.is_of(asker)
    assert not again.seal.is_of(member)


def test_form_sent_twice_is_one_topic_and_nobody_elses(client: Client, safe: Area, asker: Any, member: Any) -> None:
    token = uuid4()
    answers = {ask(client, asker, safe, token=token).url for _ in range(2)}

    assert (len(answers), Topic.objects.count()) == (1, 1)
    with pytest.raises(Post.DoesNotExist):
        make_topic(safe, author=member, unnamed=True, token=token)


def test_where_people_sign_nobody_hides(client: Client, area: Area, safe: Area, asker: Any) -> None:
    answer = ask(client, asker, area)

    assert (answer.status_code, Topic.objects.count()) == (422, 0)
    assert "people sign what they write" in answer.text
    with pytest.raises(ValueError, match="sign"):
        make_topic(area, author=asker, unnamed=True)


def test_colleagues_read_hear_and_find_the_alias(client: Client, safe: Area, asker: Any, staff: Any, moderator: Any) -> None:
    follow(staff, safe)
    topic = make_topic(safe, author=asker, title="Polyester shirts", unnamed=True)
    approve(moderator)

    notice = Notice.objects.get(recipient=staff)
    assert (notice.actor, notice.actor_name) == (None, topic.author_name)
    document = Document.objects.get(kind="topic")
    assert (document.author_id, document.author_name) == (None, topic.author_name)
    client.force_login(staff)
    page = client.get(topic.get_absolute_url()).text
    assert topic.author_name in page
    assert SECRET_NAME not in page
    assert reverse("forums:edit-post", args=[topic.posts.get().pk]) not in page
    assert client.get(reverse("forums:edit-post", args=[topic.posts.get().pk])).status_code == 403


def test_author_who_moderates_does_not_judge_themselves(safe: Area, asker: Any, moderator: Any) -> None:
    grant_role(asker, role=Role.MODERATOR, area=safe, actor=None)
    forget_rights(asker)
    make_topic(safe, author=asker, unnamed=True)

    case = Case.objects.get()
    assert case.thing.state == State.HELD
    assert not can_moderate(asker, case)
    assert can_moderate(moderator, case)


def test_author_who_moderates_is_not_named_by_what_is_refused(client: Client, safe: Area, asker: Any, staff: Any, moderator: Any) -> None:
    grant_role(asker, role=Role.MODERATOR, area=safe, actor=None)
    post = make_topic(safe, author=asker, unnamed=True).posts.get()
    approve(moderator)
    case = report(post, reporter=staff, reason="unkind")
    acts = [reverse(f"moderation:{act}", args=[case.pk]) for act in ("claim", "release", "decide")]

    client.force_login(asker)
    assert [client.post(act, {"decision": "dismissed"}).status_code for act in acts] == [403] * 3

    assert not ModelLogEntry.objects.filter(action="roost.denied").exists()
    case.refresh_from_db()
    assert (case.is_open, case.claimed_by) == (True, None)


def test_author_who_moderates_does_not_read_who_reports_them(client: Client, safe: Area, asker: Any, member: Any, staff: Any, moderator: Any) -> None:
    grant_role(asker, role=Role.MODERATOR, area=safe, actor=None)
    own, others = (make_topic(safe, author=person, title=person.username, unnamed=True).posts.get() for person in (asker, member))
    approve(moderator)
    for post in (own, others):
        report(post, reporter=staff, reason="unkind", words="Canary said of it")
    queue = reverse("moderation:queue")

    def rows(person: Any, **query: str) -> list[tuple[str, str, str]]:
        client.force_login(person)
        return [(row.title, row.action, row.kind) for row in client.get(queue, query).context["rows"]]

    kind = "Reported · Unkind, bullying or discriminating"
    theirs, judged = (own.topic.title, "Decide", kind), (others.topic.title, "Decide", kind)
    assert rows(asker) == [judged]
    assert sorted(rows(asker, show="all")) == sorted([judged, (own.topic.title, "Look", "Reported")])
    assert sorted(rows(moderator)) == sorted([theirs, judged])
    client.force_login(asker)
    page = client.get(Case.objects.open().get(object_id=own.pk).get_absolute_url()).text
    assert ("Canary said of it" in page, staff.roost_profile.name in page) == (False, False)


def test_queue_costs_the_same_however_many_are_sealed(client: Client, safe: Area, asker: Any, moderator: Any) -> None:
    def cost(number: int) -> int:
        for _time in range(number):
            make_topic(safe, author=asker, unnamed=True)
        with CaptureQueriesContext(connection) as context:
            assert client.get(reverse("moderation:queue")).status_code == 200
        return len(statements(context))

    client.force_login(moderator)
    cost(0)
    assert cost(1) == cost(9)


def test_newcomers_are_limited_without_a_name_too(settings: Any, safe: Area, newcomer: Any) -> None:
    settings.ROOST_FORUM_NEWCOMER_POSTS = 2

    assert [bool(why_wait(newcomer, safe, unnamed=True)) for _ in range(3)] == [False, False, True]


def mentions(row: Model, person: Any) -> bool:
    """Whether a row has the person's key or name in any of its columns."""
    for field in row._meta.concrete_fields:
        value = getattr(row, field.attname)
        if field.is_relation and field.related_model is type(person) and value == person.pk:
            return True
        if isinstance(value, str | dict | list) and (SECRET_NAME in str(value) or SECRET_USER in str(value)):
            return True
    return False


def rows_of(person: Any) -> dict[tuple[str, Any], Model]:
    """Every row of every table that has something of the person."""
    return {(model._meta.label, row.pk): row for model in apps.get_models() for row in model._base_manager.all() if mentions(row, person)}


def leads_to(row: Model, things: list[Model]) -> bool:
    """Whether a row has a key of one of the things, or words of theirs."""
    keys = {(type(thing), thing.pk) for thing in things}
    text = " ".join(str(getattr(row, field.attname)) for field in row._meta.concrete_fields)
    if "May I say no" in text or "may-i-say-no" in text or any(isinstance(thing, Seal) and thing.alias in text for thing in things):
        return True
    for field in row._meta.concrete_fields:
        if field.is_relation and (field.related_model, getattr(row, field.attname)) in keys:
            return True
    try:
        row._meta.get_field("object_id")
    except FieldDoesNotExist:
        return False
    return (row.content_type.model_class(), int(row.object_id)) in keys


def live_through(client: Client, safe: Area, staff: Any, moderator: Any, seniors: list[Any]) -> list[Model]:
    """What can happen to words without a name, as their author and others act; gives all that belongs to them."""
    topic = Topic.objects.get()
    approve(moderator)
    with at_moment(now() + timedelta(minutes=3)):
        make_reply(topic, author=staff)
        client.post(reverse("forums:reply", args=[safe.slug, topic.pk, topic.slug]), {"body": "Thank you.", "token": uuid4(), "unnamed": "on"})
        approve(moderator)
        own = topic.posts.get(is_first=True)
        client.post(reverse("forums:edit-post", args=[own.pk]), {"body": "I was asked to sign."})
        approve(moderator)
        reply = topic.posts.latest("pk")
        client.post(reverse("forums:delete-post", args=[reply.pk]))
        actions.lock(topic, actor=moderator)
        assert client.get(reverse("forums:edit-post", args=[own.pk])).status_code == 403
        opening = ask_to_open(own, moderator=seniors[0], reason=Opening.Reason.RISK, words="Feeling ill.")
        decide_opening(opening, moderator=seniors[1], opens=False, answer="They answered at once.")
    own.refresh_from_db()
    reply.refresh_from_db()
    assert (own.body, reply.state) == ("I was asked to sign.", State.REMOVED)
    return [topic, own, reply, opening, *Case.objects.all(), *Seal.objects.all()]


def test_no_row_mail_or_log_joins_the_person_with_what_they_wrote(
    client: Client, caplog: pytest.LogCaptureFixture, safe: Area, asker: Any, staff: Any, moderator: Any, seniors: list[Any]
) -> None:
    caplog.set_level("DEBUG")
    client.force_login(asker)
    before = set(rows_of(asker))

    ask(client, asker, safe)
    things = live_through(client, safe, staff, moderator, seniors)
    with at_moment(now() + timedelta(hours=1)):
        assert [tell_news(), tell_news()] == [1, 0]

    after = rows_of(asker)
    assert {label for label, _pk in after.keys() - before} <= {"intranet_notifications.Notice", "intranet_notifications.Mail", "sessions.Session"}
    assert [key for key, row in after.items() if leads_to(row, things)] == []
    assert not TopicMark.objects.filter(person=asker).exists()
    assert not Follow.objects.filter(person=asker).exists()
    notice = Notice.objects.get(recipient=asker)
    assert notice.thing == asker.roost_profile
    assert notice.created not in set(Post.objects.values_list("published_at", flat=True))
    assert Mail.objects.filter(notice=notice).exists()
    assert not [message for message in mail.outbox if SECRET_NAME in message.body and "May I say no" in message.body + message.subject]
    assert SECRET_USER not in caplog.text


def test_two_seniors_open_a_name_and_the_writer_is_told(client: Client, safe: Area, asker: Any, seniors: list[Any], moderator: Any) -> None:
    first, second, third = seniors
    post = make_topic(safe, author=asker, unnamed=True).posts.get()
    case = Case.objects.get()
    client.force_login(moderator)
    assert "Ask to open who wrote it" not in client.get(case.get_absolute_url()).text
    assert client.get(reverse("moderation:ask-for-name", args=[case.pk])).status_code == 404
    client.force_login(first)
    assert "Ask to open who wrote it" in client.get(case.get_absolute_url()).text
    assert client.post(reverse("moderation:ask-for-name", args=[case.pk]), {"words": ""}).status_code == 422
    answer = client.post(reverse("moderation:ask-for-name", args=[case.pk]), {"reason": "risk", "words": "Ill since."})
    opening = Opening.objects.get()
    decision = {"decision": "opened", "answer": "There is a danger."}
    assert client.post(reverse("moderation:decide-opening", args=[opening.pk]), decision).status_code == 403

    client.force_login(second)
    assert SECRET_NAME not in client.get(answer.url).text
    client.post(reverse("moderation:decide-opening", args=[opening.pk]), decision)

    for person in (first, second):
        client.force_login(person)
        assert SECRET_NAME in client.post(reverse("moderation:read-name", args=[opening.pk])).text
    for stranger, status in ((third, 403), (moderator, 404), (asker, 404)):
        client.force_login(stranger)
        assert client.post(reverse("moderation:read-name", args=[opening.pk])).status_code == status
    verbs = ModelLogEntry.objects.filter(action__contains="name").order_by("pk").values_list("action", "user__username")
    assert list(verbs) == [
        ("roost.moderation.ask_for_name", "senior0"),
        ("roost.moderation.name_opened", "senior1"),
        ("roost.moderation.name_read", "senior0"),
        ("roost.moderation.name_read", "senior1"),
    ]
    assert tell_news() == 1
    client.force_login(asker)
    assert "Two moderators know that you wrote" in client.get(reverse("moderation:without-name")).text
    assert post.seal.openings.get().answer == "There is a danger."


def test_who_wrote_it_and_other_reasons_open_nothing(safe: Area, asker: Any, seniors: list[Any]) -> None:
    grant_role(asker, role=Role.SENIOR_MODERATOR, actor=None)
    post = make_topic(safe, author=asker, unnamed=True).posts.get()
    with pytest.raises(SealedAway):
        ask_to_open(post, moderator=asker, reason=Opening.Reason.RISK, words="Mine.")
    opening = ask_to_open(post, moderator=seniors[0], reason=Opening.Reason.OTHER, words="To say thank you.")

    for moderator in (seniors[1], asker, seniors[0]):
        with pytest.raises(SealedAway):
            decide_opening(opening, moderator=moderator, opens=True, answer="Yes")
    with pytest.raises(IntegrityError), transaction.atomic():
        Opening.objects.filter(pk=opening.pk).update(decision="opened", decided_at=now())
    decide_opening(opening, moderator=seniors[1], opens=False, answer="Say it in the topic.")
    opening.refresh_from_db()
    assert not may_read(seniors[0], opening)
    with pytest.raises(SealedAway):
        read_name(opening, moderator=seniors[0])


def test_key_alone_opens_what_it_closed(settings: Any, safe: Area, asker: Any) -> None:
    seal = make_topic(safe, author=asker, unnamed=True).posts.get().seal

    assert f"{asker.pk}      ".encode() not in bytes(seal.box), "with the spaces that fill it up: one figure may stand there by chance"
    settings.SEAL_KEY = "another key altogether, as long as it should be"
    assert not seal.is_of(asker)


def test_nobody_thanks_themselves_under_an_alias(client: Client, safe: Area, asker: Any, seniors: list[Any], member: Any) -> None:
    post = make_topic(safe, author=asker, title="Heard", unnamed=True).posts.get()
    approve(seniors[0])
    address, data = reverse("forums:react", args=[post.pk]), {"thanks": "1"}

    client.force_login(asker)
    assert 'name="thanks"' not in client.get(post.topic.get_absolute_url()).content.decode()
    assert client.post(address, data).status_code == 403
    client.force_login(member)
    assert client.post(address, data).status_code == 302
    assert not ModelLogEntry.objects.filter(action="roost.denied").exists()
