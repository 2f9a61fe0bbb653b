"""Notices as if everybody had been told of everything while they could see it: whatever is silent now, the reading of notices has to silence."""

from __future__ import annotations

from datetime import timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType

from intranet.core.background import now
from intranet.core.kinds import Findable
from intranet.core.notifications.models import Delivery, Digest, Mail, MustRead, Notice
from intranet.core.notifications.notices import NoticeKind
from intranet.core.notifications.tasks.mails import send_mails
from intranet.core.organisation.actions import all_staff

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.db.models import Model

    from tests.visibility.crawl import Crawler

DAY = timedelta(days=1)
NEWS = ("/notices/", "/notices/latest/", "/notices/?show=new", "/notices/follows/", "/notices/to-read/")


class Sighting(NoticeKind):
    """Says all it can of anything."""

    name = "visibility.sighting"
    template = ""
    label = "Something is seen"
    delivery = Delivery.MAIL
    required = True

    @classmethod
    def sentence(cls, notice: Notice, thing: Model, *, others: int = 0) -> str:
        return f"Sighting of {thing} ({others})"

    @classmethod
    def detail(cls, notice: Notice, thing: Model) -> str:
        document = thing.to_document() if isinstance(thing, Findable) else None
        return f"{document.title} {document.body}" if document else ""

    @classmethod
    def url(cls, notice: Notice, thing: Model) -> str:
        return str(thing.get_absolute_url())


def tell_regardless(people: Sequence[Any], thing: Model) -> None:
    """A notice and a mail of the thing for each of ``people``, one more that folds, one for the digest, a broadcast, and all must read it; nobody is asked what they may see."""
    common: dict[str, Any] = {
        "kind": Sighting.name,
        "content_type": ContentType.objects.get_for_model(thing),
        "object_id": thing.pk,
        "actor_name": "Somebody",
    }
    event = f"sighting:{common['content_type'].pk}:{thing.pk}"
    told = Notice.objects.bulk_create(Notice(recipient=person, event=event, delivery=Delivery.MAIL, **common) for person in people)
    Mail.objects.bulk_create(Mail(notice=notice, person_id=notice.recipient_id) for notice in told)
    Notice.objects.bulk_create(Notice(recipient=person, event=f"{event}:folded", group="visibility:all", **common) for person in people)
    Notice.objects.bulk_create(Notice(recipient=person, event=f"{event}:digest", delivery=Delivery.DIGEST, **common) for person in people)
    Notice.objects.create(audience=all_staff(), event=f"{event}:all", **common)
    MustRead.objects.create(content_type=common["content_type"], object_id=thing.pk, version=1, audience=all_staff())


def mail_all(people: Iterable[Any]) -> None:
    """Write each mail, and a digest for each of ``people``, as its reader may read it now."""
    for person in people:
        digest = Digest.objects.create(person=person, period="matrix", since=now() - DAY, until=now() + DAY)
        Mail.objects.create(digest=digest, person=person)
    while Mail.objects.due().exists():
        send_mails.func()


def read_all(crawler: Crawler) -> None:
    """Every page of the list, as long as there is a next one."""
    for start in NEWS:
        ways, page = crawler.look_at(start), 1
        while any(f"page={page + 1}" in way for way in ways):
            page += 1
            ways = crawler.look_at(f"{start}{'&' if '?' in start else '?'}page={page}")


def opens(crawler: Crawler, thing: Model) -> bool:
    """Whether a notice of the thing leads the one who looks anywhere."""
    event = f"sighting:{ContentType.objects.get_for_model(thing).pk}:{thing.pk}"
    notice = Notice.objects.get(recipient=crawler.client.session["_auth_user_id"], event=event)
    return crawler.client.post(f"/notices/{notice.pk}/open/").status_code != HTTPStatus.NOT_FOUND
