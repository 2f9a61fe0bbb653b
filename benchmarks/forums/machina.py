"""The same forum in django-machina: run by a Python that has it, and Django, gunicorn and the driver of the database. BENCH_DATABASE as of the floor.

usage: python -m benchmarks.forums.machina POSTS LONG OUT.json fills it and counts; ``application`` is for a server.
"""

from __future__ import annotations

import json
import os
import sys
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any

import django
import machina
from django.conf import settings

from benchmarks.forums.plan import Size, Words, topics_of
from benchmarks.sites import MIDDLEWARE

if TYPE_CHECKING:
    from collections.abc import Iterator

BOARD = [".forum", ".forum_conversation", ".forum_conversation.forum_attachments", ".forum_conversation.forum_polls", ".forum_feeds"]
BOARD += [".forum_moderation", ".forum_search", ".forum_tracking", ".forum_member", ".forum_permission"]
if not settings.configured:
    settings.configure(
        DEBUG=False,
        SECRET_KEY="machina",  # noqa: S106 -- of a server that is not reached from outside
        ALLOWED_HOSTS=["*"],
        ROOT_URLCONF=__name__,
        USE_TZ=True,
        INSTALLED_APPS=[
            *(f"django.contrib.{app}" for app in ("auth", "contenttypes", "sessions", "messages", "sites", "staticfiles", "humanize")),
            "mptt",
            "haystack",
            "widget_tweaks",
            "machina",
            *(f"machina.apps{app}" for app in BOARD),
        ],
        MIDDLEWARE=[*MIDDLEWARE, "machina.apps.forum_permission.middleware.ForumPermissionMiddleware"],
        TEMPLATES=[
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "DIRS": [machina.MACHINA_MAIN_TEMPLATE_DIR],
                "APP_DIRS": True,
                "OPTIONS": {
                    "context_processors": [
                        "django.template.context_processors.request",
                        "django.contrib.auth.context_processors.auth",
                        "django.contrib.messages.context_processors.messages",
                        "machina.core.context_processors.metadata",
                    ]
                },
            }
        ],
        DATABASES={"default": json.loads(os.environ["BENCH_DATABASE"])},
        DEFAULT_AUTO_FIELD="django.db.models.AutoField",
        SITE_ID=1,
        STATIC_URL="/static/",
        STATICFILES_DIRS=[machina.MACHINA_MAIN_STATIC_DIR],
        HAYSTACK_CONNECTIONS={"default": {"ENGINE": "haystack.backends.simple_backend.SimpleEngine"}},
        CACHES={name: {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"} for name in ("default", "machina_attachments")},
        MACHINA_TOPIC_POSTS_NUMBER_PER_PAGE=20,
        MACHINA_DEFAULT_AUTHENTICATED_USER_FORUM_PERMISSIONS=[
            "can_see_forum",
            "can_read_forum",
            "can_start_new_topics",
            "can_reply_to_topics",
            "can_edit_own_posts",
            "can_post_without_approval",
            "can_create_polls",
            "can_vote_in_polls",
            "can_download_file",
        ],
    )
    django.setup()

from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import include, path, reverse
from machina.core.db.models import get_model

BATCH = 1_000
SAVEPOINTS = ("SAVEPOINT", "RELEASE", "ROLLBACK TO", "BEGIN", "COMMIT")
COLUMNS = "created,updated,topic_id,poster_id,subject,content,_content_rendered,approved,enable_signature,updates_count"
COUNTED = """
UPDATE forum_conversation_topic SET posts_count=s.n, first_post_id=s.f, last_post_id=s.l, last_post_on=s.o, created=s.c FROM
(SELECT topic_id, count(*) n, min(id) f, max(id) l, max(created) o, min(created) c FROM forum_conversation_post GROUP BY topic_id) s
WHERE s.topic_id=forum_conversation_topic.id;
UPDATE forum_forum SET direct_posts_count=s.p, direct_topics_count=s.n, last_post_id=s.l, last_post_on=s.o FROM
(SELECT forum_id, count(*) n, sum(posts_count) p, max(last_post_id) l, max(last_post_on) o FROM forum_conversation_topic GROUP BY forum_id) s
WHERE s.forum_id=forum_forum.id;
UPDATE forum_member_forumprofile SET posts_count=s.n FROM
(SELECT poster_id, count(*) n FROM forum_conversation_post GROUP BY poster_id) s WHERE s.poster_id=forum_member_forumprofile.user_id"""

urlpatterns = [path("forum/", include("machina.urls"))]
application = get_wsgi_application()


def fill(size: Size) -> tuple[Any, dict[str, Any]]:
    """The reader, and the topics that are measured."""
    words, moment = Words(), datetime.now(tz=timezone.utc)  # noqa: UP017 -- not the suite's clock
    people = _people(size)
    Forum, Topic = get_model("forum", "Forum"), get_model("forum_conversation", "Topic")  # noqa: N806
    heading = Forum.objects.create(name="Areas", type=Forum.FORUM_CAT)
    areas = [
        Forum.objects.create(name=f"Area {number}", type=Forum.FORUM_POST, parent=heading, description=words.some(8)) for number in range(size.areas)
    ]
    planned = topics_of(size)
    rows = [
        Topic(forum=areas[each.area], poster_id=words.chance.choice(people), subject=f"{each.name} {words.some(5)}"[:200], slug="t", type=0, status=0)
        for each in planned
    ]
    topics = Topic.objects.bulk_create(rows, batch_size=BATCH)
    insert = f"INSERT INTO forum_conversation_post ({COLUMNS}) VALUES ({','.join(['%s'] * 10)})"
    posts: Iterator[tuple[Any, ...]] = (
        (moment - age, moment - age, topic.pk, words.chance.choice(people), "Re", body, f"<p>{body}</p>", True, True, 0)
        for topic, each in zip(topics, planned, strict=True)
        for age in each.ages()
        for body in [words.post()]
    )
    with connection.cursor() as cursor:
        while batch := [row for row, _place in zip(posts, range(BATCH), strict=False)]:
            cursor.executemany(insert, batch)
        for statement in COUNTED.split(";"):
            cursor.execute(statement)
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
    return get_user_model().objects.get(pk=people[0]), {each.name: topic for topic, each in zip(topics, planned, strict=True)}


def _people(size: Size) -> list[int]:
    model, profile = get_user_model(), get_model("forum_member", "ForumProfile")
    rows = [model(username=f"person{number}", email=f"person{number}@example.org", password="!") for number in range(size.people)]  # noqa: S106
    keys = [person.pk for person in model.objects.bulk_create(rows, batch_size=BATCH)]
    profile.objects.bulk_create([profile(user_id=key) for key in keys], batch_size=BATCH)
    return keys


def addresses(named: dict[str, Any]) -> tuple[dict[str, str], dict[str, str]]:
    """Of pages, and of the forms of replies."""

    def of(topic: Any) -> str:
        return reverse(
            "forum_conversation:topic", kwargs={"forum_slug": topic.forum.slug, "forum_pk": topic.forum_id, "slug": topic.slug, "pk": topic.pk}
        )

    def form_of(topic: Any) -> str:
        names = {"forum_slug": topic.forum.slug, "forum_pk": topic.forum_id, "topic_slug": topic.slug, "topic_pk": topic.pk}
        return reverse("forum_conversation:post_create", kwargs=names)

    fixed, long = named["Fixed"], named.get("Long")
    pages = {
        "index": reverse("forum:index"),
        "list of topics": reverse("forum:forum", kwargs={"slug": fixed.forum.slug, "pk": fixed.forum_id}),
        "topic, page 1": of(fixed),
        "topic, last page": f"{of(fixed)}?page=25",
    }
    replies = {"topic": form_of(fixed)}
    if long is not None:
        pages |= {"long topic, page 1": of(long), "long topic, middle": f"{of(long)}?page=250", "long topic, last page": f"{of(long)}?page=500"}
        replies["long topic"] = form_of(long)
    return pages, replies


def statements(client: Client, address: str, data: dict[str, Any] | None = None) -> tuple[int, int]:
    for _time in range(2):
        connection.queries_log.clear()
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(address) if data is None else client.post(address, data)
        if answer.status_code != (200 if data is None else 302):
            sys.exit(f"{address} answers {answer.status_code}")
    return sum(not query["sql"].startswith(SAVEPOINTS) for query in asked.captured_queries), len(answer.content)


def main() -> None:
    posts, long, out = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
    call_command("migrate", verbosity=0)
    reader, named = fill(Size(posts=posts, long=long))
    pages, replies = addresses(named)
    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(reader)
    files = {f"attachment-{part}_FORMS": 0 for part in ("TOTAL", "INITIAL", "MAX_NUM")}
    found = {
        "cookie": f"sessionid={client.cookies['sessionid'].value}",
        "pages": {name: [address, *statements(client, address)] for name, address in pages.items()},
        "replies": {
            name: [address, statements(client, address, {"subject": "Re", "content": "Same here.", **files})[0]] for name, address in replies.items()
        },
        "forms": replies,
    }
    with open(out, "w", encoding="utf-8") as file:
        json.dump(found, file)


if __name__ == "__main__":
    main()
