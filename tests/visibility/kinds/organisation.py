"""People, services, and plain Wagtail pages in each privacy."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from wagtail.models import Page, PageViewRestriction

from intranet.core.background import now
from intranet.core.organisation.models import Profile, Service
from tests.factories.pages import make_page, restrict
from tests.factories.people import make_person, make_service
from tests.visibility.world import Specimen, World, kind


@kind("profile", Profile)
def profile(world: World, state: str, words: str) -> Specimen:
    word = world.slug(words)
    fields: dict[str, Any] = dict.fromkeys(["title", "nickname", "pronouns", "post", "about", "skills", "hours_note"], words[:40])
    if state == "details-for-nobody":
        fields = {"telephone": "01632 960999", "skills": words, "hours_note": words}
        fields |= dict.fromkeys(["show_telephone", "show_email", "show_hours", "show_skills"], Profile.Who.NONE)
    if state == "details-for-service":
        fields = {"skills": words, "hours_note": words} | dict.fromkeys(["show_hours", "show_skills"], Profile.Who.SERVICE)
    hidden = state.startswith("details")
    person = make_person(
        f"person-{state}" if hidden else word,
        name="Somebody" if hidden else words,
        service=world.service if hidden else world.elsewhere,
        is_active=state != "left",
        profile=fields | {"searchable": state != "unsearchable"},
    )
    return Specimen(urls=[person.roost_profile.get_absolute_url()], args={"username": person.username})


@kind("service", Service)
def service(world: World, state: str, words: str) -> Specimen:
    past = now().date() - timedelta(days=1)
    fields = dict.fromkeys(["purpose", "acronyms", "telephone", "location", "hours_note", "champion_note"], words[:40])
    made = make_service(words, slug=world.slug(words), **fields, valid_to=past if state == "former" else None)
    return Specimen(urls=[made.get_absolute_url()], args={"slug": made.slug})


@kind("page", Page)
def page(world: World, state: str, words: str) -> Specimen:
    above = make_page(f"Above {state}")
    made = make_page(words, parent=above, slug=world.slug(words), seo_title=words, search_description=words, live=state not in {"draft", "expired"})
    if state == "login":
        restrict(made, PageViewRestriction.LOGIN)
    if state in {"restricted", "moved-into-restricted"}:
        restrict(above, groups=[world.group])
    if state == "password":
        restrict(made, PageViewRestriction.PASSWORD)
    if state == "alias-of-restricted":
        restrict(above, groups=[world.group])
        made = Page.objects.get(pk=made.pk).create_alias(parent=make_page("Open place"), update_slug=world.slug(words))
    if state == "moved-into-restricted":
        closed = make_page("Closed place")
        restrict(closed, groups=[world.group])
        above.view_restrictions.all().delete()
        Page.objects.get(pk=made.pk).move(Page.objects.get(pk=closed.pk), pos="last-child")
    if state == "expired":
        Page.objects.filter(pk=made.pk).update(expired=True)
    made = Page.objects.get(pk=made.pk)
    return Specimen(urls=[made.url or f"/{world.slug(words)}/"])
