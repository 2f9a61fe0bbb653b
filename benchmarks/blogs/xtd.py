"""The same comments in django-comments-xtd, by its own templates: a flat list, and a tree with likes and flags. BENCH_DATABASE as of the floor.

usage: python -m benchmarks.blogs.xtd COMMENTS OUT.json fills it and counts; ``application`` is for a server.
"""

from __future__ import annotations

import json
import os
import sys
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

import django
from django.conf import settings

from benchmarks.forums.plan import Words
from benchmarks.sites import MIDDLEWARE

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

if not settings.configured:
    settings.configure(
        DEBUG=False,
        SECRET_KEY="xtd",  # noqa: S106 -- of a server that is not reached from outside
        COMMENTS_XTD_SALT=b"xtd",
        ALLOWED_HOSTS=["*"],
        ROOT_URLCONF=__name__,
        USE_TZ=True,
        SITE_ID=1,
        INSTALLED_APPS=[
            *(f"django.contrib.{app}" for app in ("auth", "contenttypes", "sessions", "messages", "sites")),
            "rest_framework",
            "django_comments_xtd",
            "django_comments",
        ],
        COMMENTS_APP="django_comments_xtd",
        COMMENTS_XTD_MAX_THREAD_LEVEL=3,
        COMMENTS_XTD_CONFIRM_EMAIL=False,
        COMMENTS_XTD_APP_MODEL_OPTIONS={"sites.site": {"who_can_post": "all", "allow_flagging": True, "allow_feedback": True, "show_feedback": True}},
        MIDDLEWARE=MIDDLEWARE,
        TEMPLATES=[
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "APP_DIRS": True,
                "OPTIONS": {"context_processors": ["django.template.context_processors.request", "django.contrib.auth.context_processors.auth"]},
            }
        ],
        DATABASES={"default": json.loads(os.environ["BENCH_DATABASE"])},
        DEFAULT_AUTO_FIELD="django.db.models.AutoField",
    )
    django.setup()

from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.contrib.sites.models import Site
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.http import HttpResponse
from django.template import engines
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import include, path
from django_comments.models import CommentFlag
from django_comments_xtd.models import XtdComment

PEOPLE = 300
#: In each conversation: the level of a comment, and which of those before it it replies to.
CONVERSATION = ((0, None), (1, 0), (2, 1), (3, 2), (1, 0))
PAGE = "{% load comments comments_xtd %}<!doctype html><html lang=en><body><h1>{{ object }}</h1>%s{% render_comment_form for object %}</body></html>"
SHOWN = {
    "flat": "{% render_comment_list for object %}",
    "tree": "{% render_xtdcomment_tree for object allow_feedback show_feedback allow_flagging %}",
}


def page(request: HttpRequest, shown: str) -> HttpResponse:
    """What is discussed is the site itself: any row will do."""
    template = engines["django"].from_string(PAGE.replace("%s", SHOWN[shown]))
    return HttpResponse(template.render({"object": Site.objects.get(pk=1)}, request))


urlpatterns = [path("<slug:shown>/", page), path("comments/", include("django_comments_xtd.urls"))]
application = get_wsgi_application()


def fill(comments: int) -> Any:
    """The reader. Rows are written past the package, which renumbers a thread with each reply."""
    words, kind, moment = Words(), ContentType.objects.get_for_model(Site), datetime(2026, 1, 5, 9, tzinfo=timezone.utc)  # noqa: UP017
    model = get_user_model()
    people = model.objects.bulk_create([model(username=f"person{number}", email=f"person{number}@example.org") for number in range(PEOPLE)])
    Site.objects.update_or_create(pk=1, defaults={"domain": "127.0.0.1", "name": "bench"})
    here: list[XtdComment] = []
    for place in range(comments):
        level, above = CONVERSATION[place % len(CONVERSATION)]
        author = words.chance.choice(people)
        comment = XtdComment(
            content_type=kind, object_pk="1", site_id=1, user=author, user_name=author.username, user_email=author.email, comment=words.post(),
            submit_date=moment + timedelta(minutes=place), level=level, order=place % len(CONVERSATION) + 1,
        )  # fmt: skip
        XtdComment.save_base(comment, force_insert=True)
        here = [comment] if above is None else [*here, comment]
        top, parent = here[0].pk, here[-1].pk if above is None else here[above].pk
        XtdComment.objects.filter(pk=comment.pk).update(thread_id=top, parent_id=parent)
        if place % 2 == 0:
            CommentFlag.objects.create(comment=comment, user=words.chance.choice(people), flag="I liked it")
    return people[0]


def statements(client: Client, address: str) -> tuple[int, int]:
    for _time in range(2):
        connection.queries_log.clear()
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(address)
        if answer.status_code != 200:
            sys.exit(f"{address} answers {answer.status_code}")
    return len(asked), len(answer.content)


def main() -> None:
    call_command("migrate", verbosity=0)
    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(fill(int(sys.argv[1])))
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
    pages = {name: [f"/{name}/", *statements(client, f"/{name}/")] for name in SHOWN}
    with open(sys.argv[2], "w", encoding="utf-8") as file:
        json.dump({"cookie": f"sessionid={client.cookies['sessionid'].value}", "pages": pages}, file)


if __name__ == "__main__":
    main()
