"""Response requests: open ones, those about a kind of question, those that a person may answer; and outcomes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Left, Length

from intranet.core.kinds import Heard, Moderated, kinds_of
from intranet.core.organisation.models import Audience, RoleAssignment
from intranet.core.organisation.queries import audiences_of
from intranet.core.responses.rules import ANSWERING
from intranet.core.search.models import Document

if TYPE_CHECKING:
    from intranet.core.kinds import AnyUser

#: What is passed on is owed as before, by somebody else.
OPEN = ("awaiting", "holding", "referred")


class ResponseRequestQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: AnyUser) -> Self:
        """Those whose question the person may see: few questions are looked at, those of these requests."""
        seen = Q(pk__in=[])
        for model in kinds_of(Moderated):
            asked = model._default_manager.filter(pk__in=self.about(model).order_by().values("object_id"))
            questions = asked.visible_to(user).order_by().values("pk")  # type: ignore[attr-defined]
            seen |= Q(content_type=ContentType.objects.get_for_model(model), object_id__in=questions)
        return self.filter(seen)

    def open(self) -> Self:
        return self.filter(state__in=OPEN)

    def about(self, model: type[models.Model]) -> Self:
        """About questions of one model."""
        return self.filter(content_type=ContentType.objects.get_for_model(model))

    def of(self, question: models.Model) -> Self:
        """The one about ``question``."""
        return self.about(type(question)).filter(object_id=question.pk)

    def owed_by(self, user: AnyUser) -> Self:
        """Those that the person may answer, as ``rules.can_answer`` says of one."""
        if not user.is_authenticated:
            return self.none()
        delegated = self.model.delegates.through.objects.filter(user_id=user.pk).values("responserequest_id")
        roles = RoleAssignment.objects.filter(person_id=user.pk, role__in=ANSWERING, area_id__isnull=True)
        over = roles.filter(service__path=Left(OuterRef("service__path"), Length(F("service__path"))))
        for_service = Q(service__deputy=user.pk) | Q(service__duty_officer=user.pk) | Exists(over) | Exists(roles.filter(service__isnull=True))
        mine = Q(addressee=user.pk) | Q(pk__in=delegated) | Q(service__lead=user.pk) | Q(for_service, addressee__isnull=True, service__isnull=False)
        return self.filter(mine).exclude(asker=user.pk)


class OutcomeQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: AnyUser) -> Self:
        """Those for an audience of their own that the person is in, and those without one whose source the person may see."""
        seen = Q(audience_id__in=audiences_of(user))
        for model in kinds_of(Heard):
            kind = ContentType.objects.get_for_model(model)
            pointed_at = self.model._base_manager.filter(content_type=kind, audience__isnull=True).values("object_id")
            sources = model._default_manager.filter(pk__in=pointed_at).visible_to(user).order_by().values("pk")  # type: ignore[attr-defined]
            seen |= Q(audience__isnull=True, content_type=kind, object_id__in=sources)
        return self.filter(seen)

    def for_documents(self) -> Self:
        return self.select_related("service", "content_type")

    def at(self, source: models.Model) -> Self:
        """What came of ``source``."""
        return self.filter(content_type=ContentType.objects.get_for_model(source), object_id=source.pk)

    def with_readers(self) -> Self:
        """With ``readers_id``: the audience by which search finds it now."""
        kind = ContentType.objects.get_for_model(self.model)
        documents = Document.objects.filter(content_type=kind, object_id=OuterRef("pk"))
        return self.annotate(readers_id=Subquery(documents.values("audience_id")[:1]))

    def outside(self) -> Self:
        """What anybody may read: switched public, and open to all staff as it is now."""
        return self.with_readers().filter(public=True, readers_id=Audience.objects.all_staff_id())
