from django.apps import AppConfig


class OrganisationConfig(AppConfig):
    name = "intranet.core.organisation"
    label = "intranet_organisation"
    verbose_name = "Organisation"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from intranet.core.organisation import receivers  # noqa: F401 -- app ready
