"""What the pages of people, services, guidance and search show."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.urls import reverse

from intranet.core.background import now
from intranet.core.search.actions import refresh
from intranet.guidance.models import GuidancePage, SocialAccount
from tests.factories.guidance import make_account, make_guidance
from tests.factories.people import make_service

if TYPE_CHECKING:
    from tests.a11y.town import Town

BODY = [
    ("heading", "Before you answer"),
    ("paragraph", "<p>Read it twice, and then <b>once more</b>.</p>"),
    ("list", ["1. Be kind.", "2. Be quick."]),
    ("card", "/polls/0-nothing/"),
]


def _guidance(town: Town) -> GuidancePage:
    found = GuidancePage.objects.filter(title="Answering the zebra post").first()
    if found is None:
        people = {"guardian": town.person("chief"), "service": town.service()}
        found = make_guidance("Answering the zebra post", body=BODY, summary="For all who answer.", public=True, review_on=now().date(), **people)
        refresh(found)
    return found


def _account(town: Town) -> SocialAccount:
    found = SocialAccount.objects.filter(handle="NorthmoorHomes").first()
    if found is None:
        owners = {"owner": town.person("chief"), "deputy": town.person("staff")}
        found = make_account(service=town.service(), promise="2 working hours", followers=14_200, opened=now().date(), **owners)
        make_account("NorthmoorLets", service=town.service(), status="closed", closed_on=now().date(), successor=found)
        make_account("NorthmoorPaths", service=town.service("Highways"), reviewed_on=now().date() - timedelta(days=900))
    return found


def people(town: Town) -> str:
    town.person("chief")
    return reverse("people:people")


def person(town: Town) -> str:
    about = {
        "about": "I plan the repairs.",
        "skills": "damp, boilers",
        "telephone": "01632 960304",
        "hours_note": "Mon-Thu",
        "post": "Repairs planner",
    }
    town.person("mateusz", name="Mateusz Zielinski", profile={**about, "pronouns": "he/him", "manager": town.person("chief")})
    return reverse("people:person", args=["mateusz"])


def own(town: Town) -> str:
    town.person("staff")
    return reverse("people:person", args=["staff"])


def leaver(town: Town) -> str:
    town.person("derek", name="Derek Foss", is_active=False, profile={"left": now().date()})
    return reverse("people:person", args=["derek"])


def services(town: Town) -> str:
    if "Allotments" not in town.services:
        town.services["Allotments"] = make_service("Allotments", parent=town.service(), purpose="Who digs where.")
    return reverse("people:services")


def service(town: Town) -> str:
    services(town)
    _account(town)
    _guidance(town)
    return reverse("people:service", args=[town.service().slug])


def guidance(town: Town) -> str:
    _guidance(town)
    return reverse("guidance:index")


def guidance_page(town: Town) -> str:
    return _guidance(town).get_absolute_url()


def accounts(town: Town) -> str:
    _account(town)
    return reverse("guidance:accounts")


def account(town: Town) -> str:
    return _account(town).get_absolute_url()


def outside(town: Town) -> str:
    _account(town)
    _guidance(town)
    return reverse("guidance:outside")


def outside_page(town: Town) -> str:
    return make_guidance("Leaving the zebra post", body=BODY, public=True).get_outside_url()


def results(town: Town) -> str:
    _guidance(town)
    return f"{reverse('search:search')}?q=zebra"
