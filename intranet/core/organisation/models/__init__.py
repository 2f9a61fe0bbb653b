"""Services, people's profiles, roles, memberships, audiences and working hours."""

from intranet.core.organisation.models.audiences import STAFF, Audience, AudienceToken, PageAudience
from intranet.core.organisation.models.elections import ElectionPeriod
from intranet.core.organisation.models.pages import ViewedPage
from intranet.core.organisation.models.people import Membership, Profile
from intranet.core.organisation.models.roles import Role, RoleAssignment, RoleGroup, RoleScope
from intranet.core.organisation.models.services import Closure, Service
from intranet.core.organisation.models.settings import OrganisationSettings

__all__ = [
    "STAFF",
    "Audience",
    "AudienceToken",
    "Closure",
    "ElectionPeriod",
    "Membership",
    "OrganisationSettings",
    "PageAudience",
    "Profile",
    "Role",
    "RoleAssignment",
    "RoleGroup",
    "RoleScope",
    "Service",
    "ViewedPage",
]
