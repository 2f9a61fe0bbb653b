from django.apps import AppConfig


class TrainingConfig(AppConfig):
    name = "training"
    label = "intranet_training"
    verbose_name = "Training"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from training import receivers  # noqa: F401 -- app ready
