"""Leaders in the Wagtail admin, and acts of the blogs in its log."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.urls import path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from blogs import actions, rules
from blogs.forms import PostForm
from blogs.models import Leader, LeaderBlogPage, PostPage
from blogs.views import holders

if TYPE_CHECKING:
    from django.db.models import Model
    from django.http import HttpRequest
    from django.urls import URLPattern
    from wagtail.log_actions import LogActionRegistry

    from intranet.core.ui.http import SignedInRequest


class LeaderViewSet(SnippetViewSet):
    """Who blogs by virtue of a post held; a new leader's blog is opened with its first saving."""

    model = Leader  # type: ignore[assignment]
    icon = "user"
    menu_label = _("Leaders")
    menu_order = 240
    add_to_admin_menu = True
    list_display: list[Any] = ["person_name", "post_held", "kind", "since", "until"]
    list_filter: list[Any] = ["kind"]
    panels: ClassVar = [
        FieldPanel("person"),
        FieldPanel("post_held"),
        FieldPanel("kind"),
        FieldPanel("service"),
        FieldRowPanel([FieldPanel("since"), FieldPanel("until")], heading=_("Term")),
        FieldPanel("delegates"),
    ]


register_snippet(LeaderViewSet)
PostPage.base_form_class = PostForm  # here, for forms lie above models


@hooks.register("after_create_snippet")
def open_blog(request: SignedInRequest, instance: Model) -> None:
    """A new leader has a blog, an office and an approval at once."""
    if isinstance(instance, Leader) and not LeaderBlogPage.objects.filter(leader=instance).exists():
        actions.found_blog(instance, actor=request.user)


@hooks.register("register_log_actions")
def register_acts(registry: LogActionRegistry) -> None:
    registry.register_action("blogs.move_in", _("Move a post in"), _("Moved in from another system"))
    registry.register_action("blogs.tell_everybody", _("Tell everybody of a post"), _("Everybody who may read the post was told of it"))
    registry.register_action("blogs.start_series", _("Start a series"), _("A series was started"))
    registry.register_action("blogs.change_series", _("Change a series"), _("The name of a series, or what it is about, was changed"))
    registry.register_action("blogs.live.announce", _("Announce a live hour"), _("Live hour announced"))
    registry.register_action("blogs.live.change", _("Change a live hour"), _("Live hour changed"))
    registry.register_action("blogs.live.call_off", _("Call a live hour off"), _("Live hour called off"))
    registry.register_action("blogs.live.stage", _("Move a question of a live hour"), _("Question of a live hour moved"))
    registry.register_action("blogs.live.answer", _("Answer in a live hour"), _("Answered in a live hour"))
    registry.register_action("blogs.live.close", _("Close a live hour"), _("Live hour closed"))
    registry.register_action("blogs.plan_hand_over", _("Plan who takes over a post"), _("It was planned that somebody else takes over the post"))
    registry.register_action("blogs.drop_hand_over", _("Drop a planned hand-over"), _("What was planned for the post was dropped"))
    registry.register_action("blogs.hand_over", _("Somebody else takes over a post"), _("Somebody else took over the post"))


@hooks.register("register_admin_urls")
def register_posts_held() -> list[URLPattern]:
    return [
        path("posts-held/", holders.posts_held, name="blogs_posts_held"),
        path("posts-held/<int:leader>/hand-over/", holders.hand_over, name="blogs_hand_over"),
        path("posts-held/<int:leader>/hand-over/drop/", holders.drop_hand_over, name="blogs_drop_hand_over"),
    ]


class _PostsHeldItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return rules.hands_over_somewhere(request.user)


@hooks.register("register_admin_menu_item")
def register_posts_held_item() -> MenuItem:
    return _PostsHeldItem(_("Posts held"), reverse_lazy("blogs_posts_held"), name="posts-held", icon_name="user", order=245)
