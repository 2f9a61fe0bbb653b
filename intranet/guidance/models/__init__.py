"""Guidance pages, and the register of official accounts on social networks."""

from intranet.guidance.models.accounts import SocialAccount
from intranet.guidance.models.pages import GuidanceIndexPage, GuidancePage, GuidanceSectionPage, GuidanceVersion

__all__ = ["GuidanceIndexPage", "GuidancePage", "GuidanceSectionPage", "GuidanceVersion", "SocialAccount"]
