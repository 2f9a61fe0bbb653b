"""Which people: of an audience, of a role, beside the things they wrote."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self, TypeVar

from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, Q, QuerySet
from wagtail.query import PageQuerySet

from intranet.core.organisation.models import STAFF, AudienceToken, Profile, Role, RoleAssignment, Service
from intranet.core.organisation.queries.rights import audiences_of, current_memberships

if TYPE_CHECKING:
    from intranet.core.kinds import AnyUser, Person

M = TypeVar("M", bound=Model)


def name_of(person: Person | None) -> str:
    """The name to keep beside what somebody did, for when the account goes; empty when nobody did it."""
    if person is None:
        return ""
    profile = getattr(person, "roost_profile", None)
    return profile.name if profile is not None and profile.name else person.get_username()


def people_in(audience_id: int | None) -> QuerySet[Any]:
    """The active people of an audience: nobody for None."""
    clauses: dict[int, list[str]] = {}
    for clause, token in AudienceToken.objects.filter(audience_id=audience_id).values_list("clause", "token"):  # type: ignore[misc]
        clauses.setdefault(clause, []).append(token)
    people = get_user_model()._default_manager.filter(is_active=True)
    if not clauses:
        return people.none()
    for tokens in clauses.values():
        if STAFF not in tokens:
            people = people.filter(_holding(tokens))
    return people


def _holding(tokens: list[str]) -> Q:
    """Who holds one of the tokens: by subqueries, so that nobody comes twice."""
    by_kind: dict[str, list[int]] = {"user": [], "group": [], "service": []}
    for token in tokens:
        kind, _, number = token.partition(":")
        by_kind[kind].append(int(number))
    found = Q(pk__in=by_kind["user"])
    if by_kind["group"]:
        in_groups = get_user_model()._meta.get_field("groups").remote_field.through.objects.filter(group_id__in=by_kind["group"])  # type: ignore[union-attr]
        found |= Q(pk__in=in_groups.values(get_user_model()._meta.model_name))
    if by_kind["service"]:
        inside = Service.objects.none()
        for path in Service.objects.filter(pk__in=by_kind["service"]).values_list("path", flat=True):
            inside |= Service.objects.filter(path__startswith=path)
        services = inside.order_by().values("pk")
        found |= Q(pk__in=Profile.objects.filter(service__in=services).values("user"))
        found |= Q(pk__in=current_memberships().filter(service__in=services).values("person"))
    return found


def holders_of(*roles: Role, service: Service | None = None, area: Model | None = None) -> QuerySet[Any]:
    """The active people who hold one of ``roles`` over the service, over the area, or over something wider."""
    scope = Q(service__isnull=True, area_id__isnull=True)
    if service is not None:
        step = Service.steplen
        scope |= Q(service__path__in=[service.path[:end] for end in range(step, len(service.path) + 1, step)])
    if area is not None:
        scope |= Q(area_type=ContentType.objects.get_for_model(area), area_id=area.pk)
    rows = RoleAssignment.objects.filter(scope, role__in=roles)
    return get_user_model()._default_manager.filter(is_active=True, pk__in=rows.values("person"))


def with_byline(queryset: QuerySet[M], field: str = "author") -> QuerySet[M]:
    """The same things with what a byline shows of the person, in the same query."""
    return queryset.select_related(f"{field}__roost_profile")


class VisiblePageQuerySet(PageQuerySet):
    """Pages with rights: live, and for an audience the person is in."""

    def visible_to(self, user: AnyUser) -> Self:
        return self.filter(live=True, roost_audience__audience_id__in=audiences_of(user))
