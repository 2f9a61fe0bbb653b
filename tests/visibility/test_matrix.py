"""The canary matrix (D-01 to D-09): what anybody sees anywhere is what the truth table says."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.core import mail
from django.http import HttpResponse
from wagtail.models import Page

from intranet.core.kinds import Visible, kinds_of
from intranet.core.notifications.actions import make_key
from intranet.core.notifications.feeds import all_feeds
from intranet.core.ui import http
from intranet.demo.loading.counting import count_rows
from tests.visibility import kinds as _kinds  # noqa: F401 -- the files of the kinds register them
from tests.visibility.crawl import Crawler, addresses_of, addresses_without_parameters
from tests.visibility.telling import mail_all, opens, read_all, tell_regardless
from tests.visibility.world import ANON, KINDS, PERSONAS, Specimen, World, canary_of, twin_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import Model

TABLE = tomllib.loads((Path(__file__).parent / "truth.toml").read_text(encoding="utf-8"))
GROUPS = {name: frozenset(who) for name, who in TABLE.items() if isinstance(who, list)}
WAITING = TABLE["waiting"]
#: Who looks at one world: each party is a test, and so several can go round at once.
PARTIES = (("anon", "staff", "mod"), ("ex", "editor"), ("member", "admin"), ("author", "learner2"))
TRUTH = {name: states for name, states in TABLE.items() if isinstance(states, dict) and name != "waiting"}


@dataclass(frozen=True)
class Exhibit:
    name: str
    canary: str
    specimen: Specimen
    sees: frozenset[str]
    finds: frozenset[str]
    opens: frozenset[str]
    thing: Model

    @property
    def search(self) -> str:
        return f"/search/?q={twin_of(self.canary)}"


def personas(who: str | list[str]) -> frozenset[str]:
    return GROUPS[who] if isinstance(who, str) else frozenset(who)


def exhibits(world: World, lookers: Sequence[Any]) -> list[Exhibit]:
    found = []
    for name, states in TRUTH.items():
        for state, truth in states.items():
            canary = canary_of(name, state)
            specimen = KINDS[name].make(world, state, f"{canary} {twin_of(canary)}")
            thing = KINDS[name].model._base_manager.latest("pk")
            tell_regardless(lookers, thing)
            found.append(
                Exhibit(
                    f"{name}.{state}",
                    canary,
                    specimen,
                    personas(truth["sees"]),
                    personas(truth["finds"]),
                    personas(truth.get("opens", truth["sees"])),
                    thing,
                )
            )
    return found


def crawled(world: World, persona: str, shown: list[Exhibit]) -> Crawler:
    crawler = Crawler(world.people.get(persona))
    crawler.crawl(addresses_without_parameters())
    for exhibit in shown:
        for address in addresses_of(exhibit.specimen):
            crawler.look_at(address)
        crawler.look_at(exhibit.search)
    if persona != ANON:
        read_all(crawler)
        for address in feeds_of(world.people[persona]):
            crawler.look_at(address)
    return crawler


def feeds_of(person: Any) -> list[str]:
    """Every feed by a key of the person's, and of those of one thing the one of each thing there is, visible or not."""
    start = f"/feeds/{make_key(person, name='Matrix').token}"
    whole = [f"{start}/{feed.file()}" for feed in all_feeds() if feed.of is None]
    return whole + [f"{start}/{key}/{feed.file()}" for feed in all_feeds() if feed.of is not None for key in keys_of_all(feed.of)]


def keys_of_all(model: Any) -> list[int]:
    return list(model._default_manager.values_list("pk", flat=True))


def mails_to(person: Any) -> str:
    return "\n".join(str(message.message()) for message in mail.outbox if person.email in message.recipients())


def judged(exhibit: Exhibit, persona: str, crawler: Crawler, post: str) -> list[str]:
    """What is wrong about one exhibit and one persona."""
    wrong = []
    places = crawler.seen_in(exhibit.canary) + (["mail"] if exhibit.canary in post else [])
    if bool(places) != (persona in exhibit.sees):
        wrong.append(f"{exhibit.name}: {persona} {'sees it in ' + ', '.join(places[:3]) if places else 'does not see it'}")
    if persona not in {ANON, *exhibit.opens} and opens(crawler, exhibit.thing):
        wrong.append(f"{exhibit.name}: {persona} opens a notice of it")
    found = exhibit.canary in crawler.main_of(exhibit.search)
    if found != (persona in exhibit.finds):
        wrong.append(f"{exhibit.name}: {persona} {'finds' if found else 'does not find'} it by search")
    return wrong


@pytest.mark.django_db
@pytest.mark.slow
@pytest.mark.parametrize("some", PARTIES, ids="-".join)
def test_everybody_sees_what_is_theirs_and_nothing_else(
    some: tuple[str, ...], settings: Any, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    settings.ROOST_COUNT_SECONDS = 600  # a number, beside a thousand pages each
    monkeypatch.setitem(http._page_views, Page, lambda request, page: HttpResponse(f"{page.title} {page.search_description}"))
    with django_capture_on_commit_callbacks(execute=True):
        world = World()
        lookers = [world.people[persona] for persona in some if persona != ANON]
        shown = exhibits(world, lookers)
        world.follow_everything()
        world.part_ways()
    count_rows()
    mail_all(lookers)

    wrong = []
    for persona in some:
        crawler = crawled(world, persona, shown)
        post = mails_to(world.people[persona]) if persona != ANON else ""
        for exhibit in shown:
            wrong += judged(exhibit, persona, crawler, post)

    assert not wrong, "\n".join(wrong)


def test_every_persona_looks() -> None:
    assert sorted(persona for some in PARTIES for persona in some) == sorted(PERSONAS)


def test_every_visible_kind_has_joined() -> None:
    ours = {model for model in kinds_of(Visible) if not model.__module__.startswith("tests.")}
    missing = {model._meta.label for model in ours - {kind.model for kind in KINDS.values()}} - set(WAITING)

    assert not missing, f"write tests/visibility/kinds/<app>.py and lines in truth.toml for: {sorted(missing)}"


def test_every_kind_has_its_truth_and_every_truth_its_kind() -> None:
    assert set(TRUTH) == set(KINDS)
    assert all(personas(truth[what]) <= set(PERSONAS) for states in TRUTH.values() for truth in states.values() for what in ("sees", "finds"))


def test_no_canary_holds_another() -> None:
    words = [canary_of(name, state) for name, states in TRUTH.items() for state in states]
    words += [twin_of(word) for word in words]

    assert not [(one, other) for one in words for other in words if one != other and one in other]
