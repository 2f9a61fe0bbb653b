"""What people are told of blogs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from blogs.models import LeaderBlogPage, PostPage
from intranet.core.notifications.models import Delivery
from intranet.core.notifications.notices import NoticeKind
from intranet.core.notifications.queries.news import sources_at

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import Model

    from intranet.core.kinds import Person
    from intranet.core.notifications.models import Notice


class PostPublished(NoticeKind):
    """To followers of a blog: there is a new post."""

    name = "blogs.post_published"
    template = "blogs/notices/post_published.html"
    label = _("A new post in a blog I follow")
    delivery = Delivery.DIGEST
    section = "leaders"
    icon = "blog"

    @classmethod
    def heard_at(cls, place: Model, actor: Person) -> Sequence[Model]:
        return [place, *sources_at(place.leader.person, place.leader.service_id)] if isinstance(place, LeaderBlogPage) else []

    @classmethod
    def announced_at(cls, thing: Model, *, first: bool) -> Sequence[Model]:
        return [thing.leader.blog] if isinstance(thing, PostPage) and first else []


class NewHolder(NoticeKind):
    """To followers of a blog that closed: somebody else holds the post, and blogs here."""

    name = "blogs.new_holder"
    template = "blogs/notices/new_holder.html"
    label = _("Somebody else holds the post of a leader I follow")
    section = "leaders"
    icon = "blog"


class HandOverFailed(NoticeKind):
    """To central co-ordinators and who planned it: on its day a hand-over could not be done."""

    name = "blogs.hand_over_failed"
    template = "blogs/notices/hand_over_failed.html"
    label = _("A planned hand-over of a post could not be done")
    delivery = Delivery.MAIL
    addressed = required = True
    icon = "blog"


class LiveHourAnnounced(NoticeKind):
    """To followers of a blog: its leader will answer live. It is about the blog, whose readers are the hour's, and its event names the hour."""

    name = "blogs.live_announced"
    template = "blogs/notices/live_announced.html"
    label = _("A live hour of a leader I follow")
    section = "leaders"
    icon = "blog"

    @classmethod
    def url(cls, notice: Notice, thing: Model) -> str:
        return reverse("blogs:live", args=[int(notice.event.split(":")[1])])


class LiveHourCalledOff(LiveHourAnnounced):
    """To the same, and to who asked in it: it does not take place. Its page says why."""

    name = "blogs.live_called_off"
    template = "blogs/notices/live_called_off.html"
    label = _("A live hour is called off")
    addressed = True


class LiveQuestionAnswered(NoticeKind):
    """To who asked it in a live hour, and who wanted to know too."""

    name = "blogs.live_answered"
    template = "blogs/notices/live_answered.html"
    label = _("An answer to a question of mine in a live hour")
    addressed = True
    icon = "official"

    @classmethod
    def detail(cls, notice: Notice, thing: Model) -> str:
        return str(getattr(thing, "excerpt", ""))


class PostForEverybody(NoticeKind):
    """To everybody who may read the post, because its leader or a central co-ordinator has said so: a broadcast."""

    name = "blogs.post_for_everybody"
    template = "blogs/notices/post_published.html"
    label = _("A post that everybody is told of")
    section = "leaders"
    required = True
    icon = "blog"


def event_of(post: PostPage) -> str:
    """What both kinds above are about: nobody hears of one post twice."""
    return f"blog-post:{post.pk}"


class _OfDraft:
    """Of a draft, which nobody may see yet: the notice is about the blog, and its event names the post."""

    icon = "blog"

    @classmethod
    def post_id(cls, notice: Notice) -> int:
        return int(notice.event.split(":")[1])


class PostWaiting(_OfDraft, NoticeKind):
    """To the leader and the delegates: a draft waits for approval."""

    name = "blogs.post_waiting"
    template = "blogs/notices/post_waiting.html"
    label = _("A draft that waits for my approval")
    delivery = Delivery.MAIL
    addressed = required = True

    @classmethod
    def url(cls, notice: Notice, thing: Model) -> str:
        return reverse("blogs:approve", args=[cls.post_id(notice)])


class PostReturned(_OfDraft, NoticeKind):
    """To who typed it: the leader asks for changes. Wagtail mails the reason."""

    name = "blogs.post_returned"
    template = "blogs/notices/post_returned.html"
    label = _("A draft of mine that came back")
    addressed = required = True

    @classmethod
    def url(cls, notice: Notice, thing: Model) -> str:
        return reverse("wagtailadmin_pages:edit", args=[cls.post_id(notice)])
