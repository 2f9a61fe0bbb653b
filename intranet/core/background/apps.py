from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class BackgroundConfig(AppConfig):
    name = "intranet.core.background"
    label = "intranet_background"
    verbose_name = "Background work"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from intranet.core.background import checks  # noqa: F401 -- the checks register themselves

        autodiscover_modules("jobs")
