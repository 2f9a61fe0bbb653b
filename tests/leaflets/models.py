"""Two kinds for the tests of search: a leaflet lies in a folder or in another leaflet, and has a card."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db import models

from intranet.core.kinds import Carded, DocumentFields, Findable
from intranet.core.organisation.models import Audience
from intranet.core.organisation.queries import audiences_of

if TYPE_CHECKING:
    from intranet.core.kinds import AnyUser, Person


class ShownQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: AnyUser) -> Self:
        return self.filter(shown=True, audience__in=audiences_of(user))


class Shown(models.Model):
    title = models.CharField(max_length=200)
    body = models.TextField(blank=True)
    shown = models.BooleanField(default=True)
    audience = models.ForeignKey(Audience, on_delete=models.PROTECT, related_name="+")

    objects = ShownQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.title


class Folder(Shown, Findable):
    search_kind = "folder"
    search_label = "folders"

    def get_absolute_url(self) -> str:
        return f"/folders/{self.pk}/"

    def to_document(self) -> DocumentFields | None:
        return DocumentFields(title=self.title, url=self.get_absolute_url(), audience_id=self.audience_id, body=self.body) if self.shown else None


class Leaflet(Shown, Findable, Carded):
    folder = models.ForeignKey(Folder, on_delete=models.CASCADE, null=True, related_name="leaflets")
    under = models.ForeignKey("self", on_delete=models.CASCADE, null=True, related_name="+")

    search_kind = "leaflet"
    search_label = "leaflets"
    card_template = "leaflets/card.html"

    def get_absolute_url(self) -> str:
        return f"/leaflets/{self.pk}/"

    def to_document(self) -> DocumentFields | None:
        if not self.shown:
            return None
        return DocumentFields(
            title=self.title, url=self.get_absolute_url(), audience_id=self.audience_id, body=self.body, container=self.under or self.folder
        )

    @classmethod
    def card_contexts(cls, things: models.QuerySet[Any], user: Person) -> dict[int, dict[str, Any]]:
        return {thing.pk: {"leaflet": thing} for thing in things}
