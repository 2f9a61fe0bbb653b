from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class NotificationsConfig(AppConfig):
    name = "intranet.core.notifications"
    label = "intranet_notifications"
    verbose_name = "Notices"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from intranet.core.notifications import checks, receivers  # noqa: F401 -- they register themselves

        autodiscover_modules("notices", "feeds")
