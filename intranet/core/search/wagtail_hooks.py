"""The list of tags in Wagtail's admin."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies.base import BasePermissionPolicy
from wagtail.permissions import register_permission_policy

from intranet.core.search import rules
from intranet.core.search.forms import KeptTagForm
from intranet.core.search.models import KeptTag

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet
    from wagtail.log_actions import LogActionRegistry

    from intranet.core.kinds import AnyUser, Person


class KeptTagPolicy(BasePermissionPolicy):
    """The list is the central co-ordinators'."""

    def user_has_permission(self, user: AnyUser, action: str) -> bool:
        return rules.can_keep_tags(user)

    def user_has_any_permission(self, user: AnyUser, actions: Iterable[str]) -> bool:
        return rules.can_keep_tags(user)

    def users_with_any_permission(self, actions: Iterable[str]) -> QuerySet[Person]:
        raise NotImplementedError("Rights over tags are asked of a person.")


register_permission_policy(KeptTag, KeptTagPolicy(KeptTag))


class KeptTagViewSet(ModelViewSet):
    model = KeptTag
    icon = "tag"
    menu_label = _("Tags of the list")
    add_to_settings_menu = True
    copy_view_enabled = False
    list_display: list[Any] = ["name", "about", "leads_to"]
    search_fields = ["name", "about"]
    edit_handler = ObjectList([FieldPanel("name"), FieldPanel("about"), FieldPanel("into")], base_form_class=KeptTagForm)


@hooks.register("register_admin_viewset")
def kept_tag_viewset() -> KeptTagViewSet:
    return KeptTagViewSet("kept_tags", url_prefix="tags-of-the-list")


@hooks.register("register_log_actions")
def log_actions(registry: LogActionRegistry) -> None:
    """What the audit log calls our acts."""
    registry.register_action("search.rename_tag", _("Rename a tag"), _("Tag renamed"))
    registry.register_action("search.merge_tag", _("Merge tags"), _("Another tag merged into this"))
