"""Which things of the site a topic is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from wagtail.log_actions import log

from forums.models import Assignment, TopicLink
from intranet.core.search.actions import place_of

if TYPE_CHECKING:
    from django.db.models import Model

    from forums.models import Topic
    from intranet.core.kinds import Person


@transaction.atomic
def link_to(thing: Model, *, topic: Topic, actor: Person | None) -> None:
    """Have the topic and a thing lead to each other; attached already, nothing happens."""
    kind, key = place_of(thing)
    _link, is_new = TopicLink.objects.get_or_create(topic=topic, content_type_id=kind, object_id=key, defaults={"made_by": actor})
    if is_new:
        log(topic, "forums.attach", user=actor, data={"to": str(thing)})


@transaction.atomic
def unlink(link: TopicLink, *, actor: Person) -> None:
    """They do not lead to each other any more."""
    if TopicLink.objects.filter(pk=link.pk).delete()[0]:
        log(link.topic, "forums.detach", user=actor)


def carry_work(source: Topic, target: Topic) -> None:
    """What one topic is about the other is about too, and who looks after the one looks after the other, if nobody does yet."""
    links = [
        TopicLink(topic=target, content_type_id=link.content_type_id, object_id=link.object_id, made_by_id=link.made_by_id)
        for link in source.links.all()
    ]
    TopicLink.objects.bulk_create(links, ignore_conflicts=True)
    assignment = Assignment.objects.filter(topic=source).first()
    if assignment is not None and not Assignment.objects.filter(topic=target).exists():
        assignment.pk, assignment.topic = None, target
        assignment.save(force_insert=True)
