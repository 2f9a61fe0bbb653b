"""A brand or a site was changed."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from wagtail.models import Site

from intranet.core.ui import actions
from intranet.core.ui.models import Brand


@receiver([post_save, post_delete], sender=Brand)
@receiver([post_save, post_delete], sender=Site)
def brand_changed(**kwargs: Any) -> None:
    actions.forget_brands()
