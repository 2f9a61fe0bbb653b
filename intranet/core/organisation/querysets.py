"""Chainable reads of services and people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q
from django.utils.timezone import localdate
from treebeard.mp_tree import MP_NodeQuerySet

from intranet.core.background import now

if TYPE_CHECKING:
    from datetime import date
    from typing import Self

    from intranet.core.kinds import AnyUser


def _is_staff(user: AnyUser) -> bool:
    return user.is_authenticated and user.is_active


class ServiceQuerySet(MP_NodeQuerySet):
    """Services, in the order of the tree."""

    def visible_to(self, user: AnyUser) -> Self:
        """All staff see all services, former ones too: their words stay theirs."""
        return self if _is_staff(user) else self.none()

    def valid(self) -> Self:
        """Services that exist today."""
        today = now().date()
        return self.filter(Q(valid_from__isnull=True) | Q(valid_from__lte=today), Q(valid_to__isnull=True) | Q(valid_to__gte=today))


class ProfileQuerySet(models.QuerySet[Any]):
    """Profiles of people."""

    def visible_to(self, user: AnyUser) -> Self:
        """All staff see all people; who has left is shown as a former colleague."""
        return self if _is_staff(user) else self.none()

    def for_documents(self) -> Self:
        """With what a profile's address and its search document ask for."""
        return self.select_related("user", "service")

    def present(self) -> Self:
        """People who work here."""
        return self.filter(user__is_active=True)

    def found_with(self, words: str) -> Self:
        """People whose name, post, service or skills hold each of the words; of skills, those that are shown to all."""
        found = self
        for word in words.split()[:8]:
            found = found.filter(
                Q(name__icontains=word)
                | Q(nickname__icontains=word)
                | Q(post__icontains=word)
                | Q(skills__icontains=word, show_skills="all")
                | Q(service__name__icontains=word)
            )
        return found

    def in_service(self, path: str) -> Self:
        """People of a service and of the services beneath it."""
        return self.filter(service__path__startswith=path)


class ElectionQuerySet(models.QuerySet[Any]):
    """Election periods."""

    def current(self) -> Self:
        """Those that hold today, the one that ends last first."""
        return self.on(localdate(now()))

    def on(self, day: date) -> Self:
        """Those that hold on a day, the one that ends last first."""
        return self.filter(first_day__lte=day, last_day__gte=day).order_by("-last_day", "pk")
