from django.apps import AppConfig


class PollsConfig(AppConfig):
    name = "polls"
    label = "intranet_polls"
    verbose_name = "Polls"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from polls import receivers  # noqa: F401 -- app ready
