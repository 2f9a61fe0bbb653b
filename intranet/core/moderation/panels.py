"""Moderation outside its own pages: a place in the navigation, and what waits for a moderator on home."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from intranet.core.background import now
from intranet.core.moderation.queries import Draft, drafts_for, waiting_for
from intranet.core.moderation.rules import is_moderator
from intranet.core.ui.moments import humane
from intranet.core.ui.panels import NextStep, NextSteps, PlaceLink, Places

if TYPE_CHECKING:
    from datetime import datetime

    from intranet.core.kinds import Person


class ModerationPlace(Places):
    """For moderators only, with the number of cases that are theirs to do."""

    order = 90

    def links(self, user: Person) -> list[PlaceLink]:
        if not is_moderator(user):
            return []
        return [PlaceLink(_("Moderation"), reverse("moderation:queue"), waiting_for(user).number)]


class ModerationSteps(NextSteps):
    """Cases for moderators, and drafts for whoever approves them."""

    def steps(self, user: Person) -> list[NextStep]:
        steps = [_step_of_draft(draft) for draft in drafts_for(user)[:3]]
        waiting = waiting_for(user) if is_moderator(user) else None
        if waiting and waiting.number:
            title = ngettext("One case to moderate", "%(number)d cases to moderate", waiting.number) % {"number": waiting.number}
            steps.append(NextStep(title, _due(waiting.due_at), reverse("moderation:queue"), _("Look"), _icon(waiting.due_at), 20))
        return steps


def _step_of_draft(draft: Draft) -> NextStep:
    detail = _("Draft by %(name)s") % {"name": draft.requested_by} if draft.requested_by else _due(draft.due_at)
    return NextStep(_("To approve: %(title)s") % {"title": draft.title}, detail, draft.url, _("Review"), "check", 25)


def _due(moment: datetime | None) -> str:
    return _("The first is due %(when)s") % {"when": humane(moment)} if moment else ""


def _icon(moment: datetime | None) -> str:
    return "overdue" if moment and moment < now() else "shield"
