"""What a post is made of, and what it may not be published without."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField

from blogs.blocks import PostBlock, RelatedBlock, fault_of_alt
from blogs.models.leaders import Leader
from intranet.core.moderation.models import ReportedPage

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from intranet.core.kinds import AnyUser, CaseContext


class WrittenPage(ReportedPage):
    """A page with a picture above it, words of many kinds, and what to read next."""

    cover = models.ForeignKey(
        "wagtailimages.Image", on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("picture above the post")
    )
    cover_alt = models.CharField(_("what the picture shows"), max_length=300, blank=True, help_text=_("For those who cannot see it."))
    cover_decorates = models.BooleanField(_("it only decorates"), default=False, help_text=_("Nothing is lost to whoever does not see it."))
    body = StreamField(PostBlock(), verbose_name=_("words"))
    related = StreamField(
        RelatedBlock(),
        blank=True,
        verbose_name=_("related posts"),
        help_text=_("Up to three. Without any, those with the same hashtags are shown."),
    )

    #: The key of the blog in which a form writes it: the form tells faults by its fields, and lets a draft wait.
    typed_in: int | None = None

    word_panels: ClassVar[list[Any]] = [
        MultiFieldPanel([FieldPanel("cover"), FieldPanel("cover_alt"), FieldPanel("cover_decorates")], heading=_("Picture above the post")),
        FieldPanel("body"),
    ]

    class Meta:
        abstract = True

    def clean(self) -> None:
        """Nothing is published, in whichever way, without words for its pictures and films."""
        super().clean()
        if self.live and self.typed_in is None:  # type: ignore[attr-defined]
            self._check_words()

    def _check_words(self) -> None:
        if fault := self.cover_fault():
            raise ValidationError({"cover_alt": fault})
        if not all(block.value.has_words for block in self.body if block.block_type in ("picture", "video")):
            raise ValidationError({"body": _("Each picture needs words or the mark that it decorates, and each video captions and a transcript")})

    def cover_fault(self) -> Any:
        """In words, what is wrong with how the picture above the post is told; empty when nothing is."""
        return fault_of_alt(self.cover_alt, decorates=self.cover_decorates) if self.cover_id is not None else ""

    def case_context(self) -> CaseContext:
        """Its own team is that of the comments below."""
        return replace(self.discussion_context(), text=self.case_words())  # type: ignore[attr-defined, no-any-return]

    def case_words(self) -> str:
        words = self.body.stream_block.get_searchable_content(self.body)
        return "\n\n".join([self.summary, *(str(text) for text in words)])  # type: ignore[attr-defined]

    def case_people(self) -> frozenset[int]:
        """And who approves for the leader: they answer for it like the leader, whether or not it is silent just now."""
        return super().case_people() | self.leader.approver_ids(self.__dict__.get("delegate_keys"))  # type: ignore[attr-defined, no-any-return]

    @classmethod
    def work_of(cls, user: AnyUser) -> QuerySet[Any]:
        return super().work_of(user) | cls._base_manager.filter(leader__in=Leader.objects.approved_by(user))  # type: ignore[misc]

    @classmethod
    def for_cases(cls) -> QuerySet[Any]:
        return cls._default_manager.select_related("leader").with_delegates()  # type: ignore[attr-defined, misc, no-any-return]
