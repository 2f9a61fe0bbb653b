from django.apps import AppConfig


class ForumsConfig(AppConfig):
    name = "forums"
    label = "intranet_forums"
    verbose_name = "Forums"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from forums import receivers  # noqa: F401 -- app ready
