"""How a thing's state changes, and who hears of it. Used by the acts beside it only."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from intranet.core.kinds import Findable, State
from intranet.core.moderation.signals import published, withdrawn
from intranet.core.search.actions import forget, refresh

if TYPE_CHECKING:
    from django.db.models import Model

    from intranet.core.kinds import Moderated

M = TypeVar("M", bound="Model")


def locked(thing: M) -> M | None:
    """The thing as it is now, locked until the transaction ends; None when it is gone."""
    return type(thing)._base_manager.select_for_update(of=("self",), no_key=True).filter(pk=thing.pk).first()


def set_state(thing: Moderated, state: State) -> None:
    thing.state = state
    thing.save(update_fields=["state"])


def show(thing: Model, *, first: bool) -> None:
    """Tell search and everybody above that ``thing`` is visible."""
    if isinstance(thing, Findable):
        refresh(thing)
    published.send(sender=type(thing), thing=thing, first=first)


def conceal(thing: Model) -> None:
    """Tell search and everybody above that ``thing`` is not visible any more."""
    if isinstance(thing, Findable):
        forget(thing)
    withdrawn.send(sender=type(thing), thing=thing)
