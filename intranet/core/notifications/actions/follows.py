"""Following, and not."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.db import transaction

from intranet.core.kinds import Followable
from intranet.core.notifications.models import Follow, Tag
from intranet.core.organisation.models import Profile, Service

if TYPE_CHECKING:
    from collections.abc import Collection

    from django.db.models import Model

    from intranet.core.kinds import Person
    from intranet.core.notifications.querysets import FollowQuerySet

_BATCH = 1_000


def follow(person: Person, thing: Model, *, level: str = Follow.Level.EVERYTHING, automatic: bool = False) -> None:
    """Follow ``thing``. An automatic follow (of what one wrote in) never replaces a person's choice."""
    key = {"person_id": person.pk, "content_type": ContentType.objects.get_for_model(thing), "object_id": thing.pk}
    values = {"level": level, "automatic": automatic}
    if automatic:
        Follow.objects.get_or_create(**key, defaults=values)
    else:
        Follow.objects.update_or_create(**key, defaults=values)


def unfollow(person: Person, thing: Model) -> None:
    """Hear of ``thing`` only what is addressed to the person; kept as a choice, so that no automatic follow undoes it."""
    follow(person, thing, level=Follow.Level.MENTIONS)


def follow_tag(person: Person, name: str) -> Tag:
    """Follow a hashtag, which comes into being by being followed."""
    tag, _is_new = Tag.objects.get_or_create(name=name)
    follow(person, tag)
    return tag


@transaction.atomic
def carry_tag_follows(names: Collection[str], *, to: str) -> None:
    """Tags go by another name: who followed one of them, or had silenced it, does so with that one, unless they have said otherwise of it."""
    former = list(Tag.objects.filter(name__in=names))
    if not former:
        return
    tag, _is_new = Tag.objects.get_or_create(name=to)
    for row in Follow.objects.filter(content_type=ContentType.objects.get_for_model(Tag), object_id__in=[old.pk for old in former]):
        kept = {"level": row.level, "automatic": row.automatic, "since": row.since}
        Follow.objects.get_or_create(person_id=row.person_id, content_type_id=row.content_type_id, object_id=tag.pk, defaults=kept)
        row.delete()
    for old in former:
        old.delete()


def take_part(person: Person | None, thing: Model | None) -> None:
    """Somebody wrote in or asked under ``thing``: from now on they follow it, unless they chose otherwise.

    Never call it for a vote: who voted in an anonymous poll would stand beside it.
    """
    if person is not None and isinstance(thing, Followable):
        follow(person, thing, automatic=True)


@transaction.atomic
def set_levels(follows: FollowQuerySet, *, levels: dict[int, str]) -> int:
    """Change those of ``follows`` whose level is to be another, by their keys, into choices; says how many those were."""
    changed = [row for row in follows.select_for_update().filter(pk__in=levels) if row.level != levels[row.pk]]
    for row in changed:
        row.level, row.automatic = levels[row.pk], False
    Follow.objects.bulk_update(changed, ["level", "automatic"])
    return len(changed)


def stop_following(follows: FollowQuerySet) -> int:
    """Hear of all these only mentions and answers from now on; says how many they were."""
    return follows.filter(level=Follow.Level.EVERYTHING).update(level=Follow.Level.MENTIONS, automatic=False)


@transaction.atomic
def keep_services(people: Collection[int]) -> None:
    """Who works in a service follows it without having asked, and who works there no more does not; choices stay. Four statements."""
    kind = ContentType.objects.get_for_model(Service)
    works_in = dict(Profile.objects.filter(user__in=people, user__is_active=True, service__isnull=False).values_list("user_id", "service_id"))
    own = Follow.objects.filter(person__in=people, content_type=kind, automatic=True)
    gone = [key for key, person, service in own.values_list("pk", "person_id", "object_id") if works_in.get(person) != service]
    if gone:
        own.filter(pk__in=gone).delete()
    rows = [Follow(person_id=person, content_type=kind, object_id=service, automatic=True) for person, service in works_in.items()]
    Follow.objects.bulk_create(rows, ignore_conflicts=True)


def keep_all_services() -> None:
    """The same for everybody, a thousand at a time: for accounts that were loaded or moved past the signals."""
    people = get_user_model()._default_manager.order_by("pk").values_list("pk", flat=True).iterator(chunk_size=_BATCH)
    while batch := list(islice(people, _BATCH)):
        keep_services(batch)
