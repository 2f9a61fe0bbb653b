"""What a person chooses of mail, by the page and without a script."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.contenttypes.models import ContentType

from intranet.core.background import at_moment
from intranet.core.notifications.forms.settings import SettingsForm
from intranet.core.notifications.models import Choice, Delivery, Notice, Preference
from intranet.core.notifications.notices import all_kinds
from intranet.core.notifications.queries.delivery import choices_of, deliveries
from intranet.core.notifications.queries.preferences import wishes_of
from tests.budgets import query_budget
from tests.factories.people import make_person, make_service
from tests.factories.things import audience_of, make_published
from tests.things.models import Thing
from tests.things.notices import ThingDecided, ThingMailed, ThingWritten

if TYPE_CHECKING:
    from django.http import HttpResponse
    from django.test import Client

pytestmark = pytest.mark.django_db

PAGE = "/notices/settings/"
ADD = "/notices/settings/services/"


@pytest.fixture
def form(staff: Any, client: Client) -> dict[str, str]:
    """What a browser would send of the page as it stands."""
    client.force_login(staff)
    found = SettingsForm(wishes=wishes_of(staff), choices=choices_of(staff))
    values = {name: found[name].value() for name in found.fields}
    return {name: "on" if value is True else str(value) for name, value in values.items() if value not in {None, False}}


def words(response: HttpResponse) -> str:
    return " ".join(response.content.decode().split())


def test_what_is_as_the_site_has_it_is_not_kept(form: dict[str, str], staff: Any, client: Client, settings: Any) -> None:
    assert client.post(PAGE, form).status_code == 302
    assert not Choice.objects.exists()
    row = Preference.objects.get(person=staff)
    assert (row.wants_mail, row.digest, row.quiet_from, row.only_in_working_hours) == (True, "", None, False)
    settings.ROOST_DIGEST, settings.ROOST_QUIET_HOURS = "daily", "20:00-07:00"
    found = wishes_of(staff)
    assert (found.digest, found.quiet) == ("daily", (time(20), time(7)))


def test_what_is_chosen_is_kept_and_shown_again(form: dict[str, str], staff: Any, client: Client) -> None:
    del form["wants_mail"]
    chosen = {"digest": "daily", "quiet_from": "21:30", "quiet_until": "06:00", "only_in_working_hours": "on"}
    client.post(PAGE, form | chosen | {f"kind-{ThingMailed.name}": "digest", f"kind-{ThingWritten.name}": "off"})
    found = wishes_of(staff)
    assert (found.mail, found.digest, found.quiet, found.only_in_working_hours) == (False, "daily", (time(21, 30), time(6)), True)
    assert deliveries(ThingMailed, {staff.pk}, None)[staff.pk] == Delivery.DIGEST
    assert deliveries(ThingWritten, {staff.pk}, None)[staff.pk] == Delivery.OFF
    page = words(client.get(PAGE))
    assert 'value="21:30"' in page
    assert 'value="06:00"' in page
    assert not re.search(r'name="wants_mail"[^>]* checked', page)
    assert re.search(r'value="daily"[^>]* checked', page)


def test_own_working_hours_are_kept_shown_again_and_taken_back(form: dict[str, str], staff: Any, client: Client) -> None:
    client.post(PAGE, form | {"only_in_working_hours": "on", "hours_mon": "09:00-12:30, 13:30-16:00", "hours_sat": " 08:00-12:00 "})
    assert wishes_of(staff).hours == {"mon": "09:00-12:30, 13:30-16:00", "sat": "08:00-12:00"}
    assert 'value="09:00-12:30, 13:30-16:00"' in words(client.get(PAGE))
    client.post(PAGE, form)
    assert wishes_of(staff).hours == {}


def test_taking_a_choice_back_leaves_no_row(form: dict[str, str], staff: Any, client: Client) -> None:
    Choice.objects.create(person=staff, kind=ThingMailed.name, delivery="off")
    client.post(PAGE, form)
    assert not Choice.objects.exists()


def test_none_where_the_site_has_quiet_hours_stays_none(form: dict[str, str], staff: Any, client: Client, settings: Any) -> None:
    settings.ROOST_QUIET_HOURS = "20:00-07:00"
    assert 'value="20:00"' in words(client.get(PAGE))
    client.post(PAGE, form | {"quiet_from": "", "quiet_until": ""})
    assert wishes_of(staff).quiet is None
    assert 'value="20:00"' not in words(client.get(PAGE))


@pytest.mark.parametrize(
    ("hours", "field", "said"),
    [
        ({"quiet_from": "20:00"}, "quiet_until", "Say until when"),
        ({"quiet_until": "07:00"}, "quiet_from", "Say from when"),
        ({"quiet_from": "20:00", "quiet_until": "20:00"}, "quiet_until", "Choose another time"),
        ({"quiet_from": "late", "quiet_until": "07:00"}, "quiet_from", "Enter a valid time"),
        ({"hours_mon": "09:00-17:00", "hours_thu": "in the morning"}, "hours_thu", "Write hours like"),
    ],
)
def test_wrong_hours_are_said_at_their_field_and_what_was_typed_stays(
    form: dict[str, str], staff: Any, client: Client, hours: dict[str, str], field: str, said: str
) -> None:
    response = client.post(PAGE, form | {"digest": "daily", f"kind-{ThingWritten.name}": "mail"} | hours)
    assert response.status_code == 422
    page = words(response)
    assert said in page
    assert f'href="#id_{field}"' in page
    assert f'id="id_{field}_error"' in page
    for value in hours.values():
        assert f'value="{value}"' in page
    assert re.search(r'value="daily"[^>]* checked', page)
    assert not Preference.objects.exists()
    assert not Choice.objects.exists()


def test_what_is_required_cannot_be_turned_off(form: dict[str, str], staff: Any, housing: Any, client: Client) -> None:
    select = re.search(rf'<select name="kind-{ThingDecided.name}".*?</select>', words(client.get(PAGE)))
    assert select is not None
    assert 'value="app"' in select[0]
    assert 'value="off"' not in select[0]
    assert client.post(PAGE, form | {f"kind-{ThingDecided.name}": "off"}).status_code == 422
    response = client.post(ADD, {"service-service": housing.pk, "service-kind": ThingDecided.name, "service-delivery": "off"})
    assert response.status_code == 422
    assert "This cannot be turned off" in words(response)
    assert not Choice.objects.exists()


def test_every_kind_has_a_choice_of_its_own_with_a_name_of_its_own(form: dict[str, str], client: Client) -> None:
    page = words(client.get(PAGE))
    labels = re.findall(r'<label for="id_kind-[^"]*">([^<]*)</label>', page)
    assert len(labels) == len(set(labels)) == len(all_kinds())
    assert "<legend>Questions and answers</legend>" in page


def test_a_choice_for_a_service_is_added_changed_and_removed(form: dict[str, str], staff: Any, housing: Any, client: Client) -> None:
    values = {"service-service": housing.pk, "service-kind": "all", "service-delivery": "off"}
    assert client.post(ADD, values).status_code == 302
    assert client.post(ADD, values | {"service-delivery": "app"}).status_code == 302
    client.post(ADD, values | {"service-kind": ThingMailed.name})
    assert list(Choice.objects.order_by("kind").values_list("service__name", "kind", "delivery")) == [
        ("Housing", "", "app"),
        ("Housing", ThingMailed.name, "off"),
    ]
    page = words(client.get(PAGE))
    assert 'Remove<span class="vh"> Housing, everything</span>' in page
    assert 'Remove<span class="vh"> Housing, A thing is written to me</span>' in page
    client.post(PAGE, form)
    assert Choice.objects.count() == 2
    pk = Choice.objects.get(kind="").pk
    assert client.get(f"{ADD}{pk}/remove/").status_code == 405
    assert client.post(f"{ADD}{pk}/remove/").status_code == 302
    assert Choice.objects.get().kind == ThingMailed.name
    assert client.post(f"{ADD}{pk}/remove/").status_code == 404


def test_choices_of_others_and_those_for_kinds_alone_cannot_be_removed_there(form: dict[str, str], staff: Any, housing: Any, client: Client) -> None:
    foreign = Choice.objects.create(person=make_person("other"), service=housing, delivery="off")
    own = Choice.objects.create(person=staff, kind=ThingMailed.name, delivery="off")
    for row in (foreign, own):
        assert client.post(f"{ADD}{row.pk}/remove/").status_code == 404
    assert Choice.objects.count() == 2


def test_what_is_wrong_with_a_choice_for_a_service_is_said(form: dict[str, str], client: Client) -> None:
    response = client.post(ADD, {"service-service": "", "service-kind": "things.burnt", "service-delivery": "digest"})
    assert response.status_code == 422
    page = words(response)
    assert 'href="#id_service-service"' in page
    assert 'href="#id_service-kind"' in page
    assert page.count('id="errors"') == 1


def test_the_page_says_the_address_and_that_mail_comes_back(form: dict[str, str], staff: Any, client: Client) -> None:
    assert "Your address is <strong>staff@northmoor.example</strong>" in words(client.get(PAGE))
    Preference.objects.create(person=staff, bounces=3, bounced_address=staff.email)
    assert "Mail does not reach you" in words(client.get(PAGE))
    Preference.objects.update(bounced_address="old@northmoor.example")
    assert "Mail does not reach you" not in words(client.get(PAGE))


def test_the_page_costs_the_same_with_many_choices(form: dict[str, str], staff: Any, housing: Any, client: Client) -> None:
    client.get(PAGE)
    for number in range(20):
        service = make_service(f"Service {number}")
        if number in (0, 19):
            with query_budget(10):
                client.get(PAGE)
        Choice.objects.create(person=staff, service=service, kind=ThingMailed.name, delivery="app")
        Choice.objects.create(person=staff, service=service, delivery="app")


# --- preview --------------------------------------------------------------------------------------------------------


def test_a_person_sees_what_the_next_digest_would_hold(form: dict[str, str], staff: Any, client: Client) -> None:
    author = make_person("author", name="Sam Okafor")
    moment = datetime(2026, 11, 24, 12, tzinfo=UTC)
    for title in ("The lift", "CANARY"):
        thing = make_published(title, author=author)
        kind = ContentType.objects.get_for_model(thing)
        Notice.objects.create(
            recipient=staff,
            kind=ThingWritten.name,
            content_type=kind,
            object_id=thing.pk,
            event=title,
            delivery="digest",
            created=moment,
            actor_name="Sam Okafor",
        )
    Thing.objects.filter(title="CANARY").update(audience=audience_of(author))
    with at_moment(moment.replace(hour=13)):
        page = words(client.get("/notices/digest/"))
        assert "It goes out on Monday 30 November at 7:30 a.m." in page
        assert "Sam Okafor wrote “The lift”" in page
        assert "CANARY" not in page
        Notice.objects.update(read_at=moment)
        assert "Nothing for it yet." in words(client.get("/notices/digest/"))
        Preference.objects.create(person=staff, digest="none")
        assert "You have chosen not to get one." in words(client.get("/notices/digest/"))
    assert client.post("/notices/digest/").status_code == 405
