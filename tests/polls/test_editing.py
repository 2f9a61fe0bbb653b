"""Polls in the Wagtail admin."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils.timezone import localtime

from intranet.core.background import now
from intranet.core.organisation.actions import all_staff, intern_audience
from polls.actions import vote
from polls.models import Poll
from tests.factories.polls import make_poll

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client: Any, admin_user: Any) -> Any:
    client.force_login(admin_user)
    return client


def typed(poll: Poll | None = None, **changes: Any) -> dict[str, Any]:
    """What the editor's form sends, for a new poll or one that is there."""
    choices = list(poll.choices.all()) if poll else []
    texts = [choice.text for choice in choices] or ["Yes", "No"]
    sent: dict[str, Any] = {
        "question": poll.question if poll else "Shall we?",
        "description": "",
        "promise": poll.promise if poll else "anonymous",
        "results": poll.results if poll else "after_vote",
        "opens": f"{localtime(poll.opens if poll else now() - timedelta(minutes=1)):%Y-%m-%d %H:%M}",
        "closes": f"{localtime(poll.closes if poll else now() + timedelta(days=1)):%Y-%m-%d %H:%M}",
        "choices-TOTAL_FORMS": len(texts),
        "choices-INITIAL_FORMS": len(choices),
        "choices-MIN_NUM_FORMS": 2,
        "choices-MAX_NUM_FORMS": 20,
        "action-publish": "1",
    }
    for number, text in enumerate(texts):
        key = choices[number].pk if choices else ""
        sent |= {f"choices-{number}-text": text, f"choices-{number}-hint": "", f"choices-{number}-id": key, f"choices-{number}-ORDER": number + 1}
    return {**sent, **changes}


def edit(editor: Any, poll: Poll, **changes: Any) -> Any:
    return editor.post(reverse("wagtailsnippets_intranet_polls_poll:edit", args=[poll.pk]), typed(poll, **changes))


def test_an_editor_makes_a_poll_for_all_staff(editor: Any, admin_user: Any) -> None:
    answer = editor.post(reverse("wagtailsnippets_intranet_polls_poll:add"), typed(owner=admin_user.pk))
    assert answer.status_code == 302
    poll = Poll.objects.get()
    assert (poll.live, poll.audience, poll.owner) == (True, all_staff(), admin_user)
    assert list(poll.choices.values_list("text", flat=True)) == ["Yes", "No"]


def test_an_editor_puts_a_poll_to_a_service(editor: Any, housing: Any) -> None:
    editor.post(reverse("wagtailsnippets_intranet_polls_poll:add"), typed(services=[housing.pk]))
    assert Poll.objects.get().audience == intern_audience([[f"service:{housing.pk}"]])


@pytest.mark.parametrize("change", [{"promise": "named"}, {"results": "always"}, {"choices-0-text": "No thanks"}])
def test_what_votes_have_fixed_is_refused_with_words(editor: Any, staff: Any, change: dict[str, str]) -> None:
    poll = make_poll()
    vote(poll, voter=staff, choice_id=poll.choices.first().pk)
    answer = edit(editor, poll, **change)
    assert answer.status_code == 200
    assert "People have voted" in answer.content.decode()


def test_a_better_description_is_taken_after_votes(editor: Any, staff: Any) -> None:
    poll = make_poll()
    vote(poll, voter=staff, choice_id=poll.choices.first().pk)
    assert edit(editor, poll, description="What will be done with it").status_code == 302
    assert Poll.objects.get().description == "What will be done with it"


def test_a_closed_poll_with_votes_does_not_open_again(editor: Any, staff: Any) -> None:
    poll = make_poll(opens=now() - timedelta(days=2), closes=now() + timedelta(minutes=1))
    vote(poll, voter=staff, choice_id=poll.choices.first().pk)
    Poll.objects.update(closes=now() - timedelta(days=1))
    poll.refresh_from_db()
    answer = edit(editor, poll, closes=f"{localtime(now() + timedelta(days=1)):%Y-%m-%d %H:%M}")
    assert "does not open again" in answer.content.decode()


def test_nobody_reads_the_questions_of_polls_in_a_chooser(editor: Any) -> None:
    poll = make_poll()
    for rest in ("", "results/", f"chosen/{poll.pk}/", f"chosen-multiple/?id={poll.pk}"):
        assert editor.get(f"/admin/snippets/choose/intranet_polls/poll/{rest}").status_code == 404


def test_no_revision_opens_a_closed_poll_with_votes_again(staff: Any) -> None:
    poll = make_poll(closes=now() + timedelta(days=1))
    earlier = poll.save_revision()
    vote(poll, voter=staff, choice_id=poll.choices.first().pk)
    Poll.objects.update(closes=now())
    earlier.publish()
    assert Poll.objects.get().is_closed


def test_a_poll_that_closes_before_it_opens_is_refused(editor: Any) -> None:
    answer = editor.post(reverse("wagtailsnippets_intranet_polls_poll:add"), typed(closes=f"{localtime(now() - timedelta(days=1)):%Y-%m-%d %H:%M}"))
    assert "A poll closes after it opens." in answer.content.decode()


def test_a_person_without_permission_edits_no_poll(client: Any, staff: Any) -> None:
    client.force_login(staff)
    assert client.get(reverse("wagtailsnippets_intranet_polls_poll:add")).status_code in {302, 403}
