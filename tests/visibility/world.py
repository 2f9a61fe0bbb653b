"""The people and places of the canary matrix, and the registry of its kinds."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType

from intranet.core.kinds import Followable, kinds_of
from intranet.core.notifications.models import Follow, Tag
from intranet.core.organisation.actions import grant_role, intern_audience
from intranet.core.organisation.models import Role
from tests.factories.people import make_person, make_service

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import Model

    from intranet.core.organisation.models import Audience, Service

ANON = "anon"
SIGNED_IN = ("staff", "member", "ex", "author", "mod", "editor", "learner2", "admin")
PERSONAS = (ANON, *SIGNED_IN)


@dataclass
class Specimen:
    """One object of a kind in a state: where it is read, and what fills the parameters of routes."""

    urls: list[str] = field(default_factory=list)
    args: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Kind:
    name: str
    model: type[Model]
    make: Callable[[World, str, str], Specimen]


KINDS: dict[str, Kind] = {}


def kind(name: str, model: type[Model]) -> Callable[[Callable[[World, str, str], Specimen]], Callable[[World, str, str], Specimen]]:
    """The factory of a kind: called once for each of its states in ``truth.toml``."""

    def register(make: Callable[[World, str, str], Specimen]) -> Callable[[World, str, str], Specimen]:
        KINDS[name] = Kind(name, model, make)
        return make

    return register


class World:
    """Personas, one service, and one closed group."""

    def __init__(self) -> None:
        self.service: Service = make_service("Housing")
        self.elsewhere: Service = make_service("Library")
        self.group = Group.objects.create(name="Practice")
        # Names without a letter in common with canaries; long enough here to be trusted.
        self.people = {name: make_person(name, service=self.elsewhere, is_superuser=name == "admin", is_staff=name == "admin") for name in SIGNED_IN}
        self.author = self.people["author"]
        for name in ("member", "ex", "author"):
            self.people[name].groups.add(self.group)
        grant_role(self.people["mod"], role=Role.MODERATOR, service=self.service, actor=None)
        grant_role(self.people["editor"], role=Role.EDITOR, service=self.service, actor=None)

    @property
    def closed(self) -> Audience:
        """The audience of the closed group."""
        return intern_audience([[f"group:{self.group.pk}"]])

    def follow_everything(self) -> None:
        """Everybody follows all there is, also what they may not see, as one does who could once: the list of follows has to be silent.

        Tags are left out: by being followed they come to exist for a person.
        """
        for model in set(kinds_of(Followable)) - {Tag}:
            kind = ContentType.objects.get_for_model(model)
            keys = list(model._default_manager.values_list("pk", flat=True))
            rows = [Follow(person=person, content_type=kind, object_id=key) for person in self.people.values() for key in keys]
            Follow.objects.bulk_create(rows, ignore_conflicts=True)

    def part_ways(self) -> None:
        """From here on ``ex`` is no member any more."""
        self.people["ex"].groups.remove(self.group)

    @staticmethod
    def slug(words: str) -> str:
        return words.replace(" ", "-")


def canary_of(kind_name: str, state: str) -> str:
    """A word that nothing else holds."""
    return "zq" + re.sub("[^a-z]", "", f"{kind_name}{state}") + "qz"


def twin_of(canary: str) -> str:
    """The word beside each canary: asked for in search, so that an echo of the question is no sighting."""
    return f"{canary[2:-2]}xtwinx"
