"""Which comments a person may see, and in which order they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self, TypeVar

from django.contrib.contenttypes.models import ContentType
from django.contrib.contenttypes.prefetch import GenericPrefetch
from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, Subquery, Value, When

from intranet.core.kinds import Discussable, State, kinds_of
from intranet.core.responses.models import ResponseRequest

if TYPE_CHECKING:
    from intranet.core.kinds import AnyUser

M = TypeVar("M", bound=models.Model)


class Sort(models.TextChoices):
    """The orders a reader can ask for; the value stands in the address. The words are in ``forms``."""

    OLDEST = "oldest"
    NEWEST = "newest"
    REACTED = "reacted"
    UNANSWERED = "unanswered"


class CommentQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: AnyUser) -> Self:
        """Published comments, and the person's own held ones, under the things that the person may see."""
        return self.under_things_of(user).filter(Q(state=State.PUBLISHED) | Q(state=State.HELD, author_id=user.pk))

    def under_things_of(self, user: AnyUser) -> Self:
        """Under the things that the person may see, in whatever state."""
        under = Q(pk__in=[])
        for kind in kinds_of(Discussable):
            things = kind._default_manager.visible_to(user).order_by().values("pk")  # type: ignore[attr-defined]
            under |= Q(discussion__content_type=ContentType.objects.get_for_model(kind), discussion__object_id__in=things)
        return self.filter(under)

    def writers_under(self, thing: models.Model) -> models.QuerySet[Any]:
        """The keys of those whose published words stand under ``thing``."""
        kind = ContentType.objects.get_for_model(thing)
        under = self.filter(discussion__content_type=kind, discussion__object_id=thing.pk, state=State.PUBLISHED)
        return under.exclude(author=None).values_list("author", flat=True)

    def standing_for(self, user: AnyUser) -> Self:
        """Of comments under a thing the person was found to see: what has a place on the page, tombstones with replies among it."""
        return self.filter(Q(state=State.PUBLISHED) | Q(state=State.HELD, author_id=user.pk) | Q(nested_count__gt=0))

    def sorted_by(self, sort: Sort) -> Self:
        """Whole conversations in the order asked for; within one, replies stand below what they reply to, an official answer first."""
        if sort == Sort.NEWEST:
            return self.order_by("-thread_id", "path")
        if sort == Sort.REACTED:
            first = self.model._base_manager.filter(pk=OuterRef("thread_id")).values("reaction_count")
            return self.annotate(root_reactions=Subquery(first)).order_by("-root_reactions", "thread_id", "path")
        if sort == Sort.UNANSWERED:
            waiting = ResponseRequest.objects.open().about(self.model).values("object_id")
            roots = self.model._base_manager.filter(pk__in=waiting).values("thread_id")
            return self.annotate(is_waiting=Case(When(thread_id__in=roots, then=Value(0)), default=Value(1))).order_by("is_waiting", "path")
        return self.order_by("path")

    def with_owing(self, user: AnyUser) -> Self:
        """With ``is_owed``: whether it is a question that waits for an answer of the person."""
        owed = ResponseRequest.objects.owed_by(user).open().about(self.model).filter(object_id=OuterRef("pk"))
        return self.annotate(is_owed=Exists(owed))

    def for_documents(self) -> Self:
        """With all that ``to_document`` asks for, at no query a comment."""
        things = [whole(kind) for kind in kinds_of(Discussable)]
        return self.select_related("discussion").prefetch_related(GenericPrefetch("discussion__thing", things))

    def for_notices(self) -> Self:
        """With the row that says what they stand under, which notices fetch together with all else they are about."""
        return self.select_related("discussion")


def whole(kind: type[M]) -> models.QuerySet[M]:
    """Things of a kind with what their documents and the threads beneath them ask for."""
    things = kind._default_manager.all()
    found: models.QuerySet[M] = things.for_documents() if hasattr(things, "for_documents") else things
    return found


class CommentManager(models.Manager.from_queryset(CommentQuerySet)):  # type: ignore[misc]
    pass
