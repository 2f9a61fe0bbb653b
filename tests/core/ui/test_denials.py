"""A forbidden act on a visible thing leaves a line in the log: one of a kind an hour, and no flood."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import path, reverse
from wagtail.models import ModelLogEntry

from intranet import urls
from intranet.core.background import at_moment, now
from intranet.core.organisation.models import Service
from intranet.core.ui.actions import DENIED, MOST_DENIALS, note_denial
from intranet.core.ui.http import deny
from tests.denials import denials
from tests.factories.people import make_person, make_service
from tests.house.tree import modules, name_of

if TYPE_CHECKING:
    from django.http import HttpResponse

    from intranet.core.ui.http import SignedInRequest

pytestmark = pytest.mark.django_db


def forbidden(request: SignedInRequest, pk: int) -> HttpResponse:
    deny(request, Service.objects.get(pk=pk), "Ask the service.")


urlpatterns = [path("-/forbidden/<int:pk>/", forbidden, name="forbidden"), *urls.urlpatterns]


@pytest.mark.urls(__name__)
def test_who_wanted_what_with_which_thing(client: Any, staff: Any, housing: Any, admin_client: Any) -> None:
    client.force_login(staff)
    answer = client.post(f"/-/forbidden/{housing.pk}/")
    assert answer.status_code == 403
    assert "Ask the service." in answer.content.decode()
    assert denials() == [("staff", "POST forbidden", "service")]
    report = admin_client.get(reverse("wagtailadmin_reports:site_history"), {"action": DENIED}).content.decode()
    assert "Denied: POST forbidden" in report
    assert "Housing" in report


def test_the_same_refusal_is_noted_once_an_hour(staff: Any, housing: Any) -> None:
    for _ in range(3):
        note_denial(staff, housing, act="POST close")
    note_denial(staff, housing, act="GET close")
    note_denial(staff, make_service("Highways"), act="POST close")
    note_denial(make_person("other"), housing, act="POST close")
    assert len(denials()) == 4
    with at_moment(now() + timedelta(minutes=61)):
        note_denial(staff, housing, act="POST close")
    assert len(denials()) == 5


def test_one_person_cannot_flood_the_log(staff: Any, housing: Any) -> None:
    for number in range(MOST_DENIALS + 5):
        note_denial(staff, housing, act=f"POST {number}")
    note_denial(make_person("other"), housing, act="POST close")
    lines = ModelLogEntry.objects.filter(action=DENIED, user=staff).order_by("pk")
    assert lines.count() == MOST_DENIALS
    assert [line.formatter.format_comment(line) != "" for line in lines] == [False] * (MOST_DENIALS - 1) + [True]
    assert denials()[-1][0] == "other"


def test_refusals_of_acts_go_through_the_one_door() -> None:
    """Elsewhere there is no thing that was found to be visible, Wagtail's own admin answers, or a line in the log would tell who wrote without a name."""
    raising = {name_of(path) for path in modules() if "raise PermissionDenied" in path.read_text(encoding="utf-8")}
    assert raising == {
        "blogs/actions/handing_over.py",
        "blogs/actions/live.py",
        "blogs/actions/writing.py",
        "blogs/models/leaders.py",
        "intranet/core/background/middleware.py",
        "intranet/core/moderation/views/names.py",
        "intranet/core/notifications/views/dead_letters.py",
        "intranet/core/ui/http.py",
        "polls/models/poll.py",
    }
