"""What people are told of comments. The thing is the comment."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.db.models import prefetch_related_objects
from django.utils.translation import gettext_lazy as _

from intranet.core.discussion.models import Comment
from intranet.core.kinds import Discussable, Followable, State
from intranet.core.notifications.models import Delivery
from intranet.core.notifications.notices import NoticeKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import Model, QuerySet

    from intranet.core.kinds import Person
    from intranet.core.notifications.models import Notice
    from intranet.core.notifications.notices import Typed


class CommentNotice(NoticeKind):
    """What the kinds below share; no notice is of this kind."""

    heading = _("Comments")

    @classmethod
    def where(cls, thing: Model) -> Sequence[Model]:
        """What it stands under."""
        above = thing.discussion.thing if isinstance(thing, Comment) else None
        return [above] if above is not None else []

    @classmethod
    def prepare(cls, things: Sequence[Model]) -> None:
        prefetch_related_objects(list(things), "discussion__thing")

    @classmethod
    def detail(cls, notice: Notice, thing: Model) -> str:
        return str(getattr(thing, "excerpt", ""))


class Commented(CommentNotice):
    """To who follows the thing."""

    name = "discussion.commented"
    template = "discussion/notices/commented.html"
    label = _("A comment on something I follow")

    @classmethod
    def place(cls, thing: Model) -> Model | None:
        return thing.discussion.thing if isinstance(thing, Comment) else None

    @classmethod
    def heard_at(cls, place: Model, actor: Person) -> Sequence[Model]:
        return [place] if isinstance(place, Discussable) and isinstance(place, Followable) else []

    @classmethod
    def addressed_at(cls, place: Model, typed: Typed) -> QuerySet[Any] | None:
        """Who wrote what is commented on."""
        author = getattr(place, "author_id", None)
        return get_user_model()._default_manager.filter(pk=author) if isinstance(place, Discussable) and author is not None else None


class Replied(CommentNotice):
    """To the author of the comment that was replied to."""

    name = "discussion.replied"
    template = "discussion/notices/replied.html"
    label = _("A reply to a comment of mine")
    delivery = Delivery.MAIL
    addressed = True

    @classmethod
    def addressed_at(cls, place: Model, typed: Typed) -> QuerySet[Any] | None:
        if typed.answers is None or not isinstance(place, Discussable):
            return None
        kind = ContentType.objects.get_for_model(place)
        answered = Comment.objects.filter(pk=typed.answers, discussion__content_type=kind, discussion__object_id=place.pk, state=State.PUBLISHED)
        return get_user_model()._default_manager.filter(pk__in=answered.values("author"))


class MentionedAll(CommentNotice):
    """To everybody who may read the comment, told by whom the rules let."""

    name = "discussion.mentioned_all"
    template = "discussion/notices/mentioned_all.html"
    label = _("A comment that everybody is told of")
    required = True


class Mentioned(CommentNotice):
    """To those whom the comment names."""

    name = "discussion.mentioned"
    template = "discussion/notices/mentioned.html"
    label = _("Somebody mentions me in a comment")
    delivery = Delivery.MAIL
    addressed = True

    @classmethod
    def addressed_at(cls, place: Model, typed: Typed) -> QuerySet[Any] | None:
        named = isinstance(place, Discussable) and bool(typed.names)
        return get_user_model()._default_manager.filter(username__in=typed.names) if named else None
