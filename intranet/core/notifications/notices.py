"""What a kind of notice is. An app subclasses ``NoticeKind`` in its ``notices.py``, found by autodiscovery; the class tree is the registry."""

from __future__ import annotations

from dataclasses import dataclass
from html import unescape
from typing import TYPE_CHECKING, Any, ClassVar

from django.template.loader import render_to_string
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _

from intranet.core.notifications.models import Delivery

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import Model, QuerySet

    from intranet.core.kinds import Person
    from intranet.core.notifications.models import MustRead, Notice


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody is about to send, as far as it says who hears of it: the people it names, its tags, and the key of what it replies to."""

    names: frozenset[str] = frozenset()
    tags: frozenset[str] = frozenset()
    answers: int | None = None


class NoticeKind:
    """One kind of thing that people are told.

    ``template`` holds one sentence, without a link and without mark-up, as it stands in the list and as the subject of the
    mail; it gets ``notice``, ``thing`` and ``actor_name``, and ``others``, how many people besides did the same, when the kind
    has a ``place``. Rendered only for a reader who was found to see ``thing`` now.
    """

    #: Unique among all kinds, kept in the database: "moderation.decided". A class without one of its own is a base of kinds.
    name: ClassVar[str]
    template: ClassVar[str]
    #: What it is called among a person's settings: "A reply to me".
    label: ClassVar[Any]
    #: How it reaches people who have not chosen.
    delivery: ClassVar[Delivery] = Delivery.APP
    #: To the reader in person, and not to whoever follows: it passes a follow of "mentions and answers", and comes first in a digest.
    addressed: ClassVar[bool] = False
    #: It cannot be turned off, and passes a follow of "nothing": somebody has decided about the reader, or waits for them.
    required: ClassVar[bool] = False
    #: Its mail passes quiet hours.
    urgent: ClassVar[bool] = False
    #: Under which heading it stands among a person's settings; empty: the name of its app.
    heading: ClassVar[Any] = ""
    #: Where it stands in a digest when it is neither addressed to the reader nor of their services: "leaders", or empty for the rest.
    section: ClassVar[str] = ""
    #: Name of the icon when no person stands behind the notice.
    icon: ClassVar[str] = "bell"

    @classmethod
    def place(cls, thing: Model) -> Model | None:
        """What notices of this kind fold under, several replies to one topic for instance; None when each stands alone."""
        return None

    @classmethod
    def where(cls, thing: Model) -> Sequence[Model]:
        """Where it happens, the nearest first: who follows one of these by less than everything, or has silenced it, is told less."""
        place = cls.place(thing)
        return [thing, place] if place is not None else [thing]

    @classmethod
    def heard_at(cls, place: Model, actor: Person) -> Sequence[Model]:
        """Whose followers hear by this kind of what ``actor`` writes at ``place``, the nearest first; none where it tells of nothing."""
        return []

    @classmethod
    def tells_tags_at(cls, place: Model) -> bool:
        """Whether who follows a tag hears as well of what is written at ``place`` with it (``actions.tell_of_new``)."""
        return False

    @classmethod
    def addressed_at(cls, place: Model, typed: Typed) -> QuerySet[Any] | None:
        """Who hears by this kind without following, because of what is typed at ``place``: those it names or answers, or whose the place is."""
        return None

    @classmethod
    def announced_at(cls, thing: Model, *, first: bool) -> Sequence[Model]:
        """Whose followers hear by this kind when ``thing`` is published, the ``first`` time or changed; ``tell_of_new`` apart."""
        return []

    @classmethod
    def prepare(cls, things: Sequence[Model]) -> None:
        """Fetch in few queries what the sentence needs beyond the things of a page of notices."""

    @classmethod
    def takes_replies(cls, thing: Model) -> bool:
        """Whether who answers the mail writes a reply there (``signals.reply_received``)."""
        return False

    @classmethod
    def detail(cls, notice: Notice, thing: Model) -> str:
        """A few of its words, for the list only; mail never carries them."""
        return ""

    @classmethod
    def url(cls, notice: Notice, thing: Model) -> str:
        url: str = thing.get_absolute_url()  # type: ignore[attr-defined]
        return url

    @classmethod
    def sentence(cls, notice: Notice, thing: Model, *, others: int = 0) -> str:
        """The sentence as plain text on one line, fit for a header."""
        rendered = render_to_string(cls.template, {"notice": notice, "thing": thing, "actor_name": notice.actor_name, "others": others})
        return " ".join(unescape(strip_tags(rendered)).split())


class SomethingNew(NoticeKind):
    """To who follows the author, a tag or the service of what was just published (``actions.tell_of_new``)."""

    name = "notifications.new"
    template = "notifications/notices/new.html"
    label = _("Something new by a person, a service or with a tag I follow")
    delivery = Delivery.DIGEST
    heading = _("What I follow")
    icon = "follow"


class MustReadAsked(NoticeKind):
    """To who must read a version of a page and has not: at once, also in quiet hours."""

    name = "notifications.must_read"
    template = "notifications/notices/must_read.html"
    label = _("Something I must read")
    delivery = Delivery.MAIL
    addressed = required = urgent = True
    heading = _("Must-reads")
    icon = "info"

    @classmethod
    def url(cls, notice: Notice, thing: Model) -> str:
        return f"{super().url(notice, thing)}#must-read"


class MustReadReminder(MustReadAsked):
    """The same, to who still has not."""

    name = "notifications.must_read_reminder"
    template = "notifications/notices/must_read_reminder.html"
    label = _("A reminder of something I must read")
    urgent = False


def reading_event(must_read: MustRead) -> str:
    """How the events of one version begin."""
    return f"must-read:{must_read.pk}:"


@dataclass(frozen=True, slots=True)
class PushMessage:
    """What a push service is handed: no more than a mail would say, for one person, written when it is sent."""

    #: The same in each attempt: a service that was handed it before shows it once.
    message_id: str
    person: Person
    sentence: str
    #: A whole address, where it is read.
    url: str
    #: What messages of one place share, for services that put a new one in the place of an old one; empty when it stands alone.
    thread: str
    urgent: bool


class NoDevice(Exception):
    """The person has no device that takes messages: this one is not tried again."""


class PushService:
    """The way to people's devices, of which the suite brings none. A site subclasses it in an app's ``notices.py``; the class tree is the registry.

    Where one is installed, "a message on my devices" is among the ways in which a notice may come.
    """

    def is_ready(self) -> bool:
        """Whether it is set up: without its keys, for instance, nobody is offered it."""
        return True

    def send(self, message: PushMessage) -> None:
        """Hand a message over, in a task, to a service that answers within seconds. Raise ``NoDevice``, or anything else to be asked again later."""
        raise NotImplementedError


def push_service() -> PushService | None:
    """The site's push service, if it has one that is ready."""
    return next((service for service in (cls() for cls in PushService.__subclasses__()) if service.is_ready()), None)


def kind_named(name: str) -> type[NoticeKind] | None:
    """The kind of a stored notice; None when its app is gone."""
    return all_kinds().get(name)


def all_kinds() -> dict[str, type[NoticeKind]]:
    """Every kind by its name: the classes of the tree that have a name of their own."""
    found: dict[str, type[NoticeKind]] = {}
    waiting = [NoticeKind]
    while waiting:
        for child in waiting.pop().__subclasses__():
            if "name" in vars(child):
                found[child.name] = child
            waiting.append(child)
    return found
