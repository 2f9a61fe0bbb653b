"""By whom, with which tags and in which services something is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model

from intranet.core.notifications.models import Tag
from intranet.core.organisation.models import Profile, Service

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import Model

    from intranet.core.kinds import DocumentFields, Person


def sources_of(document: DocumentFields) -> Sequence[Model]:
    """What people follow in order to hear of such things, the nearest first: the author, the tags, the service and those above it."""
    authors = Profile.objects.filter(user=document.author_id) if document.author_id is not None else []
    tags = Tag.objects.filter(name__in=[tag.lower() for tag in document.tags]).order_by("name") if document.tags else []
    return [*authors, *tags, *services_around(document.service_id)]


def sources_at(author: Person | None, service_id: int | None) -> Sequence[Model]:
    """The same of what somebody is about to write, whose tags nobody knows yet."""
    return [*(Profile.objects.filter(user=author.pk) if author is not None else []), *services_around(service_id)]


def services_around(service_id: int | None) -> list[Service]:
    """A service and those above it, the nearest first."""
    path = Service.objects.filter(pk=service_id).values_list("path", flat=True).first() if service_id is not None else None
    if path is None:
        return []
    return list(Service.objects.filter(path__in=[path[:end] for end in range(Service.steplen, len(path) + 1, Service.steplen)]).order_by("-depth"))


def author_of(document: DocumentFields) -> Person | None:
    """Whom search names as the author: nobody when the name is withheld."""
    people = get_user_model()._default_manager.select_related("roost_profile")
    return people.filter(pk=document.author_id).first() if document.author_id is not None else None
