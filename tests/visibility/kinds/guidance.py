"""Guidance pages and the register of official accounts."""

from __future__ import annotations

from datetime import date

from intranet.guidance.models import GuidancePage, GuidanceSectionPage, GuidanceVersion, SocialAccount
from tests.factories.guidance import make_account, make_guidance, make_section
from tests.factories.pages import restrict
from tests.visibility.world import Specimen, World, kind


@kind("guidance", GuidancePage)
def guidance(world: World, state: str, words: str) -> Specimen:
    section = GuidanceSectionPage.objects.filter(service=world.service).first() or make_section(world.service)
    body = [
        ("heading", words),
        ("paragraph", f"<p>{words}</p>"),
        ("list", [words]),
        ("quote", words),
        ("facts", {"caption": words, "headings": [words], "rows": [[words]]}),
    ]
    page = make_guidance(
        words, parent=section, slug=world.slug(words), summary=words, body=body, service=world.service, live=False, public="public" in state
    )
    GuidanceVersion.objects.create(page=page, number=1, date=date(2026, 1, 1), change=words)
    page = GuidancePage.objects.get(pk=page.pk)
    if state != "draft":
        page.save_revision().publish()
    if "restricted" in state:
        restrict(page, groups=[world.group])
    if state == "unpublished":
        GuidancePage.objects.get(pk=page.pk).unpublish()
    return Specimen(urls=[page.get_absolute_url(), page.get_outside_url()], args={"pk": page.pk, "slug": page.slug})


@kind("account", SocialAccount)
def account(world: World, state: str, words: str) -> Specimen:
    texts = dict.fromkeys(["network", "purpose", "status_note", "promise"], words)
    word = world.slug(words)
    made = make_account(
        words, slug=word, url=f"https://facebook.example/{word}", service=world.service, live=state != "draft", public=state == "public", **texts
    )
    return Specimen(urls=[made.get_absolute_url()], args={"slug": made.slug})
