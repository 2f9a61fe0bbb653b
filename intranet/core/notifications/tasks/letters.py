"""Writing a mail, or a message to devices, for its reader, at the moment when it is sent."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from intranet.core.kinds import Findable
from intranet.core.notifications import conf
from intranet.core.notifications.models import Delivery, NoticeReading
from intranet.core.notifications.notices import PushMessage, kind_named
from intranet.core.notifications.queries import readings
from intranet.core.notifications.queries.delivery import deliveries
from intranet.core.notifications.queries.digests import digest_of
from intranet.core.notifications.queries.preferences import wishes_of
from intranet.core.notifications.queries.replies import reply_address
from intranet.core.notifications.queries.streams import stream_of, unsubscribe_token
from intranet.core.organisation.models import Audience
from intranet.core.ui.queries import brand_of

if TYPE_CHECKING:
    from django.db.models import Model

    from intranet.core.notifications.models import Digest, Mail, Notice, Push
    from intranet.core.notifications.queries import Reading

_SUBJECT = 200


@dataclass(frozen=True, slots=True)
class Content:
    """What a mail says; ``template`` is its name without .txt and .html."""

    template: str
    subject: str
    context: dict[str, Any] = field(default_factory=dict)
    #: Mails of one thread stand together.
    thread: str = ""
    #: Where it can be answered.
    reply_to: str = ""


def write(mail: Mail) -> EmailMultiAlternatives | None:
    """The mail as its reader may read it now; None when there is nothing to say to them any more."""
    with override(settings.LANGUAGE_CODE):
        content = _of_notice(mail, mail.notice) if mail.notice else _of_digest(mail, mail.digest) if mail.digest else None
        if content is None:
            return None
        context = {"subject": content.subject, **_frame(mail), **content.context}
        text = render_to_string(f"{content.template}.txt", context)
        html = render_to_string(f"{content.template}.html", context)
    headers = _headers(mail, content.thread)
    answered_at = [content.reply_to] if content.reply_to else None
    message = EmailMultiAlternatives(subject=content.subject, body=text, to=[mail.person.email], headers=headers, reply_to=answered_at)
    message.attach_alternative(html, "text/html")
    return message


def write_push(push: Push) -> PushMessage | None:
    """The message as its reader may read it now; None when there is nothing to say to them any more."""
    notice, kind = push.notice, kind_named(push.notice.kind)
    with override(settings.LANGUAGE_CODE):
        reading = _still_new(push, notice, Delivery.PUSH)
        if reading is None or kind is None:
            return None
        if conf.mail_hides_closed_titles() and not _is_for_all_staff(reading.thing):
            sentence, url = _("Something new in a closed area"), reverse("notifications:notices")
        else:
            sentence, url = reading.sentence, reading.url
    return PushMessage(push.message.hex, push.person, sentence, address(url), notice.group, kind.urgent)


def address(url: str) -> str:
    """An address as it can stand in a mail."""
    return url if url.startswith(("http://", "https://")) else f"{settings.WAGTAILADMIN_BASE_URL.rstrip('/')}{url}"


def _of_notice(mail: Mail, notice: Notice) -> Content | None:
    reading, thread = _still_new(mail, notice, Delivery.MAIL), notice.group or ""
    if reading is None:
        return None
    if conf.mail_hides_closed_titles() and not _is_for_all_staff(reading.thing):
        silent = {"url": address(reverse("notifications:notices"))}
        return Content("notifications/mail_closed", _("Something new in a closed area"), silent, thread)
    text = reading.detail if conf.mail_has_text() and _is_for_all_staff(reading.thing) else ""
    context: dict[str, Any] = {"sentence": reading.sentence, "notice": notice, "url": address(reading.url), "text": text}
    kind = kind_named(notice.kind)
    context["reply_to"] = reply_address(mail) if kind is not None and kind.takes_replies(reading.thing) else ""
    return Content("notifications/mail", reading.sentence[:_SUBJECT], context, thread, context["reply_to"])


def _still_new(sending: Mail | Push, notice: Notice, delivery: Delivery) -> Reading | None:
    """The notice as its reader may read it now; None when they have read it, may not see it, or want it in another way."""
    kind = kind_named(notice.kind)
    if kind is None or _is_read(notice, sending):
        return None
    reading = next(iter(readings([notice], sending.person)), None)
    if reading is None:
        return None
    wanted = deliveries(kind, {sending.person_id}, notice.service_id, social=getattr(reading.thing, "is_social", False))
    return reading if wanted[sending.person_id] == delivery else None


def _of_digest(mail: Mail, digest: Digest) -> Content | None:
    found = digest_of(mail.person, digest.since, digest.until) if wishes_of(mail.person).has_digest else None
    if found is None:
        return None
    if conf.mail_hides_closed_titles():
        found = found.with_readings(_without_closed_title)
    words = ngettext("Your digest: %(count)s new notice", "Your digest: %(count)s new notices", found.count)
    return Content("notifications/digest", words % {"count": found.count}, {"content": found, "site": address("")})


def _without_closed_title(reading: Reading) -> Reading:
    if _is_for_all_staff(reading.thing):
        return reading
    return replace(reading, sentence=_("Something new in a closed area"), url=reverse("notifications:notices"))


def _is_read(notice: Notice, sending: Mail | Push) -> bool:
    if notice.recipient_id is not None:
        return notice.read_at is not None
    return NoticeReading.objects.filter(notice=notice, person_id=sending.person_id).exists()


def _is_for_all_staff(thing: Model) -> bool:
    """Whether everybody who works here may see it. What cannot be found by searching is taken for closed."""
    document = thing.to_document() if isinstance(thing, Findable) else None
    return document is not None and document.audience_id is not None and document.audience_id == Audience.objects.all_staff_id()


def _frame(mail: Mail) -> dict[str, Any]:
    """What stands around every mail."""
    return {
        "brand": brand_of(_host()),
        "stream": stream_of(mail),
        "settings_url": address(reverse("notifications:settings")),
        "unsubscribe_url": _unsubscribe_url(mail),
    }


def _headers(mail: Mail, thread: str) -> dict[str, str]:
    """A mail of a machine, whose stream can be ended by one click, and whose identity is the same at each attempt."""
    host, stream, unsubscribe = urlsplit(address("")).hostname or "localhost", stream_of(mail), _unsubscribe_url(mail)
    headers = {
        "Message-ID": f"<{mail.message}@{host}>",
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
        "List-Id": f"<{stream.name}.{host}>",
        "List-Unsubscribe": f"<{unsubscribe}>",
    }
    if unsubscribe.startswith("https://"):  # RFC 8058 allows one click over nothing less
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    if thread:
        root = f"<{hashlib.sha256(thread.encode()).hexdigest()[:32]}@{host}>"
        headers |= {"In-Reply-To": root, "References": root}
    return headers


def _unsubscribe_url(mail: Mail) -> str:
    return address(reverse("notifications:unsubscribe", args=[unsubscribe_token(mail)]))


def _host() -> str:
    return urlsplit(address("")).netloc
