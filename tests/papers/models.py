from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models

from intranet.core.kinds import Addressee, Answerable, Authored, CaseContext, CommentsNow, CommentsState, Discussable, Followable
from intranet.core.organisation.models import Audience, Service

if TYPE_CHECKING:
    from intranet.core.kinds import AnyUser


class PaperQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: AnyUser) -> Self:
        from intranet.core.organisation.queries import audiences_of  # noqa: PLC0415 -- as the apps do, models do not load queries

        return self.filter(audience_id__in=audiences_of(user))


class Paper(Discussable, Answerable, Followable, Authored):
    title = models.CharField(max_length=200)
    audience = models.ForeignKey(Audience, on_delete=models.PROTECT, related_name="+")
    service = models.ForeignKey(Service, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    answerer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    delegates = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+", blank=True)
    comments_state = models.CharField(max_length=10, choices=CommentsState.choices, default=CommentsState.OPEN)
    takes_replies = models.BooleanField(default=True)
    takes_reactions = models.BooleanField(default=True)

    objects = PaperQuerySet.as_manager()

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return f"/papers/{self.pk}/"

    def comments_now(self) -> CommentsNow:
        return CommentsNow(CommentsState(self.comments_state), why="The paper is closed.")

    def discussion_context(self) -> CaseContext:
        return CaseContext(title=self.title, text="", url=self.get_absolute_url(), service_id=self.service_id)

    def discussion_audience_id(self) -> int | None:
        return self.audience_id

    def allows_replies(self) -> bool:
        return self.takes_replies

    def allows_reactions(self) -> bool:
        return self.takes_reactions

    def addressee(self) -> Addressee | None:
        if self.answerer is None:
            return None
        delegates = frozenset(self.delegates.values_list("pk", flat=True))
        return Addressee(user=self.answerer, service_id=self.service_id, delegate_ids=delegates, label="Maren Holroyd, Chief Executive")
