"""What guidance does when its pages, and official accounts, change."""

from typing import Any

from django.db.models.signals import post_save
from django.dispatch import receiver
from wagtail.signals import published, unpublished

from intranet.core.moderation.signals import published as shown
from intranet.core.search.actions import refresh
from intranet.guidance import actions
from intranet.guidance.models import GuidancePage, GuidanceSectionPage, SocialAccount


@receiver(post_save, sender=GuidanceSectionPage)
def follow_service(instance: GuidanceSectionPage, raw: bool = False, **kwargs: Any) -> None:
    if not raw:
        actions.share_section(instance)


@receiver([post_save, published, unpublished], sender=SocialAccount)
def find_account(instance: SocialAccount, **kwargs: Any) -> None:
    refresh(instance)


@receiver(shown, sender=GuidancePage)
def tell_of_page(thing: GuidancePage, first: bool, **kwargs: Any) -> None:
    actions.announce(thing, first=first)
