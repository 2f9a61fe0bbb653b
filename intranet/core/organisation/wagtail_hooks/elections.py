"""Election periods in the Wagtail admin."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from intranet.core.organisation.models import ElectionPeriod, Role
from intranet.core.organisation.queries import holds

if TYPE_CHECKING:
    from intranet.core.kinds import Person


class ElectionPolicy(ModelPermissionPolicy):
    """Central co-ordinators say when an election is near."""

    def user_has_permission(self, user: Person, action: str) -> bool:
        return holds(user, Role.CENTRAL_COORDINATOR) or super().user_has_permission(user, action)


register_permission_policy(ElectionPeriod, ElectionPolicy(ElectionPeriod))


class ElectionViewSet(SnippetViewSet):
    """Two days and a reason: the blogs of politicians are silent between, and polls wait for a monitoring officer."""

    model = ElectionPeriod  # type: ignore[assignment]
    icon = "calendar-alt"
    menu_label = _("Election periods")
    menu_order = 246
    add_to_admin_menu = True
    list_display: list[Any] = ["name", "first_day", "last_day"]
    panels: ClassVar = [FieldPanel("name"), FieldRowPanel([FieldPanel("first_day"), FieldPanel("last_day")], heading=_("Days")), FieldPanel("words")]


register_snippet(ElectionViewSet)
