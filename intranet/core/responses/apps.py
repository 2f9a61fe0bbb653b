from django.apps import AppConfig


class ResponsesConfig(AppConfig):
    name = "intranet.core.responses"
    label = "intranet_responses"
    verbose_name = "Responses"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from intranet.core.responses import receivers  # noqa: F401 -- app ready
