"""A post of the demonstration with so many comments, and what its page asks.

usage: python -m benchmarks.blogs.roost COMMENTS OUT.json, with the database in DATABASE_URL, where the demonstration was loaded; 0 takes the post that is there.
"""

from __future__ import annotations

import json
import sys

import django

if __name__ == "__main__":
    django.setup()

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from benchmarks.blogs.posts import blog_of_a_manager, post_in, talk
from blogs.models import PostPage

TITLE = "Bench beside comments-xtd"
SAVEPOINTS = ("SAVEPOINT", "RELEASE", "ROLLBACK TO", "BEGIN", "COMMIT")


def main() -> None:
    comments, out = int(sys.argv[1]), sys.argv[2]
    blog = blog_of_a_manager()
    if blog is None:
        sys.exit("There is no blog: load the demonstration")
    if comments:
        talk(post_in(blog, TITLE), comments)
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
    address = PostPage.objects.get(title=TITLE).get_absolute_url()
    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(get_user_model().objects.get(username="staff"), backend=settings.AUTHENTICATION_BACKENDS[0])
    for _time in range(2):
        connection.queries_log.clear()
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(address)
    statements = sum(not query["sql"].startswith(SAVEPOINTS) for query in asked.captured_queries)
    cookie = f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"
    with open(out, "w", encoding="utf-8") as file:
        json.dump({"cookie": cookie, "pages": {"post": [address, statements, len(answer.content)]}}, file)


if __name__ == "__main__":
    main()
