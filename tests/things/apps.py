from django.apps import AppConfig


class ThingsConfig(AppConfig):
    name = "tests.things"
    label = "things"
    default_auto_field = "django.db.models.BigAutoField"
