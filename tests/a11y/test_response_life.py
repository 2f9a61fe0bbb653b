"""The whole life of a question in a browser, without scripts, the clock moved by the test: who is told of what, and who gets which mail."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from django.core import mail
from django.utils import timezone

from intranet.core.background import clock
from intranet.core.notifications.models import Notice
from intranet.core.organisation.actions import grant_role
from intranet.core.organisation.models import Role
from intranet.core.responses.actions import tell_steps
from tests.core.responses.asking import london
from tests.factories.papers import make_paper

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from playwright.sync_api import Page

    from tests.a11y.town import Town
    from tests.papers.models import Paper

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

PEOPLE = {
    "q_leader": "Gwen Parry",
    "q_office": "Owen Reid",
    "q_lead": "Lena Ford",
    "q_deputy": "Dev Patel",
    "q_champion": "Cara Lowe",
    "q_centre": "Cen Abbot",
    "q_expert": "Eve Moss",
    "q_asker": "Asa Hill",
    "q_curious": "Curt Lane",
}


class MovedClock:
    """What the suite asks for the time, in the server's threads too."""

    moment: datetime

    def now(self) -> datetime:
        return self.moment


@pytest.fixture
def moved(monkeypatch: pytest.MonkeyPatch) -> MovedClock:
    moved = MovedClock()
    moved.moment = timezone.now()
    monkeypatch.setattr(clock, "timezone", moved)
    return moved


@pytest.fixture
def paper(town: Town) -> Paper:
    service = town.service("Lamps and lanes")
    people = {username: town.person(username, name=name, service=service) for username, name in PEOPLE.items()}
    service.hours, service.promise_minutes = dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), "09:00-17:00"), 120
    service.lead, service.deputy = people["q_lead"], people["q_deputy"]
    service.save()
    grant_role(people["q_champion"], role=Role.CHAMPION, service=service, actor=None)
    grant_role(people["q_centre"], role=Role.CENTRAL_COORDINATOR, service=service, actor=None)
    paper = make_paper("Lamps on the towpath", service=service, answerer=people["q_leader"])
    paper.delegates.add(people["q_office"])
    return paper


def test_the_whole_life_of_a_question(town: Town, paper: Paper, moved: MovedClock, as_persona: Callable[..., Page]) -> None:  # noqa: PLR0915 -- one life
    address = town.address + paper.get_absolute_url()
    people: dict[str, Any] = {}

    def at(day: str, time: str, who: str) -> Page:
        """The page as somebody sees it at that moment, after the periodic job has run."""
        moved.moment = london(f"2026-11-{day}", time)
        tell_steps()
        page: Page = people.setdefault(who, None) or as_persona(who, java_script_enabled=False)
        people[who] = page
        page.goto(address)
        return page

    def told() -> dict[str, list[str]]:
        """Who was told what since the last time, each by mail as well; of comments the discussion tells besides."""
        found: dict[str, list[str]] = {}
        notices = Notice.objects.filter(recipient__username__in=PEOPLE, kind__startswith="responses.").exclude(pk__in=seen).order_by("pk")
        for notice in notices.select_related("recipient"):
            found.setdefault(notice.kind.removeprefix("responses."), []).append(notice.recipient.username)
            seen.add(notice.pk)
        mailed = [message.to[0].partition("@")[0] for message in mail.outbox if " replied to you" not in message.subject]
        by_mail = sorted(name for name in mailed if name in PEOPLE)  # others of the town may be owed something at the same hour
        mail.outbox.clear()
        assert by_mail == sorted(name for names in found.values() for name in names)
        return {kind: sorted(names) for kind, names in found.items()}

    seen: set[int] = set()

    page = at("23", "09:00", "q_asker")
    page.get_by_role("textbox", name="Your comment").fill("Who mends the lamps?")
    page.get_by_role("checkbox", name="This is a question for").check()
    page.get_by_role("button", name="Post comment").click()
    assert "Answer due by today 11:00" in page.inner_text("#c-1")
    assert told() == {"asked": ["q_leader", "q_office"]}

    page = at("23", "09:30", "q_curious")
    page.get_by_role("button", name="I want to know too").click()
    page = at("23", "10:00", "q_leader")
    assert told() == {"halfway": ["q_leader"]}
    page.get_by_role("link", name=re.compile("Put off ?: comment 1 by Asa Hill")).click()
    page.get_by_label("What you can say already").fill("I am asking the lamplighters.")
    page.get_by_role("button", name="Put off, and tell everyone who asked").click()
    assert told() == {"held": ["q_asker", "q_curious"]}
    text = at("23", "10:01", "q_asker").inner_text("#c-1")
    assert "Put off. Answer due by tomorrow 11:00" in text
    assert "I am asking the lamplighters." in text

    at("23", "16:30", "q_asker")
    assert told() == {"nearly_due": ["q_champion", "q_deputy", "q_office"]}
    page = at("23", "16:40", "q_office")
    page.get_by_role("link", name=re.compile("Pass on ?: comment 1 by Asa Hill")).click()
    page.get_by_label("To a person").fill("Eve Moss")
    page.get_by_role("button", name="Pass on, and tell everyone who asked").click()
    assert told() == {"passed_on": ["q_asker", "q_curious"], "passed_to_me": ["q_expert"]}

    text = at("24", "11:01", "q_curious").inner_text("#c-1")
    assert "Answer overdue: due 1 minute ago" in text
    assert told() == {"overdue": ["q_centre", "q_lead"]}
    page = at("24", "11:30", "q_expert")
    assert page.get_by_role("link", name="Put off").count() == 0
    page.get_by_role("link", name="Reply to comment 1").click()
    page.get_by_role("textbox", name="Your comment").fill("Somebody does.")
    page.get_by_role("button", name="Post reply").click()
    assert "Official answer" in page.inner_text("#c-2")
    assert "Answered after 10 h 30 min of working time" in page.inner_text("#c-2")
    assert told() == {"answered": ["q_asker", "q_curious"]}

    page = at("24", "12:00", "q_asker")
    page.get_by_role("link", name=re.compile("This does not answer it ?: comment 1 by Asa Hill")).click()
    page.get_by_label("What is missing").fill("Who?")
    page.get_by_role("button", name="Ask for an answer again").click()
    assert "Not answered yet, says who asked. Answer due by today 14:00" in page.inner_text("#c-1")
    assert told() == {"reopened": ["q_champion", "q_expert"]}

    page = at("24", "13:00", "q_expert")
    assert told() == {"halfway": ["q_expert"]}
    page.get_by_role("link", name="Reply to comment 1").click()
    page.get_by_role("textbox", name="Your comment").fill("Lanes do: call 200.")
    page.get_by_role("button", name="Post reply").click()
    assert told() == {"answered": ["q_asker", "q_curious"]}
    page = at("24", "13:05", "q_asker")
    assert page.get_by_role("link", name="This does not answer it").count() == 0
    page.get_by_role("link", name="What has happened").click()
    history = page.inner_text(".log")
    for words in (
        "Gwen Parry put the answer off",
        "Owen Reid passed it on to Eve Moss",
        "Asa Hill said that this does not answer it",
        "Eve Moss answered",
    ):
        assert words in history

    page = at("24", "13:10", "q_expert")
    page.goto(f"{town.address}/responses/")
    assert "1 of 1" in " ".join(page.inner_text("main").split())
