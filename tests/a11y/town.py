"""A database of its own for the browser, filled once for all pages, and the people who look at them."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import connection
from django.test import Client

from intranet.core.organisation.actions import grant_role
from intranet.core.organisation.models import Role
from tests.databases import copy_database, drop_database
from tests.factories.people import make_person, make_service

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def own_database() -> Iterator[None]:
    """Work on a copy of the test database, so that what the browser's server commits is seen by no other test."""
    original = connection.settings_dict["NAME"]
    copy = f"{original}_a11y"
    copy_database(original, copy)
    connection.settings_dict["NAME"] = copy
    try:
        yield
    finally:
        connection.settings_dict["NAME"] = original
        drop_database(copy)


@dataclass
class Town:
    """What the functions that make a page may use. All pages share it: give your things names of their own."""

    address: str
    people: dict[str, Any] = field(default_factory=dict)
    services: dict[str, Any] = field(default_factory=dict)
    addresses: dict[str, str] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)

    def service(self, name: str = "Housing") -> Any:
        if name not in self.services:
            self.services[name] = make_service(name)
        return self.services[name]

    def person(self, username: str = "staff", **fields: Any) -> Any:
        """The person of this name, made at the first call; ``fields`` are the factory's. ``moderator`` is one, in Housing."""
        if username not in self.people:
            names = {"staff": "Priya Nair", "moderator": "Yusuf Demir", "chief": "Maren Holroyd"}
            values = {"name": names.get(username, username.title()), "service": self.service(), **fields}
            self.people[username] = make_person(username, **values)
            if username == "moderator":
                grant_role(self.people[username], role=Role.MODERATOR, service=self.service(), actor=None)
        return self.people[username]

    def address_of(self, page: Any) -> str:
        """Where a page of the register stands; its things are made at the first call."""
        if page.name not in self.addresses:
            self.addresses[page.name] = page.make(self)
        return self.address + self.addresses[page.name]

    def cookies(self, persona: str) -> list[dict[str, str]]:
        """What makes a browser this person's; nothing for ``anonymous``."""
        if persona == "anonymous":
            return []
        client = Client()
        client.force_login(self.person(persona))
        name = settings.SESSION_COOKIE_NAME
        return [{"name": name, "value": client.cookies[name].value, "url": self.address}]
