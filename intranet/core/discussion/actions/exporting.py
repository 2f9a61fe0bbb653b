"""Giving out a whole thread, for an information request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from wagtail.log_actions import log

from intranet.core.discussion import rules
from intranet.core.discussion.queries import record_of_thread

if TYPE_CHECKING:
    from intranet.core.discussion.queries import ThreadRecord
    from intranet.core.kinds import Discussable, Person


class NotYours(Exception):
    """The person may not export it, or gave no reason."""


@transaction.atomic
def export_thread(thing: Discussable, *, actor: Person, reason: str, named: bool, form: str) -> ThreadRecord:
    """The record of a thread, with names or with pseudonyms. Who took it, why and how is in the log before anything is given out."""
    if not rules.can_export(actor, thing) or not reason.strip():
        raise NotYours
    record = record_of_thread(thing, named=named)
    log(thing, "roost.discussion.export", user=actor, data={"reason": reason.strip(), "names": named, "form": form, "comments": len(record.comments)})
    return record
