"""What `manage.py check --deploy` asks of an installation, beyond what Django itself asks."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core import checks
from django.core.checks import Error, Warning
from django_tasks import task_backends
from django_tasks.backends.immediate import ImmediateBackend

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from django.apps import AppConfig

KNOWN_KEYS = {"development-only-and-known-to-everybody", "test-only"}
PLUGINS = ("blogs", "forums", "polls", "training")


@checks.register(checks.Tags.security, deploy=True)
def check_deployment(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[checks.CheckMessage]:
    return [*_secrets(), *_services(), *_doors()]


@checks.register()
def check_for_shadows(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[checks.CheckMessage]:
    """Another package of the same name ahead of ours on the path would be imported in its place."""
    return [
        Error(
            f"The package {name} that Python finds is not the suite's: it lies in {found}.",
            hint=f"Remove the other package named {name} (django-polls is one of them), or this app from INSTALLED_APPS.",
            id="intranet.E120",
        )
        for name in PLUGINS
        if _is_installed(name) and (found := _folder_of(name)) and not _is_ours(name, found)
    ]


def _secrets() -> Iterator[checks.CheckMessage]:
    if settings.DEBUG:
        yield Error("DEBUG is on: strangers would read our settings on an error page.", id="intranet.E101")
    if settings.SECRET_KEY in KNOWN_KEYS or len(settings.SECRET_KEY) < 32:
        hint = 'python -c "import secrets; print(secrets.token_urlsafe(50))" makes a good one.'
        yield Error("SECRET_KEY is published or short.", hint=hint, id="intranet.E102")
    if not getattr(settings, "COMMENTS_XTD_SALT", b""):
        yield Error("COMMENTS_XTD_SALT is empty.", hint="Derive it from SECRET_KEY, as intranet.settings.production does.", id="intranet.E103")
    if not getattr(settings, "SEAL_KEY", ""):
        hint = "Set SEAL_KEY once, to at least 50 random characters: then SECRET_KEY can be changed without losing sealed names."
        yield Warning("Names of those who write without them are sealed with SECRET_KEY.", hint=hint, id="intranet.W121")
    if getattr(settings, "DEMONSTRATION", False):
        yield Error("These are the settings of the demonstration.", hint="Use intranet.settings.production.", id="intranet.E104")


def _services() -> Iterator[checks.CheckMessage]:
    if not settings.EMAIL_BACKEND.endswith("smtp.EmailBackend"):
        yield Error(f"Mail goes to {settings.EMAIL_BACKEND}, not to people.", hint="Set EMAIL_URL=smtp+tls://…", id="intranet.E105")
    elif not (settings.EMAIL_USE_TLS or settings.EMAIL_USE_SSL or settings.EMAIL_HOST in {"localhost", "127.0.0.1"}):
        yield Error("Mail is sent without TLS.", hint="Set EMAIL_URL=smtp+tls://…", id="intranet.E106")
    if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        yield Warning("The database is SQLite, which has one writer at a time.", hint="Set DATABASE_URL=postgres://…", id="intranet.W107")
    if settings.CACHES["default"]["BACKEND"].endswith("LocMemCache"):
        yield Warning("Each process keeps a cache and rate limits of its own.", hint="Set REDIS_URL=redis://…", id="intranet.W108")
    if issubclass(type(task_backends["default"]), ImmediateBackend):
        yield Warning("People wait while mail is sent and pages are indexed.", hint="Set TASKS=database and run db_worker.", id="intranet.W109")


def _doors() -> Iterator[checks.CheckMessage]:
    if not (settings.SESSION_COOKIE_SECURE and settings.CSRF_COOKIE_SECURE):
        yield Error("Cookies travel without TLS.", hint="Set SESSION_COOKIE_SECURE and CSRF_COOKIE_SECURE.", id="intranet.E110")
    if getattr(settings, "WAGTAILDOCS_SERVE_METHOD", None) != "serve_view":
        yield Error(
            "Documents would be handed out without asking who may see them.", hint='Set WAGTAILDOCS_SERVE_METHOD = "serve_view".', id="intranet.E111"
        )
    if "*" in settings.ALLOWED_HOSTS:
        yield Error("ALLOWED_HOSTS lets any name in.", id="intranet.E112")


def _is_installed(name: str) -> bool:
    return any(entry == name or entry.startswith(f"{name}.") for entry in settings.INSTALLED_APPS)


def _folder_of(name: str) -> Path | None:
    spec = find_spec(name)
    return Path(spec.origin).parent if spec and spec.origin else None


def _is_ours(name: str, folder: Path) -> bool:
    apps = folder / "apps.py"
    return apps.is_file() and f'"intranet_{name}"' in apps.read_text(encoding="utf-8")
