"""What a person holds: tokens, audiences, roles."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.models import Q
from wagtail.models import CollectionViewRestriction, Page
from wagtail.permissions import page_permission_policy

from intranet.core.background import now
from intranet.core.background.statements import prepared
from intranet.core.organisation.models import STAFF, Audience, AudienceToken, Membership, PageAudience, Profile, RoleAssignment, Service

if TYPE_CHECKING:
    from django.db.models import Model, QuerySet
    from wagtail.models import Collection
    from wagtail.query import PageQuerySet

    from intranet.core.kinds import AnyUser, Person
    from intranet.core.organisation.models import Role


#: The tokens of a person, as SQL: it is asked for every page, and Django took longer to write it than the database to answer (decision 156).
#: Who is in a sub-service is in the services above it. The person's few rows are compared with each service, so the cost grows with
#: services, never with people. Parameters: ``person``, a key; ``today``.
_TOKENS = f"""
    place(path) AS (
        SELECT service.path FROM {Profile._meta.db_table} own JOIN {Service._meta.db_table} service ON service.id = own.service_id
        WHERE own.user_id = %(person)s
        UNION ALL
        SELECT service.path FROM {Membership._meta.db_table} member JOIN {Service._meta.db_table} service ON service.id = member.service_id
        WHERE member.person_id = %(person)s
        AND (member.since IS NULL OR member.since <= %(today)s) AND (member.until IS NULL OR member.until >= %(today)s)
    ),
    held(token) AS (
        SELECT '{STAFF}' FROM {get_user_model()._meta.db_table} person WHERE person.id = %(person)s
        UNION ALL SELECT 'user:' || person.id FROM {get_user_model()._meta.db_table} person WHERE person.id = %(person)s
        UNION ALL SELECT 'group:' || joined.group_id FROM {get_user_model().groups.through._meta.db_table} joined WHERE joined.user_id = %(person)s
        UNION ALL SELECT 'service:' || service.id FROM {Service._meta.db_table} service
        WHERE EXISTS (SELECT 1 FROM place WHERE SUBSTR(place.path, 1, LENGTH(service.path)) = service.path)
    )
"""  # noqa: S608 -- names of our own tables
#: A person is in an audience when they hold a token of each of its clauses.
_AUDIENCES = f"""
    WITH {_TOKENS}
    SELECT asked.audience_id FROM {AudienceToken._meta.db_table} asked JOIN {Audience._meta.db_table} audience ON audience.id = asked.audience_id
    WHERE asked.token IN (SELECT token FROM held)
    GROUP BY asked.audience_id, audience.clause_count
    HAVING COUNT(DISTINCT asked.clause) = audience.clause_count
"""  # noqa: S608 -- names of our own tables


def _asked(sql: str, user: Person) -> frozenset[Any]:
    """The first column of what one of the statements above finds for a person."""
    with connection.cursor() as cursor:
        cursor.execute(sql, {"person": user.pk, "today": now().date().isoformat()})
        return frozenset(row[0] for row in cursor.fetchall())


def tokens_of(user: AnyUser) -> frozenset[str]:
    """The tokens a person holds, in one query; none for who is not active staff."""
    if not (user.is_authenticated and user.is_active):
        return frozenset()
    return _asked(f"WITH {_TOKENS} SELECT token FROM held", user)  # noqa: S608 -- names of our own tables


def current_memberships() -> QuerySet[Membership]:
    """Memberships that hold today."""
    today = now().date()
    return Membership.objects.filter(Q(since__isnull=True) | Q(since__lte=today), Q(until__isnull=True) | Q(until__gte=today))


def audiences_of(user: AnyUser) -> frozenset[int]:
    """The ids of all audiences a person is in: one query, kept on the user object for the request.

    The cost grows with the number of distinct audiences that exist, never with the number of things.
    """
    if not (user.is_authenticated and user.is_active):
        return frozenset()
    kept: frozenset[int] | None = getattr(user, "_roost_audiences", None)
    if kept is None:
        kept = _asked(_AUDIENCES, user)
        user._roost_audiences = kept  # type: ignore[attr-defined]
    return kept


def forget_rights(user: AnyUser) -> None:
    """Read the person's rights again at the next question: for tasks and tests that keep a user object."""
    for name in ("_roost_audiences", "_roost_roles"):
        setattr(user, name, None)


@dataclass(frozen=True, slots=True)
class HeldRole:
    """A role as a person holds it; without path and area it holds for the whole organisation."""

    role: str
    service_path: str | None
    area: tuple[int, int] | None

    def covers(self, service_path: str | None, area: tuple[int, int] | None) -> bool:
        if self.area is not None:
            return self.area == area
        if self.service_path is not None:
            return service_path is not None and service_path.startswith(self.service_path)
        return True


def roles_of(user: AnyUser) -> tuple[HeldRole, ...]:
    """All roles of a person: one query, kept on the user object for the request."""
    if not (user.is_authenticated and user.is_active):
        return ()
    kept: tuple[HeldRole, ...] | None = getattr(user, "_roost_roles", None)
    if kept is None:
        kept = tuple(HeldRole(role, path, (kind, pk) if pk is not None else None) for role, path, kind, pk in _roles(user.pk))
        user._roost_roles = kept  # type: ignore[attr-defined]
    return kept


@prepared
def _roles(person: int) -> QuerySet[RoleAssignment, Any]:
    return RoleAssignment.objects.filter(person=person).values_list("role", "service__path", "area_type_id", "area_id")


def holds(user: AnyUser, *roles: Role, service: Service | None = None, area: Model | None = None) -> bool:
    """Whether a person holds one of ``roles`` over the service (or one above it), over the area, or over the whole."""
    if not roles_of(user):
        return False
    place = (ContentType.objects.get_for_model(area).pk, area.pk) if area is not None else None
    path = service.path if service is not None else None
    return any(held.role in roles and held.covers(path, place) for held in roles_of(user))


def can_see_page(user: AnyUser, page: Page) -> bool:
    """Whether the page, of any type, is for an audience the person is in: one query beside the person's audiences."""
    return page.live and PageAudience.objects.filter(page_id=page.pk, audience_id__in=audiences_of(user)).exists()


def pages_known_to(user: AnyUser) -> PageQuerySet:
    """The live pages that are for the person, and what Wagtail lets them work on, with what stands above it."""
    live = Q(live=True, roost_audience__audience_id__in=audiences_of(user))
    worked_on = page_permission_policy.explorable_instances(user).order_by().values("pk")
    return Page.objects.filter(live | Q(pk__in=worked_on) | Q(depth=1))


def can_see_collection(user: AnyUser, collection: Collection) -> bool:
    """Whether the documents of a collection are for the person; a superuser is a person like others."""
    if not (user.is_authenticated and user.is_active):
        return False
    restrictions = collection.get_view_restrictions().exclude(restriction_type=CollectionViewRestriction.LOGIN)
    mine = restrictions.filter(restriction_type=CollectionViewRestriction.GROUPS, groups__in=Group.objects.filter(user=user))
    return not restrictions.exclude(pk__in=mine.values("pk")).exists()
