"""Whether a post takes comments: what its office says, and what follows from its date."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin.panels import FieldPanel, MultiFieldPanel

from intranet.core.background import now
from intranet.core.kinds import CommentsNow, CommentsState, Discussable
from intranet.core.notifications.forms.reading import ReadingForm

if TYPE_CHECKING:
    from datetime import datetime


class PostForm(ReadingForm):
    """The form of a post; a new one begins with what its blog says of comments."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        blog: Any = kwargs.get("parent_page")
        if self.instance.pk is None and blog is not None:
            self.initial.update(comments_state=blog.comments_default, comments_close_after=blog.comments_close_after)


class CommentedPage(Discussable):
    """A page under which people comment, until its office closes that or its days are over."""

    comments_state = models.CharField(gettext_lazy("comments"), max_length=10, choices=CommentsState.choices, default=CommentsState.OPEN)
    comments_close_after = models.PositiveSmallIntegerField(
        gettext_lazy("days after which comments close"),
        null=True,
        blank=True,
        help_text=gettext_lazy("Counted from publication. Empty: they stay open. What was said stays to be read, and you can still answer."),
    )
    comments_changed_at = models.DateTimeField(null=True, blank=True, editable=False)
    is_sensitive = models.BooleanField(
        gettext_lazy("sensitive"), default=False, help_text=gettext_lazy("Nobody reacts, and nobody replies to a comment: for a death, or bad news.")
    )

    comment_panels: ClassVar[list[Any]] = [
        MultiFieldPanel(
            [FieldPanel("comments_state"), FieldPanel("comments_close_after"), FieldPanel("is_sensitive")], heading=gettext_lazy("Comments")
        )
    ]
    base_form_class = PostForm

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the moment at which the office changed the state of the comments, not the one of a draft that says so."""
        fields = kwargs.get("update_fields")
        if self.pk is not None and (fields is None or "comments_state" in fields):
            was = type(self)._base_manager.filter(pk=self.pk).values_list("comments_state", "comments_changed_at").first()
            if was is not None:
                self.comments_changed_at = was[1] if was[0] == self.comments_state else now()
            if fields is not None:
                kwargs["update_fields"] = {*fields, "comments_changed_at"}
        super().save(*args, **kwargs)

    @property
    def comments_close_at(self) -> datetime | None:
        """When comments close by themselves."""
        published: datetime | None = self.first_published_at  # type: ignore[attr-defined]
        if self.comments_close_after is None or published is None:
            return None
        return published + timedelta(days=self.comments_close_after)

    def comments_now(self) -> CommentsNow:
        state, closes = CommentsState(self.comments_state), self.comments_close_at
        if state == CommentsState.OPEN and (closes is None or now() < closes):
            return CommentsNow(state, until=closes)
        if state == CommentsState.OPEN:
            days = self.comments_close_after or 0
            why = ngettext("They close by themselves after %(days)d day.", "They close by themselves after %(days)d days.", days) % {"days": days}
            return CommentsNow(CommentsState.READ_ONLY, why=why, since=closes)
        since = self.comments_changed_at or self.first_published_at  # type: ignore[attr-defined]
        return CommentsNow(state, why=_("Whoever looks after this blog decided so."), since=since)

    def allows_replies(self) -> bool:
        return not self.is_sensitive

    def allows_reactions(self) -> bool:
        return not self.is_sensitive
