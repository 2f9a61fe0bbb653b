"""What the pages of moderation and notices show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.contenttypes.models import ContentType
from django.urls import reverse

from intranet.core.moderation.actions import decide, report
from intranet.core.moderation.models import Case, Report
from intranet.core.notifications.actions import broadcast, mark_all_read, notify
from tests.factories.things import audience_of, make_held, make_published
from tests.things.notices import ThingAnswered, ThingDecided, ThingWritten

if TYPE_CHECKING:
    from tests.a11y.town import Town


def _reported(town: Town, title: str) -> Case:
    town.person("moderator")
    thing = make_published(title, author=town.person("chief"), service=town.service())
    return report(thing, reporter=town.person("staff"), reason="unkind", words="This is not how we talk to each other.")


def queue(town: Town) -> str:
    _reported(town, "In the queue, reported")
    make_held("In the queue, held", author=town.person("chief"), service=town.service())
    return reverse("moderation:queue")


def nothing_to_do(town: Town) -> str:
    town.person("moderator")
    return f"{reverse('moderation:queue')}?show=claimed&last=1"


def case(town: Town) -> str:
    return _reported(town, "A case to decide").get_absolute_url()


def decided_case(town: Town) -> str:
    return decide(_reported(town, "A decided case"), moderator=town.person("moderator"), decision="hidden", reason="House rule 3").get_absolute_url()


def own_case(town: Town) -> str:
    return decide(
        _reported(town, "Hidden from others"), moderator=town.person("moderator"), decision="hidden", reason="House rule 3"
    ).get_absolute_url()


def report_form(town: Town, title: str = "Not yet reported") -> str:
    thing = make_published(title, author=town.person("chief"), service=town.service())
    return reverse("moderation:report", args=[ContentType.objects.get_for_model(thing).pk, thing.pk])


def my_report(town: Town) -> str:
    _reported(town, "Seen by its reporter")
    return Report.objects.latest("pk").get_absolute_url()


def notices(town: Town) -> str:
    chief, staff = town.person("chief"), town.person("staff")
    thing = make_published("Told and read", author=chief)
    for event in ("a11y-1", "a11y-2"):
        notify(ThingWritten, thing=thing, recipients=[staff], actor=chief, event=event)
    return reverse("notifications:notices")


def no_notices(town: Town) -> str:
    """Others may have told everybody something; what they tell after the page was made stands there, so it goes by the name of the list."""
    mark_all_read(town.person("nobody"))
    return f"{reverse('notifications:notices')}?show=new"


def folded_notices(town: Town) -> str:
    """A line of three people, one of one, and a broadcast."""
    reader, chief = town.person("gathering"), town.person("chief")
    place = make_published("Where three answered", author=chief)
    for name in ("anna", "bert", "carl"):
        thing = make_published(f"Folded answer of {name}", author=town.person(name), place=place)
        notify(ThingAnswered, thing=thing, recipients=[reader], actor=thing.author)
    notify(ThingWritten, thing=place, recipients=[reader], actor=chief)
    broadcast(ThingDecided, thing=make_published("For two", author=chief, audience=audience_of(chief, reader)), actor=chief)
    return reverse("notifications:notices")
