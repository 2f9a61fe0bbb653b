from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class UiConfig(AppConfig):
    name = "intranet.core.ui"
    label = "intranet_ui"
    verbose_name = "Interface"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from intranet.core.ui import receivers  # noqa: F401 -- app ready

        autodiscover_modules("panels")
