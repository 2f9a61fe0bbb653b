from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.module_loading import autodiscover_modules


class BackgroundConfig(AppConfig):
    name = "intranet.core.background"
    label = "intranet_background"
    verbose_name = "Background work"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from intranet.core.background import checks  # noqa: F401 -- the checks register themselves

        autodiscover_modules("jobs")
        post_migrate.connect(_forget_statements, dispatch_uid="roost-statements")


def _forget_statements(**_kwargs: Any) -> None:
    """The keys of content types stand in statements, and a flushed database gives them others."""
    from intranet.core.background.statements import forget

    forget()
