"""The floor: what Django costs with a session, a user and nothing else. The database is Django's dictionary of it in BENCH_DATABASE, as JSON.

usage: python -m benchmarks.floor OUT.json prepares it; ``application`` is for a server.
"""

from __future__ import annotations

import json
import os
import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any

import django
from django.conf import settings

from benchmarks.sites import MIDDLEWARE

if TYPE_CHECKING:
    from django.http import HttpRequest

if not settings.configured:
    settings.configure(
        DEBUG=False,
        SECRET_KEY="floor",  # noqa: S106 -- of a server that is not reached from outside
        ALLOWED_HOSTS=["*"],
        ROOT_URLCONF=__name__,
        USE_TZ=True,
        INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions", "django.contrib.messages"],
        MIDDLEWARE=MIDDLEWARE,
        DATABASES={"default": json.loads(os.environ["BENCH_DATABASE"])},
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    )
    django.setup()

from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.urls import path


def user(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"hello {request.user} {request.user.is_authenticated}")


urlpatterns = [path("user", user)]
application = get_wsgi_application()


def cookie_of(person: Any) -> str:
    """A session in which the person is signed in."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: PLC0415 -- needs the apps

    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.create()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


def main() -> None:
    from django.contrib.auth import get_user_model  # noqa: PLC0415 -- needs the apps
    from django.core.management import call_command  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    person = get_user_model().objects.create_user("reader", "reader@example.org")
    with open(sys.argv[1], "w", encoding="utf-8") as file:
        json.dump({"cookie": cookie_of(person), "pages": {"user": ["/user", 2, 0]}}, file)


if __name__ == "__main__":
    main()
