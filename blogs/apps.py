from django.apps import AppConfig


class BlogsConfig(AppConfig):
    name = "blogs"
    label = "intranet_blogs"
    verbose_name = "Blogs"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from blogs import receivers, views  # noqa: F401 -- app ready
