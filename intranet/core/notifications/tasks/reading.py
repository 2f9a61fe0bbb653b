"""Telling who must read something, and reminding who has not."""

from __future__ import annotations

from django_tasks import task

from intranet.core.notifications.models import MustRead
from intranet.core.notifications.notices import MustReadAsked, MustReadReminder, NoticeKind, reading_event
from intranet.core.notifications.queries.reading import document_of, people_to_remind
from intranet.core.notifications.tasks.fan_out import news_of, tell
from intranet.core.organisation.queries import name_of


@task()
def tell_readers(must_read_id: int) -> None:
    """May run twice: one version and one person is one notice, whoever came into the audience since."""
    _tell(MustReadAsked, must_read_id, "asked")


@task()
def remind_readers(must_read_id: int, step: int) -> None:
    _tell(MustReadReminder, must_read_id, str(step))


def _tell(kind: type[NoticeKind], must_read_id: int, what: str) -> None:
    must_read = MustRead.objects.current().select_related("asked_by__roost_profile").filter(pk=must_read_id).first()
    thing = must_read.thing if must_read is not None else None
    if must_read is None or thing is None or not getattr(thing, "live", True):
        return
    document = document_of(thing)
    author = document.author_name if document is not None else ""
    news = news_of(kind, thing, actor_name=author or name_of(must_read.asked_by), event=f"{reading_event(must_read)}{what}")
    tell(news, people_to_remind(must_read, thing).values_list("pk", flat=True))
