"""Chainable reads of notices and follows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Exists, OuterRef, Subquery

from intranet.core.background import now
from intranet.core.organisation.queries import audiences_of

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import Model

    from intranet.core.kinds import AnyUser


class NoticeQuerySet(models.QuerySet[Any]):
    def of(self, user: AnyUser) -> NoticeQuerySet:
        """A person's own; whether they may still see what each is about, ``queries.tray_of`` asks."""
        return self.filter(recipient_id=user.pk, recipient__isnull=False)

    def told_to_all(self, user: AnyUser) -> NoticeQuerySet:
        """Broadcasts to an audience that the person is in, since they are here; not their own."""
        since = getattr(user, "date_joined", None)
        told = self.filter(recipient__isnull=True, audience_id__in=audiences_of(user)).exclude(actor_id=user.pk, actor__isnull=False)
        return told.filter(created__gte=since) if since else told

    def not_told_in_person(self, user: AnyUser) -> NoticeQuerySet:
        """Without the events that the person has a notice of their own about."""
        return self.filter(~Exists(self.model.objects.of(user).filter(event=OuterRef("event"))))

    def unread(self) -> NoticeQuerySet:
        return self.filter(read_at__isnull=True)


class MailQuerySet(models.QuerySet[Any]):
    """Mails, and messages to devices."""

    def due(self) -> MailQuerySet:
        """Those that wait, and those whose sender has not come back within its lease."""
        return self.filter(state__in=["waiting", "sending"], due__lte=now()).order_by("due", "pk")

    def overdue(self) -> MailQuerySet:
        """Those that should have gone by now, with or without an attempt; the longest overdue first."""
        return self.due().filter(state="waiting")

    def failed(self) -> MailQuerySet:
        """The dead letters, the latest first."""
        return self.filter(state="failed").order_by("-done_at", "-pk")

    def sent_since(self, moment: datetime) -> MailQuerySet:
        return self.filter(state="sent", done_at__gte=moment)


class FollowQuerySet(models.QuerySet[Any]):
    def of(self, user: AnyUser) -> FollowQuerySet:
        return self.filter(person_id=user.pk, person__isnull=False)

    def on(self, thing: Model) -> FollowQuerySet:
        return self.filter(content_type=ContentType.objects.get_for_model(thing), object_id=thing.pk)


class TagQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: AnyUser) -> TagQuerySet:
        """Those that the person follows, or has silenced."""
        if not user.is_authenticated:
            return self.none()
        follows = user.roost_follows.filter(content_type=ContentType.objects.get_for_model(self.model))
        return self.filter(pk__in=follows.values("object_id"))


class MustReadQuerySet(models.QuerySet[Any]):
    def on(self, thing: Model) -> MustReadQuerySet:
        return self.filter(content_type=ContentType.objects.get_for_model(thing), object_id=thing.pk)

    def current(self) -> MustReadQuerySet:
        """The versions that are to be read now: one a thing at most."""
        return self.filter(is_current=True)

    def asked_of(self, user: AnyUser) -> MustReadQuerySet:
        """Those that the person is asked to read; whether they may see the thing is asked of the thing."""
        return self.filter(audience_id__in=audiences_of(user))

    def unread_by(self, user: AnyUser) -> MustReadQuerySet:
        return self.exclude(acknowledgements__person_id=user.pk)

    def with_reading_of(self, user: AnyUser) -> MustReadQuerySet:
        """Adds ``read_at``: when the person confirmed it."""
        own = apps.get_model("intranet_notifications", "Acknowledgement")._default_manager.filter(must_read=OuterRef("pk"), person_id=user.pk)
        found: MustReadQuerySet = self.annotate(read_at=Subquery(own.values("moment")[:1]))
        return found
