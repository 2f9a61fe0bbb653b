"""Who wrote it: people who are here, found by a list or by their address; all others keep their name and get no account."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model

from blogs.actions.moving.reading import Author, Refused

if TYPE_CHECKING:
    from pathlib import Path

    from intranet.core.kinds import Person


class People:
    """The authors of an export, and who of them is here."""

    def __init__(self, listed: Path | None) -> None:
        self._listed = _listed(listed) if listed is not None else {}
        self._authors: dict[str, Author] = {}
        self._by_email: dict[str, Person | None] = {}

    def add(self, author: Author) -> None:
        self._authors[author.login] = author

    def of_login(self, login: str) -> Person | None:
        listed = self._listed.get(login)
        if listed is not None:
            return listed
        author = self._authors.get(login)
        return self.of_email(author.email) if author is not None else None

    def name_of(self, login: str) -> str:
        author = self._authors.get(login)
        return (author.name if author is not None and author.name else login)[:200]

    def of_email(self, email: str) -> Person | None:
        """The one person of that address; nobody when several share it."""
        key = email.strip().lower()
        if not key:
            return None
        if key not in self._by_email:
            people = get_user_model()._default_manager.select_related("roost_profile")
            found = list(people.filter(email__iexact=key)[:2])
            self._by_email[key] = found[0] if len(found) == 1 else None
        return self._by_email[key]


def _listed(path: Path) -> dict[str, Person]:
    """A CSV file with the columns ``login`` and ``username``. Raises ``Refused``, naming the line."""
    people = get_user_model()._default_manager.select_related("roost_profile")
    found: dict[str, Person] = {}
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.DictReader(file)
        if not {"login", "username"} <= set(rows.fieldnames or ()):
            raise Refused(f"{path.name}: the first line must name the columns login and username.")
        for row in rows:
            person = people.filter(username=(row["username"] or "").strip()).first()
            if person is None:
                raise Refused(f"{path.name}, line {rows.line_num}: nobody here is called {row['username']!r}.")
            found[(row["login"] or "").strip()] = person
    return found
