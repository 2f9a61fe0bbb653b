"""Polls in the Wagtail admin."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import messages
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList, PublishingPanel, TabbedInterface
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.chooser import SnippetChooserViewSet
from wagtail.snippets.views.snippets import CreateView, EditView, SnippetViewSet

from intranet.core.notifications.panels.admin import ReachPanel
from polls.forms import PollForm
from polls.models import Clearance, Poll

if TYPE_CHECKING:
    from django.urls import URLPattern
    from wagtail.log_actions import LogActionRegistry


class NoChooser(SnippetChooserViewSet):
    """Nothing chooses a poll, and Wagtail's chooser shows every question to whoever may enter the admin."""

    def get_urlpatterns(self) -> list[URLPattern]:
        return []


class SaysThatItWaits:
    """What would be published in an election period waits, and the page that was sent says that in place of Wagtail's words."""

    def get_success_message(self, instance: Poll | None = None) -> str | None:
        poll = instance or self.object  # type: ignore[attr-defined]
        if Clearance.objects.waiting().filter(poll=poll, revision=poll.latest_revision_id).exists():
            words = gettext(
                "An election is near: “%(poll)s” is not published yet. It waits for a monitoring officer, or for the end of the election period."
            )
            messages.warning(self.request, words % {"poll": poll})  # type: ignore[attr-defined]
            return None
        return str(super().get_success_message(instance))  # type: ignore[misc]


class PollCreateView(SaysThatItWaits, CreateView):
    pass


class PollEditView(SaysThatItWaits, EditView):
    pass


class PollViewSet(SnippetViewSet):
    """Editors with the permission to add and publish polls open them here."""

    model = Poll  # type: ignore[assignment]
    chooser_viewset_class = NoChooser
    add_view_class = PollCreateView
    edit_view_class = PollEditView
    icon = "tasks"
    menu_label = _("Polls")
    menu_order = 250
    add_to_admin_menu = True
    list_display: list[Any] = ["question", "promise", "opens", "closes", "owner"]
    list_filter: list[Any] = ["promise", "service"]
    search_fields: ClassVar = ["question"]
    ordering: list[Any] = ["-closes"]
    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    FieldPanel("question"),
                    FieldPanel("description"),
                    InlinePanel("choices", [FieldPanel("text"), FieldPanel("hint")], heading=_("Answers"), label=_("Answer"), min_num=2, max_num=20),
                    MultiFieldPanel([FieldPanel("services"), FieldPanel("groups")], heading=_("Put to")),
                    FieldRowPanel([FieldPanel("opens"), FieldPanel("closes")], heading=_("Time")),
                    ReachPanel(),
                ],
                heading=_("Question"),
            ),
            ObjectList(
                [
                    FieldPanel("promise", help_text=_("Voters read it above the button. It stays as it is once somebody has voted.")),
                    FieldPanel("results"),
                    FieldPanel("change_vote"),
                ],
                heading=_("Promise"),
            ),
            ObjectList([FieldPanel("service"), FieldPanel("owner"), PublishingPanel()], heading=_("Owner")),
        ],
        base_form_class=PollForm,
    )


register_snippet(PollViewSet)


@hooks.register("register_log_actions")
def register_acts(registry: LogActionRegistry) -> None:
    registry.register_action("polls.approved", _("Approve a poll"), _("A monitoring officer approved the poll before an election"))
    registry.register_action("polls.declined", _("Do not approve a poll"), _("A monitoring officer did not approve the poll before an election"))
