"""The plainest thing that is found, moderated and followed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q

from intranet.core.kinds import CaseContext, DocumentFields, Findable, Followable, Moderated, State
from intranet.core.organisation.queries import audiences_of

if TYPE_CHECKING:
    from intranet.core.kinds import AnyUser


class ThingQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: AnyUser) -> ThingQuerySet:
        """Published things, and the person's own held ones, of their audiences."""
        shown = Q(state=State.PUBLISHED) | Q(state=State.HELD, author_id=user.pk)
        return self.filter(shown, audience__in=audiences_of(user))


class Thing(Findable, Moderated, Followable):
    search_kind = "thing"
    search_label = "Things"

    title = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    audience = models.ForeignKey("intranet_organisation.Audience", on_delete=models.PROTECT, related_name="+")
    service = models.ForeignKey("intranet_organisation.Service", on_delete=models.SET_NULL, null=True, related_name="+")
    place = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="+")
    holds_all = models.BooleanField(default=False)

    objects = ThingQuerySet.as_manager()

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return f"/things/{self.pk}/"

    def to_document(self) -> DocumentFields | None:
        if self.state != State.PUBLISHED:
            return None
        return DocumentFields(title=self.title, url=self.get_absolute_url(), audience_id=self.audience_id, body=self.text, author_id=self.author_id)

    def case_context(self) -> CaseContext:
        return CaseContext(title=self.title, text=self.text, url=self.get_absolute_url(), service_id=self.service_id, area=self.place)

    def case_words(self) -> str:
        return self.text

    def always_held(self) -> bool:
        return self.holds_all
