"""``{% load responses %}``: clocks and outcomes in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from intranet.core.background import now
from intranet.core.ui.moments import exact

if TYPE_CHECKING:
    from intranet.core.responses.models import Outcome, OutcomeStep, RequestEvent, ResponseRequest

register = template.Library()


@register.filter
def working_minutes(minutes: int | None) -> str:
    """A span of working time in words: ``40 minutes``, ``4 h 50 min``."""
    hours, rest = divmod(minutes or 0, 60)
    if not hours:
        return ngettext("%(minutes)d minute", "%(minutes)d minutes", rest) % {"minutes": rest}
    if not rest:
        return ngettext("%(hours)d hour", "%(hours)d hours", hours) % {"hours": hours}
    return _("%(hours)d h %(minutes)d min") % {"hours": hours, "minutes": rest}


@register.filter
def clock_kind(request: ResponseRequest) -> str:
    """How its clock is drawn: ``met``, ``overdue``, ``soon`` when less than half the time is left, or plainly."""
    if request.state == request.State.ANSWERED:
        return "met"
    if request.is_overdue:
        return "overdue"
    if request.is_open and request.due_at - now() < (request.due_at - request.asked_at) / 2:
        return "soon"
    return ""


@register.simple_tag
def event_words(event: RequestEvent, name: str) -> str:
    """What somebody did with a question: ``Maren Holroyd put the answer off: it is due by 23 November 2026, 15:10``."""
    words = {
        event.Verb.HELD: _("%(name)s put the answer off: it is due by %(due)s"),
        event.Verb.PASSED: _("%(name)s passed it on to %(to)s"),
        event.Verb.ANSWERED: _("%(name)s answered"),
        event.Verb.DECLINED: _("%(name)s declined to answer"),
        event.Verb.REOPENED: _("%(name)s said that this does not answer it: an answer is due by %(due)s"),
        event.Verb.WITHDRAWN: _("%(name)s withdrew the question"),
    }
    return words[event.Verb(event.verb)] % {"name": name, "due": exact(event.due_at), "to": event.addressee_label}


@register.filter
def status_kind(outcome: Outcome) -> str:
    """How the badge of its status is drawn."""
    return {"done": "positive", "doing": "accent"}.get(outcome.status, "")


@register.simple_tag
def step_words(step: OutcomeStep, name: str) -> str:
    """What somebody said of an outcome: ``Maren Holroyd: it is done``."""
    if step.is_review:
        return _("%(name)s looked at it again: it stands") % {"name": name}
    words = {
        "considering": _("%(name)s: it is being considered"),
        "doing": _("%(name)s: it is being done"),
        "done": _("%(name)s: it is done"),
        "not_doing": _("%(name)s: it will not be done"),
    }
    return words[step.status] % {"name": name}
