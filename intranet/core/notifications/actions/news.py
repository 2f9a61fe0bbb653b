"""Telling of what is new to who follows a person, a tag or a service."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from intranet.core.kinds import Findable
from intranet.core.notifications.actions.telling import notify_followers
from intranet.core.notifications.notices import SomethingNew
from intranet.core.notifications.queries.news import author_of, sources_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import Model


@transaction.atomic
def tell_of_new(thing: Model, *, within: Sequence[Model] = (), event: str = "") -> None:
    """Tell, later, who follows the author, a tag or the service of what was just published; ``within`` is where it stands, the nearest first.

    Where the app has a kind of its own for it, call this after that and with the same ``event``, so that nobody hears twice. What
    search may not know of, nobody hears of; nor does anybody hear who wrote what search names no author of. May be called twice.
    """
    document = thing.to_document() if isinstance(thing, Findable) else None
    if document is not None and document.audience_id is not None:
        sources = [thing, *within, *sources_of(document)]
        notify_followers(SomethingNew, thing=thing, of=sources, actor=author_of(document), event=event)
