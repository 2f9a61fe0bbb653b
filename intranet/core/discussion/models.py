"""Comments in threads, on any ``Discussable`` thing, standing on django-comments-xtd."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_comments_xtd.models import XtdComment

from intranet.core.background import now
from intranet.core.discussion.querysets import CommentManager
from intranet.core.kinds import Answerable, CaseContext, DocumentFields, Heard, Moderated, State
from intranet.core.organisation.models import Service
from intranet.core.text import plain_of
from intranet.core.ui.addresses import address_of

if TYPE_CHECKING:
    from collections.abc import Iterable

OFFICIAL_BOOST = 2.0

#: Where a comment stands and what was counted: given by ``actions`` under the thread's lock, never by saving the comment.
STRUCTURE = {"thread_id", "parent_id", "level", "order", "nested_count", "path", "number", "is_counted", "reaction_count"}


class Thread(models.Model):
    """All comments under one thing: its numbers, counted under this row's lock, and its size."""

    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_id = models.BigIntegerField()
    thing = GenericForeignKey("content_type", "object_id")
    last_number = models.PositiveIntegerField(default=0)
    comment_count = models.PositiveIntegerField(default=0, help_text="Published comments.")
    last_comment_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("thread")
        verbose_name_plural = _("threads")
        constraints = [models.UniqueConstraint(fields=["content_type", "object_id"], name="thread_once")]

    def __str__(self) -> str:
        return f"Thread {self.pk}"


class Comment(Heard, Moderated, XtdComment):
    """One comment. Its words are Markdown in ``comment`` and safe HTML, rendered once on save, in ``html``."""

    search_kind = "comment"
    holds_others = False
    search_label = _("Comments")
    under = "discussion"

    xtdcomment_ptr = models.OneToOneField(XtdComment, on_delete=models.CASCADE, parent_link=True, related_name="+")
    discussion = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="comments")
    reply_to = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="answers")
    path = models.CharField(max_length=64, help_text="A step for each level: 0 for an official answer or 1, then seven base-36 digits of the number.")
    number = models.PositiveIntegerField(_("number"))
    author_post = models.CharField(_("post held then"), max_length=200, blank=True)
    html = models.TextField(blank=True)
    excerpt = models.CharField(max_length=300, blank=True)
    lang = models.CharField(_("language"), max_length=5, blank=True)
    created = models.DateTimeField(default=now)
    edited_at = models.DateTimeField(null=True, blank=True, help_text="Empty when it was changed only shortly after it was written.")
    gone_at = models.DateTimeField(null=True, blank=True, help_text="When it was last taken from view.")
    deleted_by_author = models.BooleanField(default=False)
    is_question = models.BooleanField(_("question"), default=False)
    is_offered_answer = models.BooleanField(default=False, help_text="Its author said that it answers the question it replies to.")
    is_official = models.BooleanField(default=False, help_text="The answer of the addressee or a delegate.")
    is_counted = models.BooleanField(default=False, help_text="Whether the counts of its thread and of those above hold it.")
    reaction_count = models.PositiveIntegerField(default=0)
    token = models.UUIDField(null=True, blank=True, help_text="One sending of a form makes one comment.")

    #: Of the comment it replies to, where a query gave it (``queries.thread_page``).
    in_reply_to: int | None = None
    replied_path, replied_state, replied_name, replied_words = "", "", "", ""
    #: Whether it waits for the reader's answer, where that was asked with it (``with_owing``).
    is_owed = False
    #: Of the reader's own, what it shall say once a moderator has read it.
    waiting_words = ""

    #: Set by another moderator on ``comment_will_be_posted``: hold it, whoever wrote it.
    hold = False

    objects = CommentManager()  # type: ignore[misc]

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        constraints = [
            models.UniqueConstraint(fields=["discussion", "number"], name="comment_number_once"),
            models.UniqueConstraint(fields=["discussion", "path"], name="comment_path_once"),
            models.UniqueConstraint(fields=["author", "token"], name="comment_token_once"),
        ]

    def __str__(self) -> str:
        return f"Comment {self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save without the package's renumbering, and with its own marks of visibility written from our state.

        A draft lasts only as long as the transaction that submits it, and is marked as what it is about to be.
        """
        seen = {"is_public": self.state in (State.DRAFT, State.PUBLISHED), "is_removed": self.state in (State.HIDDEN, State.REMOVED)}
        changed = {name for name, value in seen.items() if getattr(self, name) != value}
        for name in changed:
            setattr(self, name, seen[name])
        fields = kwargs.get("update_fields")
        if fields is not None:
            kwargs["update_fields"] = {*fields, *changed}
        elif not self._state.adding:
            kwargs["update_fields"] = {field.name for field in self._meta.concrete_fields if not field.primary_key} - STRUCTURE
        super(XtdComment, self).save(*args, **kwargs)

    def get_absolute_url(self) -> str:  # type: ignore[override]
        return self.address

    @cached_property
    def address(self) -> str:
        """Its lasting address, asked once: those of the acts on it begin with it, and a page has seven of each."""
        return address_of("discussion:comment", self.pk)

    @cached_property
    def what(self) -> str:
        """The hidden words that name it to who hears the page."""
        return gettext("comment %(number)d by %(name)s") % {"number": self.number, "name": self.author_name}

    def to_document(self) -> DocumentFields | None:
        """Published comments, for the audience of the thing they stand under; the official ones come first."""
        thing = self.discussion.thing
        if self.state != State.PUBLISHED or thing is None:
            return None
        return DocumentFields(
            title=_("Comment %(number)d on %(title)s") % {"number": self.number, "title": thing},
            url=self.get_absolute_url(),
            audience_id=thing.discussion_audience_id(),
            body=plain_of(self.html),
            service_id=thing.discussion_context().service_id,
            author_id=self.author_id,
            author_name=self.author_name,
            created=self.created,
            state="official" if self.is_official else "",
            boost=OFFICIAL_BOOST if self.is_official else 1.0,
            container=thing,
        )

    def heard_service(self) -> Service | None:
        thing: Any = self.discussion.thing
        if isinstance(thing, Heard):
            return thing.heard_service()  # type: ignore[return-value]
        found: Service | None = Service.objects.filter(pk=thing.discussion_context().service_id).first()
        return found

    def heard_by(self) -> frozenset[int]:
        """Those who may say what came of the thing it stands under, and who answers there."""
        thing = self.discussion.thing
        if isinstance(thing, Heard):
            return thing.heard_by()
        addressee = thing.addressee() if isinstance(thing, Answerable) else None
        return addressee.people_ids if addressee is not None else frozenset()

    def took_part(self) -> Iterable[int]:
        """Who wrote it, and who replied."""
        conversation = Comment.objects.filter(discussion_id=self.discussion_id, path__startswith=self.path, state=State.PUBLISHED)
        people: Iterable[int] = conversation.exclude(author=None).values_list("author", flat=True)
        return people

    def case_context(self) -> CaseContext:
        thing: Any = self.discussion.thing
        place = thing.discussion_context()
        title = _("Comment %(number)d on %(title)s") % {"number": self.number, "title": thing}
        return CaseContext(
            title=title, text=self.comment, url=self.get_absolute_url(), service_id=place.service_id, area=place.area, rules=place.rules
        )

    def case_words(self) -> str:
        words: str = self.comment
        return words

    def always_held(self) -> bool:
        return self.hold


class CommentRevision(models.Model):
    """The words of a comment before an edit."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="revisions")
    text = models.TextField()
    editor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    editor_name = models.CharField(max_length=200, blank=True)
    replaced_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.comment_id}: {self.replaced_at}"


class Reaction(models.Model):
    """One of each kind per person and thing."""

    class Kind(models.TextChoices):
        THANKS = "thanks", _("Thanks")
        AGREE = "agree", _("Agree")
        THINK = "think", _("Makes me think")

    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_id = models.BigIntegerField()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.THANKS)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["content_type", "object_id", "person", "kind"], name="reaction_once")]

    def __str__(self) -> str:
        return self.kind
