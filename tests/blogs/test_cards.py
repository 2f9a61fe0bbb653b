"""Polls standing in posts: two apps that know nothing of each other."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.urls import reverse

if not apps.is_installed("polls"):
    pytest.skip("needs the polls as well", allow_module_level=True)

from intranet.core.organisation.actions import intern_audience
from intranet.core.search.models import Document
from polls.actions import vote
from polls.models import Voter
from tests.factories.blogs import WORDS, make_post
from tests.factories.people import make_person
from tests.factories.polls import make_poll

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(client: Any, staff: Any) -> Any:
    client.force_login(staff)
    return client


def test_a_poll_stands_in_the_post_and_is_voted_in_from_there(reader: Any, staff: Any) -> None:
    poll = make_poll()
    post = make_post(body=[*WORDS, ("card", poll.get_absolute_url())])
    page = reader.get(post.get_absolute_url()).content.decode()
    assert f'id="poll-{poll.pk}"' in page
    assert f'name="next" value="{post.get_absolute_url()}"' in page
    assert "This vote is anonymous." in page
    answer = reader.post(
        reverse("polls:vote", args=[poll.pk, poll.slug]), {"choice": poll.choices.first().pk, "next": post.get_absolute_url()}, follow=True
    )
    assert answer.redirect_chain == [(f"{post.get_absolute_url()}#poll-{poll.pk}", 302)]
    assert "Your vote is counted." in answer.content.decode()
    assert Voter.objects.get().person == staff


def test_a_card_of_what_the_reader_may_not_see_stays_an_address(reader: Any) -> None:
    other = make_person("other")
    poll = make_poll("CANARY", audience=intern_audience([[f"user:{other.pk}"]]))
    Document.objects.filter(kind="poll").update(title="CANARY")
    page = reader.get(make_post(body=[("card", f"/polls/{poll.pk}-x/")]).get_absolute_url()).content.decode()
    assert "CANARY" not in page
    assert f"/polls/{poll.pk}-x/" in page


def test_a_poll_in_a_post_can_be_seen_after_voting(reader: Any, staff: Any) -> None:
    poll = make_poll()
    post = make_post(body=[("card", poll.get_absolute_url())])
    vote(poll, voter=staff, choice_id=poll.choices.first().pk)
    page = reader.get(post.get_absolute_url()).content.decode()
    assert "You voted." in page
    assert 'name="choice"' not in page


def test_address_of_a_card_is_not_found_by_its_words(staff: Any) -> None:
    """It may name what not every reader may see."""
    post = make_post(title="Depots", body=[("paragraph", "<p>Words</p>"), ("card", "/forums/closed/8-canary-family/")])
    document = Document.objects.get(kind="post", object_id=post.pk)
    assert "Words" in document.body
    assert "canary" not in document.body
    assert "canary" not in post.case_words()
