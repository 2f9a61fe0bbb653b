"""Guidance pages and official accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.text import slugify

from intranet.core.organisation.models import Service
from intranet.guidance.actions import found_guidance
from intranet.guidance.models import GuidancePage, GuidanceSectionPage, SocialAccount
from tests.factories.pages import make_page
from tests.factories.people import make_service

if TYPE_CHECKING:
    from wagtail.models import Page


def make_guidance(
    title: str = "How we answer", *, parent: Page | None = None, body: list[tuple[str, Any]] | None = None, **fields: Any
) -> GuidancePage:
    found: GuidancePage = make_page(
        title, parent=parent or found_guidance(), model=GuidancePage, body=body or [("paragraph", "<p>In two hours.</p>")], **fields
    )
    return found


def make_section(service: Service, **fields: Any) -> GuidanceSectionPage:
    found: GuidanceSectionPage = make_page(
        service.name, parent=found_guidance(), model=GuidanceSectionPage, service=service, slug=service.slug, **fields
    )
    return found


def make_account(handle: str = "NorthmoorHomes", *, service: Service | None = None, **fields: Any) -> SocialAccount:
    values = {"network": "Facebook", "slug": slugify(handle), "url": f"https://facebook.example/{slugify(handle)}", "purpose": "Tenants", **fields}
    return SocialAccount.objects.create(handle=handle, service=service or Service.objects.first() or make_service("Housing"), **values)
