"""The blogs as Wagtail pages: the index, a leader's blog, a post."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page, PageManager, PagePermissionTester, TaskState

from blogs.models.comments import CommentedPage
from blogs.models.leaders import Leader
from blogs.models.series import Series
from blogs.models.tags import PostTag
from blogs.models.words import WrittenPage
from blogs.querysets import BlogQuerySet, PostQuerySet
from intranet.core.discussion.models import Comment
from intranet.core.kinds import Answerable, CaseContext, CommentsState, DocumentFields, Findable, Followable, Heard, Visible
from intranet.core.notifications.models import Acknowledgeable
from intranet.core.notifications.panels.admin import ReachPanel, reading_panel
from intranet.core.organisation.models import ElectionPeriod, ViewedPage
from intranet.core.organisation.queries import VisiblePageQuerySet

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wagtail.url_routing import RouteResult

    from intranet.core.kinds import Addressee, CommentsNow, Person
    from intranet.core.organisation.models import Service


class BlogIndexPage(ViewedPage, Visible, Page):
    """Where all blogs stand: ``/blogs/``."""

    introduction = models.CharField(_("introduction"), max_length=300, blank=True)

    max_count = 1  # type: ignore[assignment]
    subpage_types: list[Any] = ["intranet_blogs.LeaderBlogPage"]
    content_panels: list[Any] = [*Page.content_panels, FieldPanel("introduction")]

    objects = PageManager.from_queryset(VisiblePageQuerySet)()  # type: ignore[misc]

    class Meta:
        verbose_name = _("index of blogs")

    def route(self, request: Any, path_components: list[str]) -> RouteResult:
        """A blog is found under the address of its post and under its leader's own, wherever the index stands."""
        blog = LeaderBlogPage.objects.child_of(self).at(path_components[0]).first() if len(path_components) == 1 else None
        return super().route(request, path_components) if blog is None else blog.route(request, [])  # type: ignore[no-any-return]

    def get_absolute_url(self) -> str:
        return str(self.get_url() or "")


class _PlacedPage(ViewedPage, Findable):
    """A page that search finds, for the audience that its place and privacy give it."""

    #: How the reader follows it, where that was asked with the page.
    follow_level: str | None = None

    class Meta:
        abstract = True

    def get_absolute_url(self) -> str:
        return str(self.get_url() or "")  # type: ignore[attr-defined]


_commenting = MultiFieldPanel([FieldPanel("comments_default"), FieldPanel("comments_close_after")], heading=_("Comments"))


class BlogPermissions(PagePermissionTester):
    """Nobody begins a post in a blog that is closed."""

    def can_add_subpage(self) -> bool:
        return bool(self.page.leader.is_in_office and super().can_add_subpage())

    def can_publish_subpage(self) -> bool:
        return bool(self.page.leader.takes_posts and super().can_publish_subpage())


class LeaderBlogPage(_PlacedPage, Followable, Page):
    """A leader's own blog."""

    search_kind = "blog"
    search_label = _("Blogs")

    leader = models.OneToOneField(Leader, on_delete=models.PROTECT, related_name="blog", verbose_name=_("leader"))
    live_key: int | None = None  # of the live hour that is on, where a queryset brought it (``with_live``)

    tagline = models.CharField(_("line below the title"), max_length=300, blank=True)
    comments_default = models.CharField(_("comments under new posts"), max_length=10, choices=CommentsState.choices, default=CommentsState.OPEN)
    comments_close_after = models.PositiveSmallIntegerField(
        _("days after which comments close"),
        null=True,
        blank=True,
        help_text=_("For new posts, counted from their publication. Empty: they stay open."),
    )

    is_creatable = False  # it is founded with its leader
    parent_page_types: ClassVar = ["intranet_blogs.BlogIndexPage"]
    subpage_types: list[Any] = ["intranet_blogs.PostPage"]
    content_panels: list[Any] = [*Page.content_panels, FieldPanel("leader"), FieldPanel("tagline"), _commenting]

    objects = PageManager.from_queryset(BlogQuerySet)()  # type: ignore[misc]

    class Meta:
        verbose_name = _("leader's blog")
        verbose_name_plural = _("leaders' blogs")

    def permissions_for_user(self, user: Person) -> BlogPermissions:
        return BlogPermissions(user, self)

    def get_url_parts(self, request: Any = None) -> tuple[int, str, str] | None:
        """At the address of its leader; its posts stay where they were written."""
        parts = super().get_url_parts(request)
        if parts is None or parts[2] is None:
            return parts  # type: ignore[no-any-return]
        return (parts[0], parts[1], f"{parts[2].removesuffix(f'{self.slug}/')}{self.leader.address or self.slug}/")

    def place_words(self) -> str:
        return self.leader.post_held

    def to_document(self) -> DocumentFields | None:
        if not self.live:
            return None
        leader = self.leader
        return DocumentFields(
            title=self.title,
            url=self.get_absolute_url(),
            audience_id=self.audience_id_now(),
            body=f"{leader}\n{self.tagline}",
            service_id=leader.service_id,
            author_id=leader.person_id,
            author_name=leader.name,
            created=self.first_published_at,
        )


class PostPermissions(PagePermissionTester):
    """Who approved the latest words of a post may publish them: that is how approval publishes. Where nothing new appears, nobody does."""

    def can_publish(self) -> bool:
        if not (self.page.live or self.page.leader.takes_posts):
            return False
        approved = TaskState.objects.filter(revision=self.page.latest_revision_id, status=TaskState.STATUS_APPROVED, finished_by=self.user)
        return super().can_publish() or approved.exists()


class PostPage(Acknowledgeable, _PlacedPage, Heard, WrittenPage, CommentedPage, Answerable, Followable, Page):
    """A post of a leader. ``author`` is the leader in whose name it stands; the page's owner is who typed it."""

    search_kind = "post"
    search_label = _("Blog posts")

    summary = models.TextField(_("summary"), max_length=400, help_text=_("Two sentences at most: they stand in lists, notices and search."))
    tags = ClusterTaggableManager(through=PostTag, blank=True, verbose_name=_("hashtags"))
    series = models.ForeignKey(
        Series,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="posts",
        verbose_name=_("series"),
        help_text=_("A series is started on the page of the blog."),
    )
    leader = models.ForeignKey(Leader, on_delete=models.PROTECT, editable=False, related_name="posts")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="+", verbose_name=_("author")
    )
    author_name = models.CharField(_("name of the author"), max_length=200, blank=True, editable=False)
    author_post = models.CharField(_("post held then"), max_length=200, blank=True, editable=False)

    parent_page_types: ClassVar = ["intranet_blogs.LeaderBlogPage"]
    subpage_types: list[Any] = []
    content_panels: list[Any] = [
        *Page.content_panels,
        FieldPanel("summary"),
        *WrittenPage.word_panels,
        FieldPanel("tags"),
        FieldPanel("series"),
        FieldPanel("related"),
        *CommentedPage.comment_panels,
        reading_panel(),
        ReachPanel(),
    ]

    objects = PageManager.from_queryset(PostQuerySet)()  # type: ignore[misc]

    class Meta:
        verbose_name = _("blog post")
        verbose_name_plural = _("blog posts")

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.leader_id is None:
            leader = LeaderBlogPage.objects.with_leader().get(path=self.path[: -self.steplen]).leader  # type: ignore[unreachable]
            self.leader, self.author, self.author_name, self.author_post = leader, leader.person, leader.name, leader.post_held
        super().save(*args, **kwargs)

    def clean(self) -> None:
        """An address under a post held is given once, whoever holds the post."""
        super().clean()
        place = Q(leader=self.leader_id) if self.leader_id else Q(pk=self.get_parent().pk if self.path else self.typed_in)
        blogs = LeaderBlogPage.objects.filter(place)
        names = blogs.exclude(leader__post_slug="").values("leader__post_slug")
        others = PostPage.objects.filter(leader__post_slug__in=names, slug=self.slug).exclude(leader__in=blogs.values("leader"))
        if others.exists():
            raise ValidationError({"slug": _("Somebody who held this post before has a post at this address.")})

    def may_be_required_by(self, user: Person, parent: Page | None = None) -> bool:
        """Its leader in person decides, while in office."""
        blog = parent if isinstance(parent, LeaderBlogPage) else self
        return blog.leader.person_id == user.pk and blog.leader.is_in_office

    def permissions_for_user(self, user: Person) -> PostPermissions:
        return PostPermissions(user, self)

    @property
    def blog_url(self) -> str:
        """The address of the leader's blog."""
        index = self.get_absolute_url().rstrip("/").rsplit("/", 2)[0]
        return f"{index}/{self.leader.address}/"

    @property
    def is_on_behalf(self) -> bool:
        """Whether somebody else typed it."""
        return self.owner_id is not None and self.owner_id != self.author_id

    def place_words(self) -> str:
        return self.leader.name

    def comments_now(self) -> CommentsNow:
        """What the post says; in a closed blog, and before elections in a politician's, nothing new is said."""
        said = super().comments_now()
        if said.state == CommentsState.OFF:
            return said
        election = self.election_now()
        return election.comments_now() if election else self.leader.comments_now() or said

    def election_now(self) -> ElectionPeriod | None:
        """The election period that silences the blog today: no query where the queryset brought it (``with_election``)."""
        if "election_words" not in self.__dict__:
            return self.leader.election_now()
        if self.election_words is None:  # type: ignore[attr-defined]
            return None
        return ElectionPeriod(words=self.election_words, first_day=self.election_from, last_day=self.election_to)  # type: ignore[attr-defined]

    def publish(self, revision: Any, user: Any = None, *args: Any, **kwargs: Any) -> None:
        """What is not live waits while nothing new may appear: until the election period is over, or in a closed blog for ever."""
        if self.live or self.leader.takes_posts:
            super().publish(revision, user, *args, **kwargs)
            return
        election = self.leader.election_now()
        if election is not None and revision.approved_go_live_at is None:
            revision.approved_go_live_at = max(election.ends, revision.as_object().go_live_at or election.ends)
            revision.save(update_fields=["approved_go_live_at"])

    def discussion_context(self) -> CaseContext:
        return CaseContext(title=self.title, text=self.summary, url=self.get_absolute_url(), service_id=self.leader.service_id)

    def discussion_audience_id(self) -> int | None:
        return self.audience_id_now() if self.live else None

    def heard_service(self) -> Service | None:
        return self.leader.service

    def heard_by(self) -> frozenset[int]:
        """The leader and the delegates."""
        addressee = self.addressee()
        return addressee.people_ids if addressee is not None else frozenset()

    def took_part(self) -> Iterable[int]:
        """Who commented."""
        people: Iterable[int] = Comment.objects.writers_under(self)
        return people

    def addressee(self) -> Addressee | None:
        return None if self.election_now() else self.leader.addressee(self.__dict__.get("delegate_keys"))

    def to_document(self) -> DocumentFields | None:
        if not self.live:
            return None
        return DocumentFields(
            title=self.title,
            url=self.get_absolute_url(),
            audience_id=self.audience_id_now(),
            body=self.case_words(),
            tags=tuple(self.tags.slugs()),
            service_id=self.leader.service_id,
            author_id=self.author_id,
            author_name=self.author_name,
            created=self.first_published_at,
        )
