"""Profiles, and where people belong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.db import transaction
from wagtail.log_actions import log

from intranet.core.organisation.models import Profile, Service
from intranet.core.organisation.signals import people_changed

if TYPE_CHECKING:
    from intranet.core.kinds import Person


def _name_of(user: Person) -> str:
    full: str = getattr(user, "get_full_name", str)().strip()
    return (full or user.get_username())[:200]


def make_profile(user: Person) -> Profile:
    """The profile of a new account, under the full name or else the user name."""
    return Profile.objects.get_or_create(user=user, defaults={"name": _name_of(user)})[0]


def make_missing_profiles() -> int:
    """Give a profile to every account that has none: those of an existing site, or loaded in bulk."""
    accounts = get_user_model()._default_manager.filter(roost_profile__isnull=True)
    made = Profile.objects.bulk_create(
        (Profile(user=user, name=_name_of(user)) for user in accounts.iterator()), batch_size=1000, ignore_conflicts=True
    )
    return len(made)


@transaction.atomic
def move_person(person: Person, *, service: Service | None, post: str, actor: Person | None) -> None:
    """Give a person another post or service; what follows from it is true at the next request."""
    profile = Profile.objects.select_for_update(no_key=True).get(user=person)
    before = {"service": str(profile.service or ""), "post": profile.post}
    profile.service = service
    profile.post = post
    profile.save(update_fields=["service", "post"])
    log(profile, "roost.person.move", user=actor, data={"before": before, "after": {"service": str(service or ""), "post": post}})
    people_changed.send(sender=Profile, person_ids=[person.pk])


@transaction.atomic
def place_service(service: Service, *, parent: Service | None) -> Service:
    """Save a service, new or known, as a part of ``parent`` or at the top; its people's rights follow at once."""
    if service.pk is None:
        above = Service.objects.get(pk=parent.pk) if parent else None  # type: ignore[unreachable]
        return above.add_child(instance=service) if above else Service.add_root(instance=service)
    service.save()
    before = service.get_parent(update=True)
    if before != parent:
        # Sorted by time of arrival: names order the tree where it is shown.
        service.move(Service.objects.get(pk=parent.pk) if parent else Service.get_last_root_node(), "last-child" if parent else "last-sibling")
        service.refresh_from_db()
        within = Profile.objects.filter(service__path__startswith=service.path)
        people_changed.send(sender=Service, person_ids=list(within.values_list("user", flat=True)))
    return service


def activity_changed(person: Person) -> None:
    """An account was changed: whoever keeps something by a person's activity looks again."""
    people_changed.send(sender=type(person), person_ids=[person.pk])
