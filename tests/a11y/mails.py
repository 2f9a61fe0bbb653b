"""What the link in a mail leads to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from intranet.core.notifications.actions import notify
from intranet.core.notifications.models import Mail, Notice
from intranet.core.notifications.queries.streams import unsubscribe_token
from tests.factories.things import make_published
from tests.things.notices import ThingMailed

if TYPE_CHECKING:
    from tests.a11y.town import Town


def waiting(town: Town) -> Mail:
    """A mail that has not gone."""
    reader, author = town.person("mailed"), town.person("chief")
    thing = make_published("Two days together: what 1,140 of you told us", author=author)
    notify(ThingMailed, thing=thing, recipients=[reader], actor=author)
    notice = Notice.objects.filter(recipient=reader, kind=ThingMailed.name).latest("pk")
    mail: Mail = Mail.objects.get_or_create(notice=notice, person=reader, defaults={"state": Mail.State.WAITING})[0]
    return mail


def unsubscribe(town: Town) -> str:
    return reverse("notifications:unsubscribe", args=[unsubscribe_token(waiting(town))])
