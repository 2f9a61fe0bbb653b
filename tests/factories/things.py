"""Things, and people around them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from intranet.core.kinds import State
from intranet.core.moderation.actions import submit
from intranet.core.organisation.actions import all_staff, intern_audience
from tests.things.models import Thing

if TYPE_CHECKING:
    from intranet.core.organisation.models import Audience


def make_thing(title: str = "The lift is broken", *, author: Any, audience: Audience | None = None, **fields: Any) -> Thing:
    """A draft, as an app's action creates it before it submits."""
    values = {"text": f"{title}, said plainly.", "audience": audience or all_staff(), "author_name": author.roost_profile.name, **fields}
    return Thing.objects.create(title=title, author=author, **values)


def make_published(title: str = "The lift is broken", *, author: Any, **fields: Any) -> Thing:
    thing = make_thing(title, author=author, **fields)
    assert submit(thing, actor=author) == State.PUBLISHED
    return thing


def make_held(title: str = "The lift is broken", *, author: Any, **fields: Any) -> Thing:
    thing = make_thing(title, author=author, holds_all=True, **fields)
    assert submit(thing, actor=author) == State.HELD
    return thing


def audience_of(*people: Any) -> Audience:
    return intern_audience([[f"user:{person.pk}" for person in people]])
