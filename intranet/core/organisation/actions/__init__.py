"""Writes of the organisation: audiences, page audiences, people, roles with their groups."""

from intranet.core.organisation.actions.audiences import all_staff, intern_audience
from intranet.core.organisation.actions.groups import group_of_role, keep_group, rename_groups, retire_area, sync_role_groups
from intranet.core.organisation.actions.joining import complete_site
from intranet.core.organisation.actions.pages import sync_page_audiences
from intranet.core.organisation.actions.people import activity_changed, make_missing_profiles, make_profile, move_person, place_service
from intranet.core.organisation.actions.roles import grant_role, revoke_role

__all__ = [
    "activity_changed",
    "all_staff",
    "complete_site",
    "grant_role",
    "group_of_role",
    "intern_audience",
    "keep_group",
    "make_missing_profiles",
    "make_profile",
    "move_person",
    "place_service",
    "rename_groups",
    "retire_area",
    "revoke_role",
    "sync_page_audiences",
    "sync_role_groups",
]
