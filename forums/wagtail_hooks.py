"""The forums in Wagtail's admin: areas, for service owners in their service and for co-ordinators everywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies.base import BasePermissionPolicy
from wagtail.permissions import register_permission_policy

from forums import rules
from forums.forms import AreaForm
from forums.models import Area, AreaGroup, Topic
from intranet.core.ui.http import deny

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet
    from wagtail.log_actions import LogActionRegistry

    from intranet.core.kinds import AnyUser, Person


class AreaPolicy(BasePermissionPolicy):
    """Rights over areas follow roles. Nobody deletes one: it is archived."""

    def user_has_permission(self, user: AnyUser, action: str) -> bool:
        return action != "delete" and rules.can_open_areas(user)

    def user_has_any_permission(self, user: AnyUser, actions: Iterable[str]) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)

    def user_has_permission_for_instance(self, user: AnyUser, action: str, instance: Area) -> bool:
        return action != "delete" and rules.can_change_area(user, instance)

    def user_has_any_permission_for_instance(self, user: AnyUser, actions: Iterable[str], instance: Area) -> bool:
        return any(self.user_has_permission_for_instance(user, action, instance) for action in actions)

    def instances_user_has_any_permission_for(self, user: AnyUser, actions: Iterable[str]) -> QuerySet[Area]:
        visible = Area.objects.visible_to(user).select_related("service")
        return visible.filter(pk__in=[area.pk for area in visible if self.user_has_any_permission_for_instance(user, actions, area)])

    def users_with_any_permission(self, actions: Iterable[str]) -> QuerySet[Person]:
        raise NotImplementedError("Rights over areas are asked of a person.")


register_permission_policy(Area, AreaPolicy(Area))


class OwnAreas:
    """An area that the person may not see does not exist here either; one that they may not change is forbidden."""

    def get_object(self, *args: Any) -> Area:
        area: Area = super().get_object(*args)  # type: ignore[misc]
        if not Area.objects.visible_to(self.request.user).filter(pk=area.pk).exists():  # type: ignore[attr-defined]
            raise Http404
        if not rules.can_change_area(self.request.user, area):  # type: ignore[attr-defined]
            deny(self.request, area)  # type: ignore[attr-defined]
        return area


class AreaIndexView(generic.IndexView):
    def get_base_queryset(self) -> QuerySet[Area]:
        return AreaPolicy(Area).instances_user_has_any_permission_for(self.request.user, ["change"])


class AreaEditView(OwnAreas, generic.EditView):
    pass


class AreaDeleteView(OwnAreas, generic.DeleteView):
    pass


class AreaHistoryView(OwnAreas, ModelViewSet.history_view_class):  # type: ignore[misc, valid-type]
    pass


class AreaUsageView(OwnAreas, ModelViewSet.usage_view_class):  # type: ignore[misc, valid-type]
    pass


def _fields(*names: str) -> list[FieldPanel]:
    return [FieldPanel(name) for name in names]


class AreaViewSet(ModelViewSet):
    model = Area
    icon = "group"
    menu_label = _("Forum areas")
    menu_order = 260  # type: ignore[assignment]
    add_to_admin_menu = True
    copy_view_enabled = False
    list_display: list[Any] = ["name", "kind", "service", "state"]
    list_filter: list[Any] = ["kind", "state"]
    index_view_class = AreaIndexView
    edit_view_class = AreaEditView
    delete_view_class = AreaDeleteView
    history_view_class = AreaHistoryView
    usage_view_class = AreaUsageView
    edit_handler = ObjectList(
        [
            *_fields("name", "slug", "kind", "service", "group", "description", "rules"),
            MultiFieldPanel(_fields("readers", "read_services", "read_groups", "read_people"), heading=_("Readers")),
            MultiFieldPanel(_fields("writers", "write_services", "write_groups", "write_people"), heading=_("Writers")),
            MultiFieldPanel(_fields("moderators", "pre_moderated", "allows_unnamed"), heading=_("Moderation")),
            MultiFieldPanel(_fields("topic_types", "tags", *(f"template_{kind}" for kind in Topic.Type.values)), heading=_("Topics")),
            *_fields("unanswered_after_hours", "state", "position"),
        ],
        base_form_class=AreaForm,
    )


class AreaGroupPolicy(BasePermissionPolicy):
    """Headings are the central co-ordinators'."""

    def user_has_permission(self, user: AnyUser, action: str) -> bool:
        return rules.can_group_areas(user)

    def user_has_any_permission(self, user: AnyUser, actions: Iterable[str]) -> bool:
        return rules.can_group_areas(user)

    def users_with_any_permission(self, actions: Iterable[str]) -> QuerySet[Person]:
        raise NotImplementedError("Rights over headings are asked of a person.")


register_permission_policy(AreaGroup, AreaGroupPolicy(AreaGroup))


class AreaGroupViewSet(ModelViewSet):
    model = AreaGroup
    icon = "list-ul"
    menu_label = _("Headings of areas")
    add_to_settings_menu = True
    copy_view_enabled = False
    list_display: list[Any] = ["name", "position"]
    form_fields = ["name", "position"]


@hooks.register("register_admin_viewset")
def area_group_viewset() -> AreaGroupViewSet:
    return AreaGroupViewSet("forum_area_groups", url_prefix="forum-area-groups")


@hooks.register("register_admin_viewset")
def area_viewset() -> AreaViewSet:
    return AreaViewSet("forum_areas", url_prefix="forum-areas")


@hooks.register("register_log_actions")
def log_actions(registry: LogActionRegistry) -> None:
    """What the audit log calls our acts."""
    registry.register_action("forums.open_area", _("Open an area"), _("Area opened"))
    registry.register_action("forums.change_audience", _("Change who reads an area"), _("Readers of the area changed"))
    registry.register_action("forums.export", _("Export an area"), _("Area exported"))
    registry.register_action("forums.fetch_export", _("Fetch the export of an area"), _("Export of the area fetched"))
    registry.register_action("forums.take_file", _("Take a file from a post"), _("File taken from a post"))
    registry.register_action("forums.import", _("Bring a topic over"), _("Brought over from another forum"))
    registry.register_action("forums.lock", _("Close a topic"), _("Topic closed to replies"))
    registry.register_action("forums.unlock", _("Open a topic"), _("Topic opened to replies"))
    registry.register_action("forums.stick", _("Keep a topic at the top"), _("Topic kept at the top"))
    registry.register_action("forums.unstick", _("Stop keeping a topic at the top"), _("Topic no longer kept at the top"))
    registry.register_action("forums.archive", _("Archive a topic"), _("Topic archived"))
    registry.register_action("forums.unarchive", _("Take a topic out of the archive"), _("Topic taken out of the archive"))
    registry.register_action("forums.change_type", _("Change the kind of a topic"), _("Kind of the topic changed"))
    registry.register_action("forums.ask", _("Ask somebody for an answer"), _("Somebody asked for an answer"))
    registry.register_action("forums.accept", _("Accept an answer"), _("Answer accepted"))
    registry.register_action("forums.withdraw_acceptance", _("Open a question again"), _("Accepted answer withdrawn"))
    registry.register_action("forums.assign", _("Assign a topic"), _("Topic assigned"))
    registry.register_action("forums.take_off", _("Take a topic off somebody"), _("Nobody looks after the topic any more"))
    registry.register_action("forums.set_progress", _("Say how far an assigned topic is"), _("Progress of the topic changed"))
    registry.register_action("forums.attach", _("Attach a topic to a thing"), _("Topic attached to something"))
    registry.register_action("forums.detach", _("Detach a topic from a thing"), _("Topic detached from something"))
    registry.register_action("forums.move", _("Move a topic"), _("Topic moved to another area"))
    registry.register_action("forums.move_back", _("Move a topic back"), _("Topic moved back"))
    registry.register_action("forums.merge", _("Merge topics"), _("Another topic merged into this"))
    registry.register_action("forums.unmerge", _("Undo a merger"), _("Made a topic of its own again"))
    registry.register_action("forums.split", _("Split a topic"), _("Posts split off"))
    registry.register_action("forums.unsplit", _("Undo a split"), _("Posts put back"))
