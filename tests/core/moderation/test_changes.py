"""A change of published words that a moderator reads first: what stands stays meanwhile (D-55)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from intranet.core.kinds import State
from intranet.core.moderation.actions import NotYours, WordsChanged, decide, decisions_of, fingerprint, propose, report, submit, withdraw
from intranet.core.moderation.models import Case, Standing
from intranet.core.moderation.queries import words_waiting_for
from intranet.core.moderation.signals import words_approved
from intranet.core.notifications.models import Notice
from intranet.core.search.models import Document
from tests.factories.things import make_published, make_thing

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def written() -> Any:
    """Things take their words as an app would have them."""

    def take_words(sender: Any, thing: Any, words: str, editor: Any, **kwargs: Any) -> None:
        thing.text = words
        thing.save(update_fields=["text"])

    words_approved.connect(take_words, weak=False)
    yield
    words_approved.disconnect(take_words)


@pytest.fixture
def thing(newcomer: Any, moderator: Any, housing: Any) -> Any:
    """Published words of a newcomer."""
    thing = make_thing("The lift", author=newcomer, service=housing, text="first words")
    submit(thing, actor=newcomer)
    decide(Case.objects.get(), moderator=moderator, decision="approved")
    thing.refresh_from_db()
    return thing


@pytest.fixture
def changed(thing: Any, newcomer: Any) -> Case:
    assert propose(thing, words="second words", actor=newcomer)
    return Case.objects.open().get()


def texts(thing: Any) -> tuple[str, str, str]:
    """What stands, what is found, and what waits."""
    thing.refresh_from_db()
    document = Document.objects.filter(title=thing.title).first()
    return thing.text, document.body if document else "", words_waiting_for(thing)


def test_the_approved_words_stay_while_others_wait(thing: Any, changed: Case, staff: Any) -> None:
    assert texts(thing) == ("first words", "first words", "second words")
    assert type(thing).objects.visible_to(staff).get() == thing
    assert (changed.kind, changed.state_before) == (Case.Kind.HELD, State.PUBLISHED)


def test_approved_they_stand_and_are_found(thing: Any, changed: Case, moderator: Any, newcomer: Any) -> None:
    decide(changed, moderator=moderator, decision="approved", seen=fingerprint(thing, "second words"))
    assert texts(thing) == ("second words", "second words", "")
    assert Standing.objects.get(person=newcomer).approved == 2


def test_declined_nothing_changes_and_the_author_is_told_why(
    thing: Any, changed: Case, moderator: Any, newcomer: Any, client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    with pytest.raises(ValueError, match="lacks its reason"):
        decide(changed, moderator=moderator, decision="declined")
    with django_capture_on_commit_callbacks(execute=True):
        decide(changed, moderator=moderator, decision="declined", reason="It names a tenant.")
    assert texts(thing) == ("first words", "first words", "")
    assert Notice.objects.filter(recipient=newcomer, kind="moderation.decided").count() == 2
    client.force_login(newcomer)
    page = client.get(changed.get_absolute_url()).content.decode()
    for words in ("declined it", "It names a tenant.", "second words"):
        assert words in page


def test_hidden_the_whole_goes(thing: Any, changed: Case, moderator: Any) -> None:
    decide(changed, moderator=moderator, decision="hidden", reason="House rule 3")
    assert texts(thing) == ("first words", "", "")
    assert thing.state == State.HIDDEN


def test_what_was_read_is_what_is_approved(thing: Any, changed: Case, moderator: Any, newcomer: Any) -> None:
    seen = fingerprint(thing, changed.words)
    assert propose(thing, words="third words", actor=newcomer)
    with pytest.raises(WordsChanged):
        decide(changed, moderator=moderator, decision="approved", seen=seen)
    assert texts(thing) == ("first words", "first words", "third words")


def test_the_page_shows_both_and_shows_again_what_changed(thing: Any, changed: Case, moderator: Any, newcomer: Any, client: Client) -> None:
    client.force_login(moderator)
    page = client.get(changed.get_absolute_url())
    assert "first words" in page.content.decode()
    assert "second words" in page.content.decode()
    propose(thing, words="third words", actor=newcomer)
    answer = client.post(f"{changed.get_absolute_url()}decide/", {"decision": "approved", "seen": page.context["form"].initial["seen"]})
    assert answer.status_code == 422
    assert "has just changed the words" in answer.content.decode()
    assert "third words" in answer.content.decode()
    assert texts(thing)[0] == "first words"


def test_taken_back_meanwhile_nothing_waits(thing: Any, changed: Case, newcomer: Any) -> None:
    withdraw(thing, actor=newcomer)
    assert texts(thing) == ("first words", "", "")
    changed.refresh_from_db()
    assert changed.decision == Case.Decision.WITHDRAWN


def test_a_report_joins_the_change_that_waits(thing: Any, changed: Case, staff: Any, moderator: Any) -> None:
    assert report(thing, reporter=staff, reason="unkind") == changed
    changed.refresh_from_db()
    assert decisions_of(changed) == ("approved", "declined", "hidden")


def test_a_change_joins_the_report(thing: Any, staff: Any, newcomer: Any) -> None:
    case = report(thing, reporter=staff, reason="unkind")
    assert propose(thing, words="milder words", actor=newcomer)
    case.refresh_from_db()
    assert (case.kind, case.words, case.is_open) == (Case.Kind.HELD, "milder words", True)


def test_the_wrong_people(thing: Any, changed: Case, newcomer: Any, staff: Any, foreign_moderator: Any, client: Client) -> None:
    for person in (newcomer, staff, foreign_moderator):
        with pytest.raises(NotYours):
            decide(changed, moderator=person, decision="approved")
        client.force_login(person)
        assert client.get(changed.get_absolute_url()).status_code == 404
    assert not propose(thing, words="not mine", actor=staff)


def test_nobody_else_waits(author: Any, moderator: Any, housing: Any) -> None:
    assert not propose(make_published(author=author, service=housing), words="other", actor=author)
    assert not Case.objects.exists()


def test_the_same_words_are_no_change(thing: Any, newcomer: Any) -> None:
    assert not propose(thing, words="first words", actor=newcomer)
    assert not Case.objects.open().exists()
