from django.apps import AppConfig


class TextConfig(AppConfig):
    name = "intranet.core.text"
    label = "intranet_text"
    verbose_name = "Text"
    default_auto_field = "django.db.models.BigAutoField"
