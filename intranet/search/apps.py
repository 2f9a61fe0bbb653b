from django.apps import AppConfig


class SearchPageConfig(AppConfig):
    name = "intranet.search"
    label = "intranet_search"
    verbose_name = "Search page"
    default_auto_field = "django.db.models.BigAutoField"
