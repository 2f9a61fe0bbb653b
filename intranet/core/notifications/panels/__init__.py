"""The bell at the top of every page, what must be read on home, and the way to the demonstration's mails at the foot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.template.defaultfilters import date as format_date
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from intranet.core.notifications import conf
from intranet.core.notifications.queries import bell_count
from intranet.core.notifications.queries.reading import waiting_for
from intranet.core.ui.panels import FooterLink, NextStep, NextSteps, Tray

if TYPE_CHECKING:
    from intranet.core.kinds import Person
    from intranet.core.notifications.queries.reading import ToRead


class NoticeTray(Tray):
    url = "/notices/"
    settings_url = "/notices/settings/"
    menu_url = "/notices/latest/"

    def unread(self, user: Person) -> int:
        return bell_count(user)


class DemonstrationMails(FooterLink):
    label = _("Your mails")
    url = "/notices/outbox/" if conf.outbox() else ""
    order = 90


class ToBeRead(NextSteps):
    """What the person must read, and has not."""

    shown = 3

    def steps(self, user: Person) -> list[NextStep]:
        waiting = waiting_for(user, limit=20)
        steps = [_step(each) for each in waiting[: self.shown]]
        if len(waiting) > self.shown:
            words = gettext("%(count)d more to read") % {"count": len(waiting) - self.shown}
            steps.append(NextStep(title=words, detail="", url=reverse("notifications:to-read"), action=gettext("See all"), icon="info", urgency=46))
        return steps


def _step(each: ToRead) -> NextStep:
    due = each.must_read.due
    if due is None:
        detail = gettext("To be read")
    elif each.must_read.is_overdue():
        detail = gettext("Was to be read by %(day)s") % {"day": format_date(due, "l j F")}
    else:
        detail = gettext("To be read by %(day)s") % {"day": format_date(due, "l j F")}
    url = f"{each.thing.get_absolute_url()}#must-read"  # type: ignore[attr-defined]
    return NextStep(
        title=str(each.thing), detail=detail, url=url, action=gettext("Read"), icon="info", urgency=15 if each.must_read.is_overdue() else 45
    )
