"""What must not be switched on beside us."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.core import checks
from django.db.models.signals import pre_save
from django.urls import URLResolver, get_resolver

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.apps import AppConfig

FORBIDDEN = ("django_comments.urls", "django_comments_xtd.urls", "django_comments_xtd.api")


@checks.register(checks.Tags.urls)
def check_packages_urls_are_not_mounted(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[checks.CheckMessage]:
    """The package's own addresses know nothing of who may see what."""
    return [
        checks.Error(
            f"{name} is mounted: its views show and take comments without asking who may see the thing.",
            hint="Take it out of the URLconf; intranet.core.discussion.urls has all addresses of comments.",
            id="intranet.E010",
        )
        for name in _mounted(get_resolver().url_patterns)
        if name.startswith(FORBIDDEN)
    ]


@checks.register(checks.Tags.models)
def check_packages_receiver_is_off(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[checks.CheckMessage]:
    """The package's receiver publishes held replies and spoils counts at each save."""
    receivers = pre_save._live_receivers(apps.get_model("intranet_discussion", "Comment"))[0]
    if any(receiver.__module__.startswith("django_comments_xtd") for receiver in receivers):
        hint = "Name intranet.core.discussion after django_comments_xtd in INSTALLED_APPS."
        return [checks.Error("django_comments_xtd still changes comments at each save.", hint=hint, id="intranet.E011")]
    return []


def _mounted(patterns: list[Any]) -> list[str]:
    names = []
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            urlconf = pattern.urlconf_name
            names += [getattr(urlconf, "__name__", str(urlconf)), *_mounted(pattern.url_patterns)]
        elif getattr(pattern.callback, "__module__", "").startswith(("django_comments.", "django_comments_xtd.")):
            names.append("django_comments.urls")
    return names
