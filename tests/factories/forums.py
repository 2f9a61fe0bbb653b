"""Areas, topics and posts, made by the acts that people use."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from forums import actions
from intranet.core.organisation.actions import intern_audience

if TYPE_CHECKING:
    from forums.models import Area, Post, Topic
    from intranet.core.organisation.models import Audience


def make_area(name: str = "Ask Digital", *, audience: Audience | None = None, **fields: Any) -> Area:
    """An area for all staff unless ``audience`` says otherwise."""
    return actions.open_area(name, actor=None, audience=audience, **fields)


def only(*people: Any) -> Audience:
    """The audience of just these people."""
    return intern_audience([[f"user:{person.pk}" for person in people]])


def make_topic(
    area: Area | None = None, *, author: Any, title: str = "Tablet freezes on the tenancy form", body: str = "Three visits lost.", **fields: Any
) -> Topic:
    return actions.start_topic(area or make_area(), author=author, title=title, body=body, **fields)


def make_reply(topic: Topic, *, author: Any, body: str = "Same here.", **fields: Any) -> Post:
    return actions.reply(topic, author=author, body=body, **fields)
