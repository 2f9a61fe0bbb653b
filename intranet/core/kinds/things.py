"""Things that people see, find, write, discuss, follow and show as cards."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from django.apps import apps
from django.conf import settings
from django.core import checks
from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from django.contrib.auth.models import AnonymousUser, _User

    #: Somebody with an account, whichever model the site has for it: a name for the type checker only, as is the next.
    Person: TypeAlias = _User
    #: Whoever asks, signed in or not.
    AnyUser: TypeAlias = Person | AnonymousUser

Kind = TypeVar("Kind", bound=models.Model)


def kinds_of(kind: type[Kind]) -> list[type[Kind]]:
    """Every installed concrete model that inherits ``kind``."""
    return [model for model in apps.get_models() if issubclass(model, kind)]


def must_override(model: type[models.Model], base: type[models.Model], *names: str) -> list[checks.CheckMessage]:
    return [
        checks.Error(
            f"{model.__name__} is {base.__name__} but does not say {name}().",
            hint=f"Define {name}() on the model; intranet.core.kinds.{base.__name__} says what it returns.",
            obj=model,
            id="intranet.E001",
        )
        for name in names
        if getattr(model, name) is getattr(base, name)
    ]


class Visible(models.Model):
    """Somebody may see it, and somebody may not.

    Its default manager's queryset has ``visible_to(user)``, the one place that decides; every surface starts from there.
    """

    class Meta:
        abstract = True

    def get_absolute_url(self) -> str:
        """The address where it is read."""
        raise NotImplementedError

    @property
    def is_social(self) -> bool:
        """Whether it is about life beside the work: search leaves it aside at first, digests leave it out, and people can have it quiet."""
        return False

    @classmethod
    def check(cls, **kwargs: Any) -> list[checks.CheckMessage]:
        errors = super().check(**kwargs)
        if not hasattr(cls._default_manager, "visible_to"):
            errors.append(
                checks.Error(
                    f"{cls.__name__} is Visible but its default manager has no visible_to(user).",
                    hint="Give it a manager made from a queryset with visible_to().",
                    obj=cls,
                    id="intranet.E002",
                )
            )
        return errors


class Authored(models.Model):
    """Written by somebody; the words stay when the account goes, under the stored name."""

    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("author"))
    author_name = models.CharField(_("name of the author"), max_length=200, blank=True)

    class Meta:
        abstract = True


@dataclass(frozen=True, slots=True)
class DocumentFields:
    """What search knows of a thing. ``audience_id`` None is nobody: it is kept out of the index."""

    title: str
    url: str
    audience_id: int | None
    body: str = ""
    tags: tuple[str, ...] = ()
    service_id: int | None = None
    author_id: int | None = None
    author_name: str = ""
    created: datetime | None = None
    state: str = ""
    boost: float = 1.0
    container: models.Model | None = None


class Findable(Visible):
    """Search finds it."""

    #: The kind's word in facets and in ``in:`` of a query: post, comment, topic, poll, module, person ...
    search_kind: str = ""
    #: The kind's heading among facets.
    search_label: Any = ""
    #: Whether other things may lie in it and take its audience. Where none can, nobody has to look for them.
    holds_others: bool = True

    class Meta:
        abstract = True

    @classmethod
    def check(cls, **kwargs: Any) -> list[checks.CheckMessage]:
        errors = super().check(**kwargs) + must_override(cls, Findable, "to_document")
        if not cls.search_kind:
            errors.append(checks.Error(f"{cls.__name__} is Findable but has no search_kind.", obj=cls, id="intranet.E003"))
        return errors

    @classmethod
    def hold_audiences(cls, things: Iterable[Any]) -> None:
        """Asked before documents of ``things`` are written, in that transaction.

        Where it hangs on other rows who may see a thing, lock those rows and take what they say now: whoever changes them at the same moment
        would not see these documents.
        """

    def to_document(self) -> DocumentFields | None:
        """What search shall know of it now; None when nobody shall find it (a draft, a held or removed thing)."""
        raise NotImplementedError


class State(models.TextChoices):
    """The states of what people write (``Moderated.state``)."""

    DRAFT = "draft", _("draft")
    HELD = "held", _("waiting for a moderator")
    PUBLISHED = "published", _("published")
    HIDDEN = "hidden", _("hidden by a moderator")
    REMOVED = "removed", _("removed")


@dataclass(frozen=True, slots=True)
class CaseContext:
    """What moderators see of a thing, and whose team it is: its area's moderators, else its service's."""

    title: str
    text: str
    url: str
    service_id: int | None = None
    area: models.Model | None = None
    rules: str = ""


class Reportable(Visible):
    """Whoever sees it can report it to moderators, who can hide it: words that people write (``Moderated``), and pages (``ReportedPage``)."""

    state: Any
    #: Who is told what was decided of it.
    author_id: Any
    author_name: Any

    class Meta:
        abstract = True

    @classmethod
    def check(cls, **kwargs: Any) -> list[checks.CheckMessage]:
        return super().check(**kwargs) + must_override(cls, Reportable, "case_context")

    def case_context(self) -> CaseContext:
        """What a moderator needs in order to judge it."""
        raise NotImplementedError

    def case_words(self) -> str:
        """Its words alone, for lists of cases: override it where the context costs queries and the words none."""
        return self.case_context().text

    def case_people(self) -> frozenset[int]:
        """Whose work it is: they neither report nor judge it."""
        return frozenset({self.author_id} - {None})


class Moderated(Reportable, Authored):
    """People write it and moderators review it. ``state`` changes only in ``core.moderation.actions``."""

    State = State

    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.DRAFT, db_index=True)

    class Meta:
        abstract = True

    def always_held(self) -> bool:
        """Whether its place asks for a moderator before anything is shown."""
        return False


class CommentsState(models.TextChoices):
    """Whether a thing takes comments."""

    OPEN = "open", _("open")
    READ_ONLY = "read_only", _("read only")
    OFF = "off", _("off")


@dataclass(frozen=True, slots=True)
class CommentsNow:
    """Whether a thing takes comments at a moment, and for the words on its page: why it does not, since when, and until when that holds.

    Where comments are read only people may still react, unless ``is_silent``.
    """

    state: CommentsState = CommentsState.OPEN
    why: str = ""
    since: datetime | None = None
    until: datetime | None = None
    is_silent: bool = False


class Discussable(Visible):
    """People comment on it."""

    class Meta:
        abstract = True

    def comments_now(self) -> CommentsNow:
        """Whether it takes comments at this moment: read from the clock, no job closes anything."""
        return CommentsNow()

    def discussion_context(self) -> CaseContext:
        """Whose team moderates the comments under it."""
        raise NotImplementedError

    def discussion_audience_id(self) -> int | None:
        """Who may see it, and so its comments."""
        raise NotImplementedError

    def allows_replies(self) -> bool:
        return True

    def allows_reactions(self) -> bool:
        return True

    @classmethod
    def check(cls, **kwargs: Any) -> list[checks.CheckMessage]:
        return super().check(**kwargs) + must_override(cls, Discussable, "discussion_context", "discussion_audience_id")


class Followable(Visible):
    """People follow it and are told what happens there."""

    class Meta:
        abstract = True

    def place_words(self) -> str:
        """Where it is, beside its name in the list of what somebody follows: two of one name are told apart by it."""
        return ""


class Carded(Visible):
    """A live picture stands where its address was pasted."""

    #: The template of the card; it gets what ``card_contexts`` gave, as ``card``.
    card_template: str = ""

    class Meta:
        abstract = True

    @classmethod
    def check(cls, **kwargs: Any) -> list[checks.CheckMessage]:
        return super().check(**kwargs) + must_override(cls, Carded, "card_contexts")

    @classmethod
    def card_contexts(cls, things: models.QuerySet[Any], user: Person) -> dict[int, dict[str, Any]]:
        """For the query of things that the reader may see: what each card shows, by primary key. It adds to the query what cards need."""
        raise NotImplementedError
