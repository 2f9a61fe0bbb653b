"""Audiences, roles and their groups: true at the very next question."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db import IntegrityError, transaction
from wagtail.models import ModelLogEntry

from intranet.core.background import now
from intranet.core.organisation.actions import (
    all_staff,
    grant_role,
    group_of_role,
    intern_audience,
    make_missing_profiles,
    move_person,
    retire_area,
    revoke_role,
    sync_role_groups,
)
from intranet.core.organisation.models import Audience, Membership, Profile, Role, RoleAssignment, RoleGroup, Service
from intranet.core.organisation.queries import audiences_of, forget_rights, holders_of, holds, people_in, tokens_of
from intranet.core.organisation.signals import people_changed
from intranet.people.models import User
from tests.factories.people import make_person, make_service

pytestmark = pytest.mark.django_db


@pytest.fixture
def place() -> Service:
    return make_service("Place")


@pytest.fixture
def repairs(place: Service) -> Service:
    return make_service("Repairs", parent=place)


def sees(person: Any, audience: Audience) -> bool:
    """Asked both ways round: from the person, and from the audience."""
    found = audience.pk in audiences_of(User.objects.get(pk=person.pk))
    assert found == people_in(audience.pk).filter(pk=person.pk).exists()
    return found


class TestAudience:
    def test_same_clauses_are_one_row(self) -> None:
        assert intern_audience([["user:1", "group:2"], ["service:3"]]) == intern_audience([["service:3"], ["group:2", "user:1", "user:1"]])
        assert intern_audience([["staff", "user:1"]]) == intern_audience([["staff"], ["staff"]]) == all_staff()

    @pytest.mark.parametrize("clauses", [[], [[]], [["user:1"], []]])
    def test_clause_without_tokens_is_refused(self, clauses: list[list[str]]) -> None:
        with pytest.raises(ValueError, match="at least one clause"):
            intern_audience(clauses)

    def test_person_is_in_when_every_clause_holds_one_of_theirs(self, staff: Any, place: Service) -> None:
        group = Group.objects.create(name="Practice")
        staff.groups.add(group)
        mine, theirs = f"group:{group.pk}", f"group:{Group.objects.create(name='Other').pk}"

        assert sees(staff, intern_audience([[mine, theirs]]))
        assert not sees(staff, intern_audience([[mine], [theirs]]))
        assert sees(staff, intern_audience([[mine], [f"user:{staff.pk}", theirs]]))
        assert not sees(staff, intern_audience([[mine], [f"service:{place.pk}"]]))

    def test_service_means_its_sub_services_too(self, place: Service, repairs: Service) -> None:
        above, below = make_person("above", service=place), make_person("below", service=repairs)

        assert sees(below, intern_audience([[f"service:{place.pk}"]]))
        assert not sees(above, intern_audience([[f"service:{repairs.pk}"]]))

    def test_membership_counts_while_it_lasts(self, staff: Any, place: Service, repairs: Service) -> None:
        audience = intern_audience([[f"service:{place.pk}"]])
        membership = Membership.objects.create(person=staff, service=repairs, since=now().date(), until=now().date())
        assert sees(staff, audience)

        for since, until in ((1, None), (None, -1)):
            membership.since = since and now().date() + timedelta(days=since)
            membership.until = until and now().date() + timedelta(days=until)
            membership.save()
            assert not sees(staff, audience)

    def test_move_is_true_at_the_next_question(self, staff: Any, place: Service) -> None:
        audience = intern_audience([[f"service:{place.pk}"]])
        heard: list[list[int]] = []

        def hear(person_ids: list[int], **kwargs: Any) -> None:
            heard.append(person_ids)

        people_changed.connect(hear)
        try:
            move_person(staff, service=place, post="Planner", actor=None)
        finally:
            people_changed.disconnect(hear)

        assert sees(staff, audience)
        assert heard == [[staff.pk]]
        assert ModelLogEntry.objects.filter(action="roost.person.move").get().data["after"] == {"service": "Place", "post": "Planner"}

    def test_service_moved_in_the_tree_takes_its_people_along(self, place: Service, repairs: Service) -> None:
        person, audience = make_person("below", service=repairs), intern_audience([[f"service:{place.pk}"]])
        assert sees(person, audience)

        Service.objects.get(pk=repairs.pk).move(make_service("Elsewhere"), pos="last-child")

        assert not sees(person, audience)

    def test_deactivated_person_holds_nothing(self, staff: Any) -> None:
        staff.is_active = False
        staff.save()

        assert not sees(staff, all_staff())
        assert tokens_of(staff) == frozenset()

    def test_cost_is_one_query_and_is_kept(self, staff: Any, place: Service, django_assert_num_queries: Any) -> None:
        for number in range(20):
            intern_audience([[f"user:{staff.pk}"], [f"group:{number}", "group:1000"]])

        with django_assert_num_queries(1):
            audiences_of(staff)
            audiences_of(staff)


class TestRoles:
    def test_role_holds_in_its_service_and_beneath(self, staff: Any, place: Service, repairs: Service) -> None:
        grant_role(staff, role=Role.MODERATOR, service=place, actor=None)
        forget_rights(staff)

        assert holds(staff, Role.MODERATOR, service=repairs)
        assert not holds(staff, Role.MODERATOR)
        assert not holds(staff, Role.EDITOR, service=place)
        assert not holds(staff, Role.MODERATOR, service=make_service("Library"))
        assert set(holders_of(Role.MODERATOR, service=repairs)) == {staff}
        assert not holders_of(Role.MODERATOR).exists()

    def test_role_for_the_whole_holds_everywhere(self, staff: Any, repairs: Service) -> None:
        grant_role(staff, role=Role.AUDITOR, actor=None)
        forget_rights(staff)

        assert holds(staff, Role.AUDITOR)
        assert holds(staff, Role.AUDITOR, service=repairs)
        assert holds(staff, Role.AUDITOR, area=repairs)
        assert set(holders_of(Role.AUDITOR, Role.EDITOR, service=repairs)) == {staff}

    def test_role_in_an_area_holds_there_alone(self, staff: Any, place: Service, repairs: Service) -> None:
        area, other = Group.objects.create(name="One area"), Group.objects.create(name="Another")
        grant_role(staff, role=Role.MODERATOR, area=area, actor=None)
        forget_rights(staff)

        assert holds(staff, Role.MODERATOR, area=area)
        assert not holds(staff, Role.MODERATOR, area=other)
        assert not holds(staff, Role.MODERATOR, service=place)
        assert set(holders_of(Role.MODERATOR, area=area, service=place)) == {staff}

    def test_grant_and_revoke_are_logged_and_true_at_once(self, staff: Any, place: Service) -> None:
        actor = make_person("admin", is_superuser=True)

        grant_role(staff, role=Role.EDITOR, service=place, actor=actor, reason="Covers for Aisha")
        grant_role(staff, role=Role.EDITOR, service=place, actor=actor)
        assert revoke_role(staff, role=Role.EDITOR, service=place, actor=actor)
        assert not revoke_role(staff, role=Role.EDITOR, service=place, actor=actor)

        entries = ModelLogEntry.objects.filter(action__startswith="roost.role").order_by("pk")
        assert [(entry.action, entry.user, entry.data["scope"], entry.data["reason"]) for entry in entries] == [
            ("roost.role.grant", actor, "Place", "Covers for Aisha"),
            ("roost.role.revoke", actor, "Place", ""),
        ]
        assert [entry.message for entry in entries] == ["Role granted: editor Place", "Role revoked: editor Place"]
        assert not holds(User.objects.get(pk=staff.pk), Role.EDITOR, service=place)

    def test_role_for_oneself_needs_a_reason(self) -> None:
        admin = make_person("admin", is_superuser=True)
        area = Group.objects.create(name="Closed area")

        with pytest.raises(ValueError, match="Say why"):
            grant_role(admin, role=Role.READER, area=area, actor=admin, reason=" ")
        grant_role(admin, role=Role.READER, area=area, actor=admin, reason="A court asks for the record")

        assert ModelLogEntry.objects.get(action="roost.role.grant").data["reason"] == "A court asks for the record"

    def test_superuser_holds_no_role_by_being_one(self, place: Service) -> None:
        admin = make_person("admin", is_superuser=True)

        assert not holds(admin, Role.MODERATOR, service=place)

    def test_same_role_twice_is_refused_by_the_database(self, staff: Any) -> None:
        grant_role(staff, role=Role.AUDITOR, actor=None)

        with pytest.raises(IntegrityError), transaction.atomic():
            RoleAssignment.objects.create(person=staff, role=Role.AUDITOR)

    def test_role_in_service_and_area_at_once_is_refused(self, staff: Any, place: Service) -> None:
        with pytest.raises(ValueError, match="not in both"):
            grant_role(staff, role=Role.READER, service=place, area=place, actor=None)


class TestGroups:
    def test_group_follows_the_rows(self, staff: Any, place: Service) -> None:
        grant_role(staff, role=Role.TRAINER, service=place, actor=None)
        group = group_of_role(Role.TRAINER, service=place)
        assert group.name == "Trainer: Place"
        assert list(group.user_set.all()) == [staff]
        assert User.objects.get(pk=staff.pk).has_perm("wagtailadmin.access_admin")

        revoke_role(staff, role=Role.TRAINER, service=place, actor=None)

        assert not group.user_set.exists()

    def test_group_is_renamed_with_its_service(self, place: Service) -> None:
        group = group_of_role(Role.EDITOR, service=place)
        place.name = "Places and people"
        place.save()
        group.refresh_from_db()

        assert group.name == "Editor: Places and people"

    def test_groups_of_services_with_one_name_are_told_apart(self, place: Service) -> None:
        Group.objects.create(name="Editor: Place")

        assert group_of_role(Role.EDITOR, service=place).name == "Editor: Place (2)"

    def test_group_goes_with_its_service(self, staff: Any, place: Service) -> None:
        grant_role(staff, role=Role.EDITOR, service=place, actor=None)

        Service.objects.get(pk=place.pk).delete()

        assert not Group.objects.filter(name="Editor: Place").exists()
        assert not RoleAssignment.objects.filter(person=staff).exists()

    def test_group_goes_with_its_area(self, staff: Any) -> None:
        area = Group.objects.create(name="Area")
        grant_role(staff, role=Role.MODERATOR, area=area, actor=None)

        retire_area(area)

        assert set(Group.objects.all()) >= {area}
        assert not RoleGroup.objects.exists()
        assert not RoleAssignment.objects.exists()

    def test_group_deleted_by_hand_takes_no_role_away(self, staff: Any) -> None:
        grant_role(staff, role=Role.AUDITOR, actor=None)
        group_of_role(Role.AUDITOR).delete()

        sync_role_groups()

        assert list(group_of_role(Role.AUDITOR).user_set.all()) == [staff]

    def test_sync_takes_out_who_was_put_in_by_hand(self, staff: Any) -> None:
        group = group_of_role(Role.AUDITOR)
        staff.groups.add(group)

        sync_role_groups()

        assert not group.user_set.exists()

    @pytest.mark.parametrize("role", [Role.READER, Role.CONTRIBUTOR, Role.MODERATOR, Role.CHAMPION])
    def test_who_needs_no_admin_has_none(self, staff: Any, role: Role) -> None:
        grant_role(staff, role=role, actor=None)

        assert not User.objects.get(pk=staff.pk).has_perm("wagtailadmin.access_admin")


class TestProfiles:
    def test_new_account_has_a_profile(self) -> None:
        named = User.objects.create_user("n.amed", first_name="Nina", last_name="Amed")

        assert named.roost_profile.name == "Nina Amed"
        assert User.objects.create_user("nameless").roost_profile.name == "nameless"

    def test_accounts_from_before_get_theirs(self) -> None:
        User.objects.bulk_create([User(username="old"), User(username="older", first_name="Ola")])

        assert make_missing_profiles() == 2
        assert set(Profile.objects.values_list("name", flat=True)) == {"old", "Ola"}

    def test_words_of_a_deleted_account_are_not_asked_for(self, staff: Any, housing: Service) -> None:
        housing.lead = staff
        housing.save()

        staff.delete()
        housing.refresh_from_db()

        assert housing.lead is None
