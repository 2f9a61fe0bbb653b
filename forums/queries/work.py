"""Who looks after which topics, and what topics are about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from forums.models import Assignment, Topic, TopicLink
from intranet.core.organisation.queries import tokens_of
from intranet.core.search.actions import place_of
from intranet.core.search.models import Document
from intranet.core.search.queries import visible_places

if TYPE_CHECKING:
    from django.db.models import Model

    from forums.querysets import AssignmentQuerySet, TopicQuerySet
    from intranet.core.kinds import Person


def assigned_to(user: Person, *, whose: str = "mine") -> AssignmentQuerySet:
    """What the person looks after (``mine``), their services (``service``), or either of them and is done (``done``)."""
    visible = Assignment.objects.visible_to(user).select_related("topic__area", "person__roost_profile", "service")
    mine, ours = visible.filter(person=user), visible.filter(service__in=services_of(user))
    found = mine if whose == "mine" else ours if whose == "service" else mine | ours
    done = found.filter(state=Assignment.AssignmentState.DONE)
    return (done if whose == "done" else found.exclude(state=Assignment.AssignmentState.DONE)).by_urgency()


def assignment_of(topic: Topic) -> Assignment | None:
    """Who looks after a topic: one query."""
    return Assignment.objects.filter(topic=topic).select_related("person__roost_profile", "service").first()


def services_of(user: Person) -> list[int]:
    """The services to which the person belongs, with those above them."""
    return [int(key) for kind, _colon, key in (token.partition(":") for token in tokens_of(user)) if kind == "service"]


@dataclass(frozen=True, slots=True)
class About:
    """A thing that a topic is about."""

    link: TopicLink
    title: str
    url: str


def things_of(topic: Topic, user: Person) -> list[About]:
    """What the topic is about, of it what the reader may see now."""
    links = {(link.content_type_id, link.object_id): link for link in topic.links.order_by("pk")}
    visible = visible_places(user, links)
    found = {(document.content_type_id, document.object_id): document for document in Document.objects.at(visible)} if visible else {}
    return [About(link, found[place].title, found[place].url) for place, link in links.items() if place in found]


def thing_at(address: str, user: Person) -> Model | None:
    """What stands at an address of ours, if the person may see it."""
    path = urlsplit(address.strip()).path
    document = Document.objects.filter(url=path).first() if path else None
    if document is None or not visible_places(user, [(document.content_type_id, document.object_id)]):
        return None
    thing: Model | None = document.thing
    return thing


def topics_about(thing: Model, user: Person) -> TopicQuerySet:
    """The topics about a thing that the person may see, the last written in first."""
    kind, key = place_of(thing)
    linked = TopicLink.objects.filter(content_type=kind, object_id=key)
    return Topic.objects.visible_to(user).filter(pk__in=linked.values("topic")).select_related("area").order_by("-last_posted_at")
