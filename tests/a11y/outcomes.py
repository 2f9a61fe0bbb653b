"""What the pages of outcomes show."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.urls import reverse

from intranet.core.background import at_moment, now
from intranet.core.responses.actions import Said, change_outcome, record_outcome
from intranet.core.responses.models import Outcome
from tests.factories.forums import make_area, make_topic

if TYPE_CHECKING:
    from forums.models import Topic
    from tests.a11y.town import Town

Status = Outcome.Status


def _topic(town: Town, title: str) -> Topic:
    town.service().lead = town.person("chief")
    town.service().save()
    return make_topic(make_area(title, service=town.service()), author=town.person("staff"), title=title, body="Lifts first, then somewhere to dry.")


def _outcome(town: Town, title: str, **fields: Any) -> Outcome:
    said = {"said": f"{title}: somewhere to dry wet gear.", "done": "A drying room opened on 16 November.", "status": Status.DONE, **fields}
    return record_outcome(_topic(town, title), Said(**said), by=town.person("chief"), note="The contract was signed.")


def listed(town: Town) -> str:
    for status in Status:
        _outcome(town, f"Listed, {status.label}", status=status, reason="Nobody has time.", review_on=now().date() - timedelta(days=3))
    with at_moment(now() - timedelta(days=400)):
        _outcome(town, "Listed, last year", said="w" * 200)
    return reverse("outcomes:index")


def none_like_that(town: Town) -> str:
    """A year in which something was done, and nothing considered."""
    long_ago = now() - timedelta(days=800)
    with at_moment(long_ago):
        _outcome(town, "Done long ago")
    return f"{reverse('outcomes:index')}?year={long_ago.year}&status=considering"


def outcome(town: Town) -> str:
    overdue = {"status": Status.DOING, "review_on": now().date() - timedelta(days=3), "public": True}
    found = _outcome(town, "Followed through", evidence="41 of 44 wear dry gear.", evidence_url=f"https://example.org/{'w' * 200}", **overdue)
    said = Said(said=found.said, done=found.done, status=Status.DONE, review_on=found.review_on, public=True, evidence=found.evidence)
    change_outcome(found, said, by=town.person("chief"), note="It opened.\n\nCome and look.")
    return found.get_absolute_url()


def at_its_topic(town: Town) -> str:
    return _outcome(town, "With its outcome").source.get_absolute_url()


def form(town: Town) -> str:
    topic = _topic(town, "Something came of it")
    return reverse("outcomes:record", args=[ContentType.objects.get_for_model(topic).pk, topic.pk])


def change_form(town: Town) -> str:
    return reverse("outcomes:change", args=[_outcome(town, "To be changed").pk])


def review_form(town: Town) -> str:
    return reverse("outcomes:review", args=[_outcome(town, "To be confirmed").pk])


def outside(town: Town) -> str:
    _outcome(town, "Listed outside", public=True, review_on=now().date() - timedelta(days=3))
    return reverse("outside-outcomes:index")


def outside_outcome(town: Town) -> str:
    return _outcome(town, "Outside", public=True, evidence="It is dry.", review_on=now().date() + timedelta(days=30)).get_outside_url()
