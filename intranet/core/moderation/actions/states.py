"""How a thing's state changes, and who hears of it. Used by the acts beside it only."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from wagtail.actions.unpublish_page import UnpublishPageAction

from intranet.core.kinds import Findable, Moderated, State
from intranet.core.moderation.signals import published, withdrawn
from intranet.core.search.actions import forget, refresh

if TYPE_CHECKING:
    from django.db.models import Model

    from intranet.core.kinds import Person, Reportable

M = TypeVar("M", bound="Model")


def locked(thing: M) -> M | None:
    """The thing as it is now, locked until the transaction ends; None when it is gone."""
    return type(thing)._base_manager.select_for_update(of=("self",), no_key=True).filter(pk=thing.pk).first()


def set_state(thing: Moderated, state: State) -> None:
    thing.state = state
    thing.save(update_fields=["state"])


def hide(thing: Reportable, *, actor: Person) -> None:
    """Take it from everybody's eyes. A page is taken off as its editors do it, which Wagtail announces to search and to the apps."""
    was_visible = thing.state == State.PUBLISHED
    if isinstance(thing, Moderated):
        set_state(thing, State.HIDDEN)
        if was_visible:
            conceal(thing)
    elif was_visible:
        UnpublishPageAction(thing, user=actor).execute(skip_permission_checks=True)


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
