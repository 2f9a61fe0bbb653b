"""What was told long ago is forgotten."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError

from intranet.core.background import now
from intranet.core.notifications.actions import broadcast, forget_old_notices, notify, retention
from intranet.core.notifications.jobs import ForgetOldNotices
from intranet.core.notifications.models import Mail, Notice, NoticeReading
from tests.factories.things import make_published
from tests.things.notices import ThingDecided, ThingMailed

if TYPE_CHECKING:
    from tests.things.models import Thing

pytestmark = pytest.mark.django_db


@pytest.fixture
def thing(staff: Any) -> Thing:
    return make_published(author=staff)


def ago(days: int) -> Any:
    return now() - timedelta(days=days, minutes=1)


def test_what_was_read_goes_after_ninety_days_and_all_after_a_year(thing: Thing, staff: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(retention, "BATCH", 2)
    for name, told, read in [
        ("read", 91, 90), ("long read", 300, 90), ("just read", 300, 89), ("unread", 364, None), ("old", 365, None), ("old and read", 365, 1), ("new", 0, 0)
    ]:  # fmt: skip
        notify(ThingMailed, thing=thing, recipients=[staff], event=name)
        Notice.objects.filter(event=name).update(created=ago(told), read_at=None if read is None else ago(read))
    assert Mail.objects.count() == 7
    assert forget_old_notices() == 4
    assert sorted(Notice.objects.values_list("event", flat=True)) == ["just read", "new", "unread"]
    assert Mail.objects.count() == 3
    assert forget_old_notices() == 0


def test_a_broadcast_goes_after_a_year_with_its_readings(thing: Thing, staff: Any) -> None:
    notice = broadcast(ThingDecided, thing=thing)
    NoticeReading.objects.create(notice=notice, person=staff, read_at=ago(300))
    Notice.objects.update(created=ago(364))
    ForgetOldNotices().run()
    assert Notice.objects.exists()
    Notice.objects.update(created=ago(365))
    ForgetOldNotices().run()
    assert not Notice.objects.exists()
    assert not NoticeReading.objects.exists()


def test_the_site_says_how_long(thing: Thing, staff: Any, settings: Any) -> None:
    settings.ROOST_NOTICES_DAYS = 10
    notify(ThingMailed, thing=thing, recipients=[staff])
    Notice.objects.update(created=ago(10))
    assert forget_old_notices() == 1
    settings.ROOST_NOTICES_DAYS = 0
    with pytest.raises(SystemCheckError, match="at least one day"):
        call_command("check")
