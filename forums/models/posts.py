"""What people write in topics."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.text import Truncator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from forums.models.areas import Area
from forums.models.topics import Topic, page_of
from forums.querysets import PostQuerySet
from intranet.core.background import now
from intranet.core.kinds import CaseContext, DocumentFields, Findable, Moderated, State
from intranet.core.moderation.models import Sealable
from intranet.core.text import MAX_SOURCE, plain_of
from intranet.core.ui.addresses import address_of

if TYPE_CHECKING:
    from collections.abc import Iterable

#: Beside other replies, where search ranks.
OFFICIAL_BOOST = 2.0


class Post(Findable, Sealable, Moderated):
    """What somebody wrote in a topic: Markdown in ``body``, safe HTML in ``html``.

    The number is given when it is first published, under the lock of the topic's row, without gaps, and never again
    to another; until then it has none.
    """

    search_kind = "reply"
    holds_others = False
    search_label = _("Replies in forums")

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="posts", verbose_name=_("topic"))
    number = models.PositiveIntegerField(_("number"), null=True, editable=False)
    is_first = models.BooleanField(default=False, editable=False)
    body = models.TextField(_("words"), max_length=MAX_SOURCE)
    html = models.TextField(editable=False)
    lang = models.CharField(_("language"), max_length=5, blank=True)
    quotes = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("quotes"))
    quoted = models.TextField(
        _("words it quotes"), blank=True, default="", db_default="", help_text="Shown only while they stand in the quoted post."
    )
    answers = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, editable=False, related_name="+", help_text="Its author said that it answers this question."
    )
    is_official = models.BooleanField(default=False, editable=False, help_text="The answer of who was asked, or of who answers for them.")
    token = models.UUIDField(null=True, editable=False, help_text="Of the form it came from: one form makes one post.")
    created = models.DateTimeField(default=now, editable=False)
    published_at = models.DateTimeField(null=True, editable=False)
    edited_at = models.DateTimeField(null=True, editable=False)

    objects = PostQuerySet.as_manager()

    class Meta:
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        constraints = [
            models.UniqueConstraint(fields=["topic", "number"], name="forum_post_number_once"),
            models.UniqueConstraint(fields=["topic"], condition=Q(is_first=True), name="forum_post_first_once"),
            models.UniqueConstraint(fields=["author", "token"], name="forum_post_token_once"),
            models.UniqueConstraint(fields=["token"], condition=Q(seal__isnull=False), name="forum_post_unnamed_once"),
        ]
        indexes = [models.Index(fields=["topic", "published_at"], name="forum_post_moment")]

    def __str__(self) -> str:
        return gettext("Post %(number)s in “%(topic)s”") % {"number": self.number or "", "topic": self.topic.title}

    def get_absolute_url(self) -> str:
        return address_of("forums:post", self.pk)

    @property
    def is_social(self) -> bool:
        return self.topic.area.is_social

    @property
    def anchor(self) -> str:
        return f"p-{self.number}" if self.number else f"held-{self.pk}"

    @property
    def page(self) -> int:
        return page_of(self.number or self.topic.last_number)

    @property
    def words(self) -> str:
        """Its words without their marks, for lists."""
        return plain_of(self.html)

    @property
    def excerpt(self) -> str:
        """The beginning of its words, for lists of questions."""
        return Truncator(self.words).chars(300)

    @property
    def is_gone(self) -> bool:
        return self.state in (State.HIDDEN, State.REMOVED)

    @classmethod
    def hold_audiences(cls, things: Iterable[Post]) -> None:
        topics = [post.topic for post in things]
        Area.objects.hold(Topic.objects.hold(topics))

    def to_document(self) -> DocumentFields | None:
        """A published reply, in its topic; the first post's words are in the topic's document."""
        topic = self.topic
        if self.is_first or self.state != State.PUBLISHED or topic.state != State.PUBLISHED:
            return None
        return DocumentFields(
            title=topic.title,
            url=self.get_absolute_url(),
            audience_id=topic.area.audience_id,
            body=self.words,
            service_id=topic.area.service_id,
            author_id=self.author_id,
            author_name=self.author_name,
            created=self.published_at or self.created,
            state="official" if self.is_official else "",
            boost=OFFICIAL_BOOST if self.is_official else 1.0,
            container=topic,
        )

    def case_context(self) -> CaseContext:
        area = self.topic.area
        title = self.topic.title if self.is_first else str(self)
        return CaseContext(title=title, text=self.body, url=self.get_absolute_url(), service_id=area.service_id, area=area, rules=area.rules)

    def case_words(self) -> str:
        return self.body

    def case_files(self) -> list[tuple[str, str]]:
        """Names and addresses of its files, for the page of its case."""
        return [(f"{file.name}: {file.alt}" if file.alt else file.name, file.get_absolute_url()) for file in self.attachments.all()]

    def always_held(self) -> bool:
        return self.topic.area.pre_moderated or self.seal_id is not None


class PostRevision(models.Model):
    """The words of a post before an edit."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="revisions")
    body = models.TextField()
    editor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    replaced_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.post_id}: {self.replaced_at}"
