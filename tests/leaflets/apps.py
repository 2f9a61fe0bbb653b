from django.apps import AppConfig


class LeafletsConfig(AppConfig):
    name = "tests.leaflets"
    label = "leaflets"
    default_auto_field = "django.db.models.BigAutoField"
