"""Who owes an answer, and where people have their say: kinds of things that ask something of somebody."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import models

from intranet.core.kinds.things import Findable, must_override

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.core import checks

    from intranet.core.kinds.things import Person


@dataclass(frozen=True, slots=True)
class Addressee:
    """Who owes an answer: a person, or a service when ``user`` is None; who else may give it; in whose hours."""

    user: Person | None
    service_id: int | None
    delegate_ids: frozenset[int] = field(default_factory=frozenset)
    label: str = ""
    #: The service of ``service_id``, where it is at hand: it is fetched otherwise.
    service: models.Model | None = None
    #: The post by virtue of which the person answers; empty: the one in their profile.
    post: str = ""

    @property
    def people_ids(self) -> frozenset[int]:
        """The keys of the person and of those who answer for them."""
        return self.delegate_ids | ({self.user.pk} if self.user is not None else set())


class Office(models.Model):
    """A post by virtue of which a person answers, with others who answer for them."""

    class Meta:
        abstract = True

    @classmethod
    def addressee_for(cls, person: Person) -> Addressee | None:
        """Who owes an answer to what is asked of ``person`` in such a post; None when they hold none."""
        raise NotImplementedError


class Answerable(models.Model):
    """A question can be put to somebody under it."""

    class Meta:
        abstract = True

    def addressee(self) -> Addressee | None:
        """Who owes an answer to a question asked here; None when nobody takes questions now."""
        raise NotImplementedError

    @classmethod
    def check(cls, **kwargs: Any) -> list[checks.CheckMessage]:
        return super().check(**kwargs) + must_override(cls, Answerable, "addressee")


class Heard(Findable):
    """People have their say in it, and an outcome may tell what came of that."""

    class Meta:
        abstract = True

    @classmethod
    def check(cls, **kwargs: Any) -> list[checks.CheckMessage]:
        return super().check(**kwargs) + must_override(cls, Heard, "heard_service")

    def heard_service(self) -> models.Model | None:
        """The service it is about, whose owners and lead may say what came of it."""
        raise NotImplementedError

    def heard_by(self) -> frozenset[int]:
        """The keys of those who may say what came of it besides."""
        return frozenset()

    def took_part(self) -> Iterable[int]:
        """The keys of those who had their say, to tell them what came of it: never of those whom a promise hides."""
        return ()
