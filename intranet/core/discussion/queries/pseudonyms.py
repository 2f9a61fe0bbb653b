"""Names of people in words, and what stands in their place when a thread is given out without names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.utils.translation import gettext as _

from intranet.core.organisation.queries import name_of
from intranet.core.text import render

if TYPE_CHECKING:
    from collections.abc import Iterable

    from intranet.core.kinds import Person

_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


class Names:
    """Who is called what. With ``named`` all are called by their names; otherwise the same person is the same number throughout.

    Numbers are given in the order in which people are met, so that they say nothing of anybody.
    """

    def __init__(self, *, named: bool) -> None:
        self.named = named
        self._numbers: dict[int | str, int] = {}
        self._words: dict[str, str] = {}

    def of(self, key: int | None, name: str) -> str:
        """What a person is called, by their key, or by their stored name once their account is gone; empty for nobody."""
        if key is None and not name:
            return ""
        if self.named:
            return name
        number = self._numbers.setdefault(key if key is not None else name.casefold(), len(self._numbers) + 1)
        called = _("Person %(number)d") % {"number": number}
        if name:
            self._words.setdefault(name.casefold(), called)
        return called

    def meet(self, texts: Iterable[str]) -> None:
        """Give a number to everybody who is named in words by their user name: one query."""
        if self.named:
            return
        names = {name for text in texts if "@" in text for name in render(text).mentions}
        people = get_user_model()._default_manager.filter(username__in={*names, *(name.lower() for name in names)})
        for person in people.select_related("roost_profile").order_by("pk"):
            self.know(person)

    def know(self, person: Person) -> None:
        """All by which somebody may be called in words: name, user name, mail, the address of their page.

        A user name that is a word, as *office*, counts only where it is meant as a name.
        """
        called, username = self.of(person.pk, name_of(person)), person.get_username().casefold()
        words = {f"@{username}": f"@{called}", f"/people/{username}": f"/people/{called}", getattr(person, "email", "").casefold(): called}
        words[" ".join(getattr(person, name, "") for name in ("first_name", "last_name")).strip().casefold()] = called
        if not username.isalpha():
            words[username] = called
        for word, instead in words.items():
            if word:
                self._words.setdefault(word, instead)

    def within(self, words: str) -> str:
        """Words without the names of those who were met, and without addresses of mail."""
        if self.named or not words:
            return words
        if self._words:
            known = "|".join(re.escape(word) for word in sorted(self._words, key=len, reverse=True))
            words = re.sub(rf"(?<!\w)(?:{known})(?!\w)", lambda found: self._words[found[0].casefold()], words, flags=re.IGNORECASE)
        return _MAIL.sub(_("[address]"), words)
