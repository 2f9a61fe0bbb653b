from django.apps import AppConfig


class ModerationConfig(AppConfig):
    name = "intranet.core.moderation"
    label = "intranet_moderation"
    verbose_name = "Moderation"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from intranet.core.moderation import receivers  # noqa: F401 -- app ready
