from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "intranet.demo"
    label = "intranet_demo"
    verbose_name = "Demonstration"
    default_auto_field = "django.db.models.BigAutoField"
