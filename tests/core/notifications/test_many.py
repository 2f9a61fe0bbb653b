"""Fifteen thousand followers: the request costs what it costs with fifteen, and the telling is bulk work."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django_tasks_db.models import DBTaskResult

from forums.notices import NewReply
from intranet.core.notifications.actions import notify_followers
from intranet.core.notifications.models import Follow, Mail, Notice
from intranet.core.notifications.tasks import fan_out
from intranet.core.notifications.tasks.telling import tell_followers
from intranet.demo.loading.counting import count_rows
from tests.budgets import query_budget, statements
from tests.factories.forums import make_reply, make_topic

if TYPE_CHECKING:
    from django.test import Client

    from forums.models import Topic

pytestmark = pytest.mark.django_db

MANY = 15_000
#: A reply in a forum, read, written, found and counted, and its draft forgotten; the telling is one of them, the entry in the queue. With Redis 14.
REQUEST = 15
#: Per thousand people: who may see it, what they chose, the notices, those without a mail, when each may be mailed, and the mails.
PER_THOUSAND = 6
#: SQLite takes 999 values in a statement, and so 71 notices or 99 mails: 15 inserts and 11 of them in place of one and one.
PER_THOUSAND_ON_SQLITE = 30


@pytest.fixture
def topic(staff: Any) -> Topic:
    return make_topic(author=staff)


def follow_by(number: int, *things: Any) -> None:
    """So many people more who follow each of the things."""
    users = get_user_model()
    users.objects.bulk_create(users(username=f"p{index}", email=f"p{index}@northmoor.example") for index in range(number))
    people = users.objects.filter(username__startswith="p").values_list("pk", flat=True)
    for thing in things:
        kind = ContentType.objects.get_for_model(thing)
        Follow.objects.bulk_create(Follow(person_id=pk, content_type=kind, object_id=thing.pk) for pk in people)
    count_rows()


@pytest.fixture
def queued(settings: Any) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


@pytest.mark.parametrize("number", [15, pytest.param(MANY, marks=pytest.mark.slow)])
@pytest.mark.usefixtures("queued")
def test_the_request_costs_the_same(number: int, topic: Topic, staff: Any, client: Client) -> None:
    follow_by(number, topic)
    client.force_login(staff)
    client.get(topic.get_absolute_url())
    with CaptureQueriesContext(connection) as context:
        assert client.post(f"{topic.get_absolute_url()}-/reply/", {"body": "Same here."}).status_code == 302
    assert len(statements(context)) == REQUEST
    assert not Notice.objects.exists()
    reply = topic.posts.get(is_first=False)
    with query_budget(1):
        notify_followers(NewReply, thing=reply, of=[topic, topic.area], actor=staff)
    assert DBTaskResult.objects.filter(task_path__endswith="tell_followers").count() == 1


@pytest.mark.slow
def test_fifteen_thousand_are_told_in_bulk_and_each_once(topic: Topic, staff: Any, monkeypatch: Any) -> None:
    follow_by(MANY, topic, topic.area)
    reply = make_reply(topic, author=staff)
    kind, fixed = ContentType.objects.get_for_model, 10
    task = (
        NewReply.name,
        [kind(reply).pk, reply.pk],
        [[kind(topic).pk, topic.pk], [kind(topic.area).pk, topic.area.pk]],
        staff.pk,
        "Priya Nair",
        "reply",
    )

    batches = []

    def killed(*args: Any) -> int:
        batches.append(args)
        if len(batches) == 8:
            raise KeyboardInterrupt
        return made(*args)

    made = fan_out.make_mails
    monkeypatch.setattr(fan_out, "make_mails", killed)
    with pytest.raises(KeyboardInterrupt):
        tell_followers.func(*task)
    assert Notice.objects.count() == Mail.objects.count() == 7_000

    monkeypatch.setattr(fan_out, "make_mails", made)
    with CaptureQueriesContext(connection) as context:
        tell_followers.func(*task)
    assert Notice.objects.count() == Mail.objects.count() == MANY
    most = PER_THOUSAND if connection.vendor == "postgresql" else PER_THOUSAND_ON_SQLITE
    assert len(statements(context)) <= fixed + MANY // 1_000 * most
    tell_followers.func(*task)
    assert Notice.objects.count() == Mail.objects.count() == MANY
