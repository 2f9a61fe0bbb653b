"""Fills our forums by inserts of many rows, past the acts that people use, and counts what their pages ask.

usage: python -m benchmarks.forums.roost POSTS LONG OUT.json, with the database in DATABASE_URL, where the migrations have run.
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import django

if __name__ == "__main__":
    django.setup()

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.models import F, OuterRef, Subquery
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from benchmarks.forums.plan import Size, Words, topics_of
from forums import actions
from forums.models import Area, Post, Topic, TopicMark
from intranet.core.background import now
from intranet.core.discussion.models import Reaction
from intranet.core.kinds import State
from intranet.core.notifications.models import Follow
from intranet.core.organisation.models import Profile, Service

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from benchmarks.forums.plan import PlannedTopic

BATCH = 1_000
WATCHED = 10
SAVEPOINTS = ("SAVEPOINT", "RELEASE", "ROLLBACK TO", "BEGIN", "COMMIT")


@dataclass(frozen=True, slots=True)
class Filled:
    """What a measurement asks of a filled forum: who reads, and what."""

    reader: Any
    first_area: Area
    fixed: Topic
    long: Topic | None

    def pages(self) -> dict[str, str]:
        fixed = self.fixed.get_absolute_url()
        found = {
            "index": reverse("forums:index"),
            "list of topics": self.first_area.get_absolute_url(),
            "latest topics": reverse("forums:topics"),
            "topic, page 1": fixed,
            "topic, last page": f"{fixed}?page={self.fixed.last_page}",
        }
        if self.long is not None:
            long = self.long.get_absolute_url()
            last = self.long.last_page
            found |= {"long topic, page 1": long, "long topic, middle": f"{long}?page={last // 2}", "long topic, last page": f"{long}?page={last}"}
        return found

    def replies(self) -> dict[str, str]:
        found = {"topic": self.fixed} | ({"long topic": self.long} if self.long is not None else {})
        return {name: reverse("forums:reply", args=[topic.area.slug, topic.pk, topic.slug]) for name, topic in found.items()}


def fill(size: Size) -> Filled:
    words, moment = Words(), now()
    people = _people(size, words)
    areas = [actions.open_area(f"Area {number}", actor=None, description=words.some(8)) for number in range(size.areas)]
    planned = topics_of(size)
    topics = Topic.objects.bulk_create([_topic(each, areas[each.area], people, words, moment) for each in planned], batch_size=BATCH)
    _write_posts(list(zip(topics, planned, strict=True)), people, words, moment)
    _mark(topics, people)
    named = {each.name: topic.pk for topic, each in zip(topics, planned, strict=True)}
    read = Topic.objects.select_related("area").in_bulk([named[name] for name in ("Fixed", "Long") if name in named])
    return Filled(people[0], areas[0], read[named["Fixed"]], read[named["Long"]] if "Long" in named else None)


def _people(size: Size, words: Words) -> list[Any]:
    """The reader is the first."""
    services = [Service.add_root(name=f"Service {number}", slug=f"service-{number}") for number in range(max(1, size.people // 100))]
    model = get_user_model()
    rows = [model(username=f"person{number}", email=f"person{number}@example.org", password="!") for number in range(size.people)]  # noqa: S106
    people: list[Any] = model.objects.bulk_create(rows, batch_size=BATCH)
    names = [words.some(2).title() for _ in people]
    Profile.objects.bulk_create(
        [
            Profile(user=person, name=name, service=services[place % len(services)])
            for place, (person, name) in enumerate(zip(people, names, strict=True))
        ],
        batch_size=BATCH,
    )
    for person, name in zip(people, names, strict=True):
        person.bench_name = name
    return people


def _topic(each: PlannedTopic, area: Area, people: list[Any], words: Words, moment: datetime) -> Topic:
    author, last = words.chance.choice(people), list(each.ages())[-1]
    return Topic(
        area=area,
        author=author,
        author_name=author.bench_name,
        title=f"{each.name} {words.some(5)}"[:200],
        slug=each.name.lower().replace(" ", "-"),
        type="question" if each.is_question else "discussion",
        state=State.PUBLISHED,
        created=moment - each.age,
        last_number=each.posts,
        post_count=each.posts,
        last_posted_at=moment - last,
    )


def _write_posts(topics: list[tuple[Topic, PlannedTopic]], people: list[Any], words: Words, moment: datetime) -> None:
    waiting: list[Post] = []
    for post in _posts(topics, people, words, moment):
        waiting.append(post)
        if len(waiting) == BATCH:
            Post.objects.bulk_create(waiting)
            waiting.clear()
    Post.objects.bulk_create(waiting)
    last = Post.objects.filter(topic=OuterRef("pk"), number=OuterRef("last_number")).values("pk")[:1]
    Topic.objects.update(last_post=Subquery(last))
    before = Post.objects.filter(topic=OuterRef("topic"), number=OuterRef("number") - 1).values("pk")[:1]
    Post.objects.annotate(ones=F("number") % 10).filter(ones=0).update(quotes=Subquery(before))


def _posts(topics: list[tuple[Topic, PlannedTopic]], people: list[Any], words: Words, moment: datetime) -> Iterator[Post]:
    for topic, planned in topics:
        for number, age in enumerate(planned.ages(), 1):
            author: Any = topic.author if number == 1 else words.chance.choice(people)
            body = words.post()
            said = {"author": author, "author_name": author.bench_name, "body": body, "html": f"<p>{body}</p>"}
            yield Post(
                topic=topic, number=number, is_first=number == 1, state=State.PUBLISHED, created=moment - age, published_at=moment - age, **said
            )


def _mark(topics: list[Topic], people: list[Any]) -> None:
    """The reader has read every other topic, and the two that are measured; others read and thank as well."""
    reader, *others = people
    measured = [topic for topic in topics if topic.slug in ("fixed", "long")]
    read = {topic.pk: topic for topic in [*topics[::2], *measured]}.values()
    marks = [TopicMark(person=reader, topic=topic, number=topic.last_number) for topic in read]
    marks += [
        TopicMark(person=others[(place * 5 + step) % len(others)], topic=topic, number=1) for place, topic in enumerate(topics) for step in range(2)
    ]
    TopicMark.objects.bulk_create(marks, batch_size=BATCH)
    kind = ContentType.objects.get_for_model(Topic)
    Follow.objects.bulk_create([Follow(person=reader, content_type=kind, object_id=topic.pk) for topic in topics[:: max(1, len(topics) // WATCHED)]])
    kind = ContentType.objects.get_for_model(Post)
    thanked = Post.objects.annotate(fives=F("number") % 5).filter(fives=0).values_list("pk", flat=True)
    Reaction.objects.bulk_create(
        [Reaction(content_type=kind, object_id=key, person=others[key % len(others)]) for key in thanked.iterator()], batch_size=BATCH
    )


def statements(client: Client, address: str, data: dict[str, Any] | None = None) -> tuple[int, int]:
    """What a page or a reply asks after the first time, savepoints apart, and its bytes."""
    for _time in range(2):
        connection.queries_log.clear()
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(address) if data is None else client.post(address, {**data, "token": uuid4()})
        if answer.status_code != (200 if data is None else 302):
            sys.exit(f"{address} answers {answer.status_code}")
    return sum(not query["sql"].startswith(SAVEPOINTS) for query in asked.captured_queries), len(answer.content)


def main() -> None:
    posts, long, out = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
    filled = fill(Size(posts=posts, long=long))
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(filled.reader, backend=settings.AUTHENTICATION_BACKENDS[0])
    found = {
        "cookie": f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}",
        "pages": {name: [address, *statements(client, address)] for name, address in filled.pages().items()},
        "replies": {name: [address, statements(client, address, {"body": "Same here."})[0]] for name, address in filled.replies().items()},
        "forms": {name: filled.pages()[f"{name}, page 1"] for name in filled.replies()},
    }
    with open(out, "w", encoding="utf-8") as file:
        json.dump(found, file)


if __name__ == "__main__":
    main()
