"""Cases, which their team reads, reports, which are their reporter's, and requests to open a name, which senior moderators of the place read."""

from __future__ import annotations

from intranet.core.moderation.actions import decide, report
from intranet.core.moderation.models import Case, Opening, Report, Seal
from intranet.core.organisation.actions import grant_role
from intranet.core.organisation.models import Role
from tests.factories.people import make_person
from tests.factories.things import make_held, make_published
from tests.visibility.world import Specimen, World, kind


@kind("case", Case)
def case(world: World, state: str, words: str) -> Specimen:
    service = world.elsewhere if state == "of-another-service" else world.service
    if state == "decided":
        thing = make_published("Decided", author=world.author, text=words, service=service, audience=world.closed)
        found = report(thing, reporter=world.people["member"], reason="unkind")
        decide(found, moderator=world.people["mod"], decision="hidden", reason="House rule")
    else:
        make_held("Held", author=world.author, text=words, service=service, audience=world.closed)
        found = Case.objects.latest("pk")
    return Specimen(urls=[found.get_absolute_url()], args={"pk": found.pk})


@kind("report", Report)
def report_(world: World, state: str, words: str) -> Specimen:
    author = make_person(f"author-of-{state}", service=world.elsewhere)
    thing = make_published("Reported", author=author, service=world.service)
    found = report(thing, reporter=world.people["learner2"], reason="unkind", words=words).reports.get()
    if state == "decided":
        decide(found.case, moderator=world.people["mod"], decision="hidden", reason="House rule")
    return Specimen(urls=[found.get_absolute_url(), found.case.get_absolute_url()], args={"pk": found.pk})


@kind("opening", Opening)
def opening(world: World, state: str, words: str) -> Specimen:
    grant_role(world.people["mod"], role=Role.SENIOR_MODERATOR, service=world.service, actor=None)
    thing = make_published("Unsigned", author=world.author, service=world.service)
    seal = Seal.objects.create(place=f"things:{state}", alias="Anonymous heron", mark=state, box=b"-")
    service = world.elsewhere if state == "of-another-service" else world.service
    found = Opening.objects.create(seal=seal, thing=thing, title=words[:200], service=service, reason="risk", words=words, asked_by_name="Somebody")
    return Specimen(urls=[found.get_absolute_url()], args={"pk": found.pk})
