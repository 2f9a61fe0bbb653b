from django.apps import AppConfig


class GuidanceConfig(AppConfig):
    name = "intranet.guidance"
    label = "intranet_guidance"
    verbose_name = "Guidance"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from intranet.guidance import receivers  # noqa: F401 -- app ready
