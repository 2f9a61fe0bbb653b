from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "intranet.people"
    label = "intranet_people"
    verbose_name = "People"
    default_auto_field = "django.db.models.BigAutoField"
