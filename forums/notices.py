"""What the forums tell people of. A new topic stands for its first post."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.db.models import prefetch_related_objects
from django.utils.translation import gettext_lazy as _

from forums.models import Area, Post, Topic
from intranet.core.notifications.models import Delivery
from intranet.core.notifications.notices import NoticeKind
from intranet.core.notifications.queries.news import sources_at

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import Model, QuerySet

    from intranet.core.kinds import Person
    from intranet.core.notifications.notices import Typed


class ForumNotice(NoticeKind):
    """A notice about a topic or a post."""

    delivery = Delivery.MAIL
    icon = "forum"

    @classmethod
    def where(cls, thing: Model) -> Sequence[Model]:
        topic = thing.topic if isinstance(thing, Post) else thing
        return [topic, topic.area] if isinstance(topic, Topic) else []

    @classmethod
    def takes_replies(cls, thing: Model) -> bool:
        """Not where people may write without their name: a mail has one."""
        topic = thing.topic if isinstance(thing, Post) else thing
        return isinstance(topic, Topic) and not topic.area.allows_unnamed

    @classmethod
    def prepare(cls, things: Sequence[Model]) -> None:
        prefetch_related_objects([thing for thing in things if isinstance(thing, Post)], "topic__area")
        prefetch_related_objects([thing for thing in things if isinstance(thing, Topic)], "area")


class NewReply(ForumNotice):
    name = "forums.reply"
    template = "forums/notices/reply.html"
    label = _("A reply in a topic I follow")

    @classmethod
    def place(cls, thing: Model) -> Model | None:
        return thing.topic if isinstance(thing, Post) else None

    @classmethod
    def heard_at(cls, place: Model, actor: Person) -> Sequence[Model]:
        return [place] if isinstance(place, Topic) else []


class NewTopic(ForumNotice):
    name = "forums.topic"
    template = "forums/notices/topic.html"
    label = _("A new topic in an area I follow")
    delivery = Delivery.DIGEST

    @classmethod
    def heard_at(cls, place: Model, actor: Person) -> Sequence[Model]:
        return [place, *sources_at(actor, place.service_id)] if isinstance(place, Area) else []

    @classmethod
    def tells_tags_at(cls, place: Model) -> bool:
        return isinstance(place, Area)


class MentionedAll(ForumNotice):
    """To everybody who may read the area, called by whom the rules let."""

    name = "forums.mention_all"
    template = "forums/notices/mention_all.html"
    label = _("A forum post that everybody is told of")
    delivery = Delivery.APP
    required = True


class Mentioned(ForumNotice):
    name = "forums.mention"
    template = "forums/notices/mention.html"
    label = _("Somebody mentions me in a forum")
    addressed = True

    @classmethod
    def addressed_at(cls, place: Model, typed: Typed) -> QuerySet[Any] | None:
        return get_user_model()._default_manager.filter(username__in=typed.names) if isinstance(place, Area | Topic) and typed.names else None


class QuestionWaits(ForumNotice):
    name = "forums.waiting"
    template = "forums/notices/waiting.html"
    label = _("A question waits for an answer in an area that I look after")
    addressed = True


class TopicAssigned(ForumNotice):
    name = "forums.assigned"
    template = "forums/notices/assigned.html"
    label = _("I am to look after a topic, or a service that I lead is")
    addressed = True


class TopicMoved(ForumNotice):
    name = "forums.moved"
    template = "forums/notices/moved.html"
    label = _("A moderator moves what I wrote to another area or topic")
    delivery = Delivery.APP
    addressed = True


class AnswerAccepted(ForumNotice):
    name = "forums.accepted"
    template = "forums/notices/accepted.html"
    label = _("An answer of mine, or to my question, is accepted")
    delivery = Delivery.APP
    addressed = True


class AnswerChanged(ForumNotice):
    name = "forums.answer_changed"
    template = "forums/notices/answer_changed.html"
    label = _("An answer of mine, or to my question, is not the accepted one any more")
    delivery = Delivery.APP
    addressed = True
