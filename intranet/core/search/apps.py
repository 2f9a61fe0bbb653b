from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "intranet.core.search"
    label = "intranet_index"
    verbose_name = "Search index"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from intranet.core.search import receivers

        receivers.connect()
