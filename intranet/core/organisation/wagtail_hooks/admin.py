"""Services, people, roles, memberships and closures in the Wagtail admin, and the organisation's settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.views import generic
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.contrib.settings.registry import register_setting
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy

from intranet.core.organisation import actions
from intranet.core.organisation.forms import OrganisationForm, ProfileAdminForm, RoleForm, ServiceForm
from intranet.core.organisation.models import Closure, Membership, OrganisationSettings, Profile, Role, RoleAssignment, Service
from intranet.core.organisation.models.hours import WEEKDAYS

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from intranet.core.kinds import Person


def _hours() -> MultiFieldPanel:
    return MultiFieldPanel([FieldRowPanel([FieldPanel(f"hours_{day}") for day in WEEKDAYS])], heading=_("Working hours"))


OrganisationSettings.edit_handler = ObjectList(  # type: ignore[attr-defined]
    [FieldPanel("name"), FieldPanel("short_name"), FieldPanel("website"), FieldPanel("promise_minutes"), FieldPanel("region"), _hours()],
    base_form_class=OrganisationForm,
)
register_setting(OrganisationSettings, icon="group")


class ServiceViewSet(ModelViewSet):
    model = Service
    icon = "sitemap"
    add_to_admin_menu = False
    list_display = ["name", "kind", "lead", "valid_from", "valid_to"]
    list_filter = ["kind"]
    search_fields = ["name", "acronyms"]
    ordering = ["path"]
    inspect_view_enabled = False
    copy_view_enabled = False
    edit_handler = ObjectList(
        [
            MultiFieldPanel(
                [FieldPanel("name"), FieldPanel("slug"), FieldPanel("kind"), FieldPanel("parent"), FieldPanel("purpose"), FieldPanel("acronyms")]
            ),
            MultiFieldPanel([FieldPanel(name) for name in ("email", "telephone", "location")], heading=_("Contact")),
            MultiFieldPanel([FieldPanel(name) for name in ("lead", "deputy", "duty_officer", "champion_note")], heading=_("Who to turn to")),
            _hours(),
            MultiFieldPanel([FieldPanel(name) for name in ("hours_note", "works_bank_holidays", "promise_minutes")], heading=_("Answering")),
            FieldRowPanel([FieldPanel("valid_from"), FieldPanel("valid_to")], heading=_("Exists")),
        ],
        base_form_class=ServiceForm,
    )


class ProfilePolicy(ModelPermissionPolicy):
    """Profiles come and go with their accounts: nobody adds or deletes one."""

    def user_has_permission(self, user: Person, action: str) -> bool:
        return action not in {"add", "delete"} and super().user_has_permission(user, action)


register_permission_policy(Profile, ProfilePolicy(Profile))


class ProfileViewSet(ModelViewSet):
    model = Profile
    icon = "user"
    menu_label = _("People")
    add_to_admin_menu = False
    list_display = ["name", "post", "service", "joined", "left"]
    list_filter = ["service", "kind"]
    search_fields = ["name", "post", "user__username"]
    ordering = ["name"]
    copy_view_enabled = False
    edit_handler = ObjectList(
        [
            MultiFieldPanel([FieldPanel("title"), FieldPanel("name"), FieldPanel("kind")]),
            MultiFieldPanel([FieldPanel(name) for name in ("post", "service", "manager", "joined", "left")], heading=_("Place")),
            MultiFieldPanel([FieldPanel(name) for name in ("telephone", "hours_note", "photo")], heading=_("Contact")),
        ],
        base_form_class=ProfileAdminForm,
    )


class RolePolicy(ModelPermissionPolicy):
    """A role is given and taken; it is never changed into another one."""

    def user_has_permission(self, user: Person, action: str) -> bool:
        return action != "change" and super().user_has_permission(user, action)


register_permission_policy(RoleAssignment, RolePolicy(RoleAssignment))


class RoleIndexView(generic.IndexView):
    def get_base_queryset(self) -> QuerySet[RoleAssignment]:
        return super().get_base_queryset().select_related("person", "service", "area_type").prefetch_related("area")  # type: ignore[no-any-return]


class RoleDeleteView(generic.DeleteView):
    def delete_action(self) -> None:
        held: RoleAssignment = self.object
        actions.revoke_role(held.person, role=Role(held.role), service=held.service, area=held.area, actor=self.request.user)  # type: ignore[arg-type]


class RoleViewSet(ModelViewSet):
    model = RoleAssignment
    icon = "key"
    menu_label = _("Roles")
    add_to_admin_menu = False
    index_view_class = RoleIndexView
    delete_view_class = RoleDeleteView
    list_display = ["person", "role", "service", "area", "since"]
    list_filter = ["role", "service"]
    search_fields = ["person__username", "person__roost_profile__name"]
    ordering = ["-since"]
    copy_view_enabled = False
    edit_handler = ObjectList([FieldPanel("person"), FieldPanel("role"), FieldPanel("service"), FieldPanel("reason")], base_form_class=RoleForm)


class MembershipViewSet(ModelViewSet):
    model = Membership
    icon = "group"
    add_to_admin_menu = False
    form_fields = ["person", "service", "since", "until"]
    list_display = ["person", "service", "since", "until"]
    list_filter = ["service"]
    copy_view_enabled = False


class ClosureViewSet(ModelViewSet):
    model = Closure
    icon = "calendar-alt"
    add_to_admin_menu = False
    form_fields = ["name", "date", "service"]
    list_display = ["date", "name", "service"]
    list_filter = ["service"]
    ordering = ["-date"]
    copy_view_enabled = False


class OrganisationViewSets(ViewSetGroup):
    menu_label = _("Organisation")  # type: ignore[assignment]
    menu_icon = "group"
    menu_order = 250  # type: ignore[assignment]
    items = (ServiceViewSet, ProfileViewSet, RoleViewSet, MembershipViewSet, ClosureViewSet)  # type: ignore[assignment]


@hooks.register("register_admin_viewset")
def register_organisation() -> OrganisationViewSets:
    return OrganisationViewSets()
