"""What authors and reporters are told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from intranet.core.moderation import conf
from intranet.core.moderation.models import Case, Report
from intranet.core.notifications.models import Delivery
from intranet.core.notifications.notices import NoticeKind

if TYPE_CHECKING:
    from django.db.models import Model

    from intranet.core.notifications.models import Notice


def words_on_trial(case: Case) -> str:
    """What its author is told of the trial that the decision began; empty when it did not."""
    if case.trial_until is None:
        return ""
    approvals, day = conf.newcomer_approvals(), date_format(case.trial_until, "j F Y")
    words = ngettext(
        "From now on a moderator reads first what you write: until %(approvals)d of your contributions is approved, and until %(day)s at the latest.",
        "From now on a moderator reads first what you write: until %(approvals)d of your contributions are approved, and until %(day)s at the latest.",
        approvals,
    )
    return words % {"approvals": approvals, "day": day}


class CaseWaiting(NoticeKind):
    """To those who may decide it: a case is theirs. One that was decided meanwhile says so."""

    name = "moderation.waiting"
    template = "moderation/notices/waiting.html"
    label = _("Something waits for me as a moderator")
    delivery = Delivery.DIGEST
    addressed = True
    icon = "shield"

    @classmethod
    def detail(cls, notice: Notice, thing: Model) -> str:
        return thing.why if isinstance(thing, Case) and thing.is_open else ""


class CaseDecided(NoticeKind):
    """To the author: a moderator, never a rule, has decided about their words."""

    name = "moderation.decided"
    template = "moderation/notices/decided.html"
    label = _("A moderator decides about my words")
    delivery = Delivery.MAIL
    addressed = required = True
    icon = "shield"

    @classmethod
    def detail(cls, notice: Notice, thing: Model) -> str:
        if not isinstance(thing, Case):
            return ""
        return f"{thing.reason} {words_on_trial(thing)}".strip()


class ReportDecided(NoticeKind):
    """To each reporter: what became of their report."""

    name = "moderation.report-decided"
    template = "moderation/notices/report_decided.html"
    label = _("A moderator decides about my report")
    delivery = Delivery.MAIL
    addressed = True
    icon = "shield"

    @classmethod
    def detail(cls, notice: Notice, thing: Model) -> str:
        return thing.case.reason if isinstance(thing, Report) else ""


class NewsWithoutName(NoticeKind):
    """To who writes under an alias: something happened to it. The notice stands at their own profile and says no more."""

    name = "moderation.without-name"
    template = "moderation/notices/without_name.html"
    label = _("There is news of what I wrote without my name")
    delivery = Delivery.MAIL
    addressed = required = True
    icon = "lock"

    @classmethod
    def url(cls, notice: Notice, thing: Model) -> str:
        return reverse("moderation:without-name")


class NameAsked(NoticeKind):
    """To the other senior moderators: one of them asks to open a name."""

    name = "moderation.name-asked"
    template = "moderation/notices/name_asked.html"
    label = _("A senior moderator asks to open a name")
    delivery = Delivery.MAIL
    addressed = required = True
    icon = "shield"


class NameDecided(NoticeKind):
    """To who asked."""

    name = "moderation.name-decided"
    template = "moderation/notices/name_decided.html"
    label = _("A senior moderator decides whether a name is opened")
    delivery = Delivery.MAIL
    addressed = required = True
    icon = "shield"
