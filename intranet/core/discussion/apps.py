from django.apps import AppConfig
from django.db.models.signals import pre_save


class DiscussionConfig(AppConfig):
    """Stands after ``django_comments_xtd``, whose receiver it takes off: that one renumbers and republishes whole threads at each save."""

    name = "intranet.core.discussion"
    label = "intranet_discussion"
    verbose_name = "Discussion"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django_comments_xtd.models import publish_or_unpublish_on_pre_save

        from intranet.core.discussion import checks, receivers  # noqa: F401 -- app ready

        pre_save.disconnect(publish_or_unpublish_on_pre_save, sender=self.get_model("Comment"))
