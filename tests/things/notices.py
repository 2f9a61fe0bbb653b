"""Kinds of notice about things."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from django.conf import settings

from intranet.core.notifications.models import Delivery
from intranet.core.notifications.notices import NoDevice, NoticeKind, PushService

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import Model

    from intranet.core.notifications.models import Notice
    from intranet.core.notifications.notices import PushMessage


class ThingsPush(PushService):
    """Posts to a service outside, where a test has one."""

    def is_ready(self) -> bool:
        return bool(getattr(settings, "THINGS_PUSH_URL", ""))

    def send(self, message: PushMessage) -> None:
        words = {"id": message.message_id, "to": message.person.username, "title": message.sentence, "url": message.url, "tag": message.thread}
        request = Request(settings.THINGS_PUSH_URL, json.dumps(words).encode(), {"Content-Type": "application/json"})
        try:
            urlopen(request, timeout=5).close()
        except HTTPError as error:
            error.close()
            if error.code == 410:
                raise NoDevice from error
            raise


class ThingWritten(NoticeKind):
    name = "things.written"
    template = "things/notice.html"
    label = "A thing is written"

    @classmethod
    def detail(cls, notice: Notice, thing: Model) -> str:
        return thing.text


class ThingMailed(ThingWritten):
    name = "things.mailed"
    label = "A thing is written to me"
    delivery = Delivery.MAIL


class ThingAnswered(ThingWritten):
    """Folds under the thing's place."""

    name = "things.answered"
    template = "things/answered.html"
    label = "A thing is answered"

    @classmethod
    def place(cls, thing: Model) -> Model | None:
        return thing.place


class ThingNamesMe(ThingWritten):
    name = "things.names-me"
    label = "A thing names me"
    addressed = True

    @classmethod
    def where(cls, thing: Model) -> Sequence[Model]:
        return [thing, thing.place]


class ThingDecided(ThingWritten):
    """Cannot be turned off, and so can be told to all."""

    name = "things.decided"
    label = "A thing is decided"
    required = True
