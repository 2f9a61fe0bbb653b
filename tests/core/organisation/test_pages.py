"""Who may see a Wagtail page: the row of each page follows its privacy, whatever happens to it."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, PageViewRestriction

from intranet.core.organisation.actions import all_staff, sync_page_audiences
from intranet.core.organisation.models import PageAudience
from intranet.core.organisation.queries import VisiblePageQuerySet, people_in
from intranet.core.organisation.signals import page_audiences_changed
from tests.factories.pages import home_page, make_page, restrict
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def group() -> Group:
    return Group.objects.create(name="Practice")


@pytest.fixture
def member(staff: Any, group: Group) -> Any:
    person = make_person("member")
    person.groups.add(group)
    return person


def readers(page: Page) -> set[str]:
    row = PageAudience.objects.filter(page=page.pk).first()
    return set(people_in(row.audience_id).values_list("username", flat=True)) if row else set()


def test_pages_of_a_fresh_site_are_for_all_staff(staff: Any) -> None:
    assert PageAudience.objects.get(page=home_page()).audience == all_staff()
    assert set(Page.objects.values_list("pk", flat=True)) == set(PageAudience.objects.values_list("page", flat=True))


def test_new_page_is_for_all_staff(member: Any) -> None:
    assert readers(make_page()) == {"staff", "member"}


def test_restriction_closes_page_and_what_is_beneath(member: Any, group: Group) -> None:
    page = make_page("Above")
    below = make_page("Below", parent=page)
    beside = make_page("Beside")

    restriction = restrict(page, groups=[group])

    assert readers(page) == readers(below) == {"member"}
    assert readers(beside) == {"staff", "member"}
    assert readers(make_page("Later", parent=below)) == {"member"}

    restriction.delete()

    assert readers(below) == {"staff", "member"}


def test_restrictions_of_page_and_ancestor_must_both_be_met(member: Any, group: Group) -> None:
    inner = Group.objects.create(name="Inner circle")
    make_person("both").groups.add(group, inner)
    make_person("inner").groups.add(inner)
    page = make_page("Above")
    below = make_page("Below", parent=page)

    restrict(page, groups=[group])
    restrict(below, groups=[inner])

    assert readers(below) == {"both"}


def test_groups_are_followed(member: Any, group: Group) -> None:
    page = make_page()
    restriction = restrict(page)
    assert readers(page) == set()

    restriction.groups.add(group)
    assert readers(page) == {"member"}

    group.user_set.remove(member)
    assert readers(page) == set()

    restriction.groups.clear()
    assert not PageAudience.objects.filter(page=page).exists()


def test_groups_changed_from_the_group_are_followed(member: Any, group: Group) -> None:
    page = make_page()
    restriction = restrict(page)

    group.pageviewrestriction_set.add(restriction)

    assert readers(page) == {"member"}


def test_login_narrows_nothing_and_password_closes_to_all(member: Any) -> None:
    signed_in, password = make_page("Signed in"), make_page("Password")

    restrict(signed_in, PageViewRestriction.LOGIN)
    restrict(password, PageViewRestriction.PASSWORD)

    assert readers(signed_in) == {"staff", "member"}
    assert readers(password) == set()
    assert readers(make_page(parent=password)) == set()


def test_moved_page_takes_the_audience_of_its_new_place(member: Any, group: Group) -> None:
    closed = make_page("Closed")
    restrict(closed, groups=[group])
    page = make_page("Wanderer")
    below = make_page("Follower", parent=page)

    Page.objects.get(pk=page.pk).move(Page.objects.get(pk=closed.pk), pos="last-child")
    assert readers(page) == readers(below) == {"member"}

    Page.objects.get(pk=page.pk).move(home_page(), pos="last-child")
    assert readers(page) == readers(below) == {"staff", "member"}


def test_copied_page_keeps_its_own_restriction(member: Any, group: Group) -> None:
    page = make_page("Original")
    below = make_page("Below", parent=page)
    restrict(page, groups=[group])

    copied = Page.objects.get(pk=page.pk).copy(recursive=True, update_attrs={"slug": "copied"})

    assert readers(copied) == readers(copied.get_children().get()) == {"member"}
    assert below.pk != copied.get_children().get().pk


def test_alias_is_as_closed_as_its_source(member: Any, group: Group) -> None:
    closed = make_page("Closed")
    source = make_page("Source", parent=closed)
    restriction = restrict(closed, groups=[group])

    alias = source.create_alias(parent=home_page(), update_slug="alias")
    assert readers(alias) == {"member"}

    restriction.delete()
    assert readers(alias) == {"staff", "member"}

    restrict(Page.objects.get(pk=closed.pk), groups=[group])
    assert readers(alias) == {"member"}


def test_change_is_announced_with_the_pages(group: Group) -> None:
    page = make_page()
    below = make_page("Below", parent=page)
    heard: list[set[int]] = []

    def hear(page_ids: list[int], **kwargs: Any) -> None:
        heard.append(set(page_ids))

    page_audiences_changed.connect(hear)
    try:
        restrict(page, groups=[group])
        sync_page_audiences(page.path)
    finally:
        page_audiences_changed.disconnect(hear)

    assert heard == [{page.pk, below.pk}] * 2  # closed to nobody at first, then open to the group; and nothing at the third time


def test_cost_does_not_grow_with_pages(group: Group) -> None:
    small, large = make_page("Small"), make_page("Large")
    make_page("One", parent=small)
    for number in range(12):
        make_page(f"Page {number}", parent=large)
    restrict(make_page("So that the audience exists"), groups=[group])
    counts = []

    for page in (small, large):
        restriction = PageViewRestriction(page=page, restriction_type=PageViewRestriction.GROUPS)
        restriction.save()
        with CaptureQueriesContext(connection) as queries:
            restriction.groups.add(group)
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_command_repairs_what_was_written_past_the_signals(staff: Any, capsys: Any) -> None:
    page = make_page()
    PageAudience.objects.filter(page=page).delete()

    call_command("sync_page_audiences")

    assert readers(page) == {"staff"}
    assert capsys.readouterr().out == "1 pages have another audience now.\n"


def test_queryset_shows_live_pages_of_ones_audiences(staff: Any, member: Any, group: Group) -> None:
    page, draft, closed = make_page("Open"), make_page("Draft", live=False), make_page("Closed")
    restrict(closed, groups=[group])

    def seen_by(person: Any) -> set[int]:
        return set(VisiblePageQuerySet(Page).visible_to(person).filter(pk__in=[page.pk, draft.pk, closed.pk]).values_list("pk", flat=True))

    assert seen_by(staff) == {page.pk}
    assert seen_by(member) == {page.pk, closed.pk}
